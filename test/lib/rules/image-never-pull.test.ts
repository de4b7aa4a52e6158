import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/image-never-pull.ts';
import {cluster, pod, sightings, waiting} from '../../support/cluster.ts';

const failing = (reason: string, message: string) => cluster({Pod: [pod('web', {status: waiting(reason, message)})]});

test('says that the node lacks the image', () => {
  const message = 'Container image "shop/app:1" is not present with pull policy of Never';
  const [found] = sightings(rule, failing('ErrImageNeverPull', message));
  expect(found?.summary).toContain('imagePullPolicy is Never (node node-1)');
  expect(found?.evidence[0].quote).toContain(message);
});

test('is silent about an image that is pulled in vain', () => {
  expect(sightings(rule, failing('ErrImagePull', 'not found'))).toEqual([]);
});
