import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/image-rate-limited.ts';
import {cluster, deployment, event, pod, sightings, waiting} from '../../support/cluster.ts';

const failing = (message: string, reason = 'ErrImagePull') => {
  const {Deployment, ReplicaSet} = deployment('web');
  return cluster({
    Deployment: [Deployment],
    ReplicaSet: [ReplicaSet],
    Pod: [
      pod('web-a', {
        of: 'web',
        container: {image: 'registry.example.com/shop/app:1.2'},
        status: waiting(reason, message),
      }),
    ],
  });
};

test.each([
  'Error response from daemon: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading',
  'unexpected status code https://registry.example.com/v2/shop/app/manifests/1.2: 429 Too Many Requests - Server message: toomanyrequests',
])('shows: %s', (message) => {
  const [found] = sightings(rule, failing(message));
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toContain('Deployment shop/web cannot pull image');
  expect(found?.summary).toMatch(/rate limit/);
  expect(found?.severity).toBe('high');
  expect(found?.evidence[0].quote).toContain(message);
});

test('leaves other causes to other rules', () => {
  expect(
    sightings(
      rule,
      failing(
        'rpc error: code = NotFound desc = failed to pull and unpack image "registry.example.com/shop/app:1.2": failed to resolve reference "registry.example.com/shop/app:1.2": registry.example.com/shop/app:1.2: not found',
      ),
    ),
  ).toEqual([]);
});

test('takes the words of the event when the status only says back-off, and is milder while another pod serves', () => {
  const message =
    'Failed to pull image "registry.example.com/shop/app:1.2": Error response from daemon: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading';
  const {Deployment, ReplicaSet} = deployment('web');
  const stuck = pod('web-b', {
    of: 'web',
    container: {image: 'registry.example.com/shop/app:1.2'},
    status: waiting('ImagePullBackOff', 'Back-off pulling image "registry.example.com/shop/app:1.2"'),
  });
  const [found] = sightings(
    rule,
    cluster({
      Deployment: [Deployment],
      ReplicaSet: [ReplicaSet],
      Pod: [pod('web-a', {of: 'web'}), stuck],
      Event: [event('Pod', 'web-b', 'Failed', message)],
    }),
  );
  expect(found?.severity).toBe('medium');
  expect(found?.evidence[0]).toMatchObject({from: 'event', quote: message});
});
