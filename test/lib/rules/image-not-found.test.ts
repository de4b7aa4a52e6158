import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/image-not-found.ts';
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
  'rpc error: code = NotFound desc = failed to pull and unpack image "registry.example.com/shop/app:1.2": failed to resolve reference "registry.example.com/shop/app:1.2": registry.example.com/shop/app:1.2: not found',
  'rpc error: code = Unknown desc = Error response from daemon: manifest for registry.example.com/shop/app:1.2 not found: manifest unknown: manifest unknown',
  'initializing source docker://registry.example.com/shop/app:1.2: reading manifest 1.2 in registry.example.com/shop/app: manifest unknown',
  'failed to resolve reference "registry.example.com/shop/app:1.2": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
  'failed to resolve reference "registry.example.com/shop/app:1.2": unexpected status from HEAD request to https://registry.example.com/v2/shop/app/manifests/1.2: 404 Not Found',
  "name unknown: The repository with name 'shop/app' does not exist in the registry with id '123'",
])('shows: %s', (message) => {
  const [found] = sightings(rule, failing(message));
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toContain('Deployment shop/web cannot pull image');
  expect(found?.summary).toMatch(/not (?:exist|found)/);
  expect(found?.severity).toBe('high');
  expect(found?.evidence[0].quote).toContain(message);
});

test('leaves other causes to other rules', () => {
  expect(
    sightings(
      rule,
      failing(
        'failed to pull and unpack image "registry.example.com/shop/app:1.2": failed to resolve reference "registry.example.com/shop/app:1.2": failed to do request: Head "https://registry.example.com/v2/shop/app/manifests/1.2": dial tcp: lookup registry.example.com on 10.0.0.2:53: no such host',
      ),
    ),
  ).toEqual([]);
});

test('takes the words of the event when the status only says back-off, and is milder while another pod serves', () => {
  const message =
    'Failed to pull image "registry.example.com/shop/app:1.2": rpc error: code = NotFound desc = failed to pull and unpack image "registry.example.com/shop/app:1.2": failed to resolve reference "registry.example.com/shop/app:1.2": registry.example.com/shop/app:1.2: not found';
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

test('advises credentials only where the registry may be hiding a private repository', () => {
  const fixOf = (message: string) => sightings(rule, failing(message))[0]?.fix?.join('; ');
  expect(fixOf('pull access denied, repository does not exist or may require authorization')).toContain(
    'name credentials for registry.example.com in imagePullSecrets',
  );
  expect(fixOf('manifest unknown: manifest unknown')).not.toContain('imagePullSecrets');
});
