import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/missing-image-pull-secret.ts';
import {cluster, event, object, pod, sightings, waiting} from '../../support/cluster.ts';

const WARNING = 'Unable to retrieve some image pull secrets (regcrd); attempting to pull the image may not succeed.';
const warned = event('Pod', 'web', 'FailedToRetrieveImagePullSecret', WARNING);
const spec = {imagePullSecrets: [{name: 'regcrd'}], containers: [{name: 'app', image: 'r.example.com/app:1'}]};

test('names the Secret that a failing pull lacks', () => {
  const [found] = sightings(
    rule,
    cluster({
      Secret: [object('regcred')],
      Pod: [pod('web', {spec, status: waiting('ErrImagePull', 'unauthorized: authentication required')})],
      Event: [warned],
    }),
  );
  expect(found?.summary).toContain(
    'Pod shop/web names the image pull secret "regcrd" which does not exist in namespace shop; did you mean "regcred"?',
  );
  expect(found?.evidence[0].quote).toBe(WARNING);
  expect(found?.severity).toBe('high');
});

test('is mild when the image came all the same, and silent when the Secret exists', () => {
  expect(sightings(rule, cluster({Secret: [], Pod: [pod('web', {spec})], Event: [warned]}))[0]?.severity).toBe('low');
  expect(
    sightings(
      rule,
      cluster({
        Secret: [object('regcrd')],
        Pod: [pod('web', {spec, status: waiting('ErrImagePull', 'unauthorized')})],
        Event: [warned],
      }),
    ),
  ).toEqual([]);
});

test('is silent when credentials would change nothing', () => {
  expect(
    sightings(
      rule,
      cluster({
        Secret: [],
        Pod: [
          pod('web', {spec, status: waiting('ErrImagePull', 'dial tcp 10.0.0.9:443: connect: connection refused')}),
        ],
        Event: [warned],
      }),
    ),
  ).toEqual([]);
});
