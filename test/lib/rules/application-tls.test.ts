import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/application-tls.ts';
import {said as recognised} from '../../support/cases.ts';
import {ago, cluster, crashed, line, mark, pod, podLog, sightings} from '../../support/cluster.ts';

const said = line('x509: certificate has expired or is not yet valid', [mark('app-tls', {host: 'api', port: '443'})]);
const on = (status: Record<string, unknown>, ...lines: Array<ReturnType<typeof line>>) =>
  cluster({Pod: [pod('web', {status})]}, {containerLogs: [podLog('web', lines)]});

test('tells of it, and is graver while the pod is not ready', () => {
  expect(sightings(rule, on({}, said, said))).toMatchObject([
    {
      subject: {kind: 'Pod', name: 'web'},
      severity: 'medium',
      summary: expect.stringContaining(
        'cannot make a TLS connection to api:443: its certificate has expired',
      ) as string,
      evidence: [{from: 'log', quote: said.text}],
    },
  ]);
  expect(sightings(rule, on(crashed({exitCode: 1}), said))).toMatchObject([{severity: 'high'}]);
});

test('says nothing of one line of a pod that serves, or of old ones', () => {
  expect(sightings(rule, on({}, said))).toEqual([]);
  expect(sightings(rule, on({}, {...said, at: ago(7200)}, {...said, at: ago(7100)}))).toEqual([]);
});

test.each([
  ['http: server gave HTTP response to HTTPS client', 'it speaks plain HTTP on that port, and the client https'],
  ['error:0A00010B:SSL routines::wrong version number', 'it speaks plain HTTP on that port, and the client https'],
  ['400 The plain HTTP request was sent to HTTPS port', 'that port wants https, and the client speaks plain HTTP'],
])('knows a scheme that does not fit its port: %s', (words, meaning) => {
  const text = `Get "https://auth:8080/": ${words}`;
  const twice = [recognised(text, ago(20)), recognised(text, ago(5))];
  const [found, ...more] = sightings(rule, on({}, ...twice));
  expect(more).toEqual([]);
  expect(found?.summary).toBe(`Pod shop/web cannot make a TLS connection to auth:8080: ${meaning}`);
  expect(found?.fix).toEqual(['correct the scheme or the port of auth in the settings of Pod shop/web']);
});
