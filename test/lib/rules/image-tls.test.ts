import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/image-tls.ts';
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
  'failed to do request: Head "https://registry.example.com/v2/shop/app/manifests/1.2": tls: failed to verify certificate: x509: certificate signed by unknown authority',
  'Error response from daemon: Get "https://registry.example.com/v2/": x509: certificate has expired or is not yet valid',
  'failed to do request: Head "https://registry.example.com/v2/shop/app/manifests/1.2": http: server gave HTTP response to HTTPS client',
])('shows: %s', (message) => {
  const [found] = sightings(rule, failing(message));
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toContain('Deployment shop/web cannot pull image');
  expect(found?.summary).toMatch(/TLS with the registry fails: /);
  expect(found?.severity).toBe('high');
  expect(found?.evidence[0].quote).toContain(message);
});

test('leaves other causes to other rules', () => {
  expect(sightings(rule, failing('net/http: TLS handshake timeout'))).toEqual([]);
});

test('takes the words of the event when the status only says back-off, and is milder while another pod serves', () => {
  const message =
    'Failed to pull image "registry.example.com/shop/app:1.2": failed to do request: Head "https://registry.example.com/v2/shop/app/manifests/1.2": tls: failed to verify certificate: x509: certificate signed by unknown authority';
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
