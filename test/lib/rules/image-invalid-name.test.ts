import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/image-invalid-name.ts';
import {cluster, pod, sightings, waiting} from '../../support/cluster.ts';

const failing = (reason: string, message: string) =>
  cluster({Pod: [pod('web', {container: {image: 'Shop/App::1'}, status: waiting(reason, message)})]});

test('names the image that cannot be read', () => {
  const message =
    'Failed to apply default image tag "Shop/App::1": couldn\'t parse image name "Shop/App::1": invalid reference format: repository name must be lowercase';
  const [found] = sightings(rule, failing('InvalidImageName', message));
  expect(found?.summary).toBe('Pod shop/web cannot pull image Shop/App::1: the image name is not valid');
  expect(found?.evidence[0].quote).toContain(message);
});

test('knows the short names of CRI-O', () => {
  expect(
    sightings(
      rule,
      failing('ImageInspectError', 'short name mode is enforcing, but image name app:1 returns ambiguous list'),
    ),
  ).toHaveLength(1);
});

test('is silent about a name that the registry does not know', () => {
  expect(sightings(rule, failing('ErrImagePull', 'manifest unknown'))).toEqual([]);
});
