import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/image-registry-unresolvable.ts';
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
  'failed to pull and unpack image "registry.example.com/shop/app:1.2": failed to resolve reference "registry.example.com/shop/app:1.2": failed to do request: Head "https://registry.example.com/v2/shop/app/manifests/1.2": dial tcp: lookup registry.example.com on 10.0.0.2:53: no such host',
  'Error response from daemon: Get "https://registry.example.com/v2/": dial tcp: lookup registry.example.com: Temporary failure in name resolution',
  'pinging container registry registry.example.com: Get "https://registry.example.com/v2/": dial tcp: lookup registry.example.com on 10.0.0.2:53: server misbehaving',
  'dial tcp: lookup registry.example.com on 10.0.0.2:53: read udp 10.0.0.5:4242->10.0.0.2:53: i/o timeout',
])('shows: %s', (message) => {
  const [found] = sightings(rule, failing(message));
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toContain('Deployment shop/web cannot pull image');
  expect(found?.summary).toMatch(/does not resolve \(registry\.example\.com\)/);
  expect(found?.severity).toBe('high');
  expect(found?.evidence[0].quote).toContain(message);
});

test('leaves other causes to other rules', () => {
  expect(sightings(rule, failing('dial tcp 10.1.2.3:443: i/o timeout'))).toEqual([]);
});

test('takes the words of the event when the status only says back-off, and is milder while another pod serves', () => {
  const message =
    'Failed to pull image "registry.example.com/shop/app:1.2": failed to pull and unpack image "registry.example.com/shop/app:1.2": failed to resolve reference "registry.example.com/shop/app:1.2": failed to do request: Head "https://registry.example.com/v2/shop/app/manifests/1.2": dial tcp: lookup registry.example.com on 10.0.0.2:53: no such host';
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
