import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/service-port-mismatch.ts';
import {ago, cluster, line, mark, pod, podLog, service, sightings, slice} from '../../support/cluster.ts';

const web = pod('web', {container: {ports: [{name: 'http', containerPort: 8080}]}});
const at = (targetPort: number | string, logs: Parameters<typeof cluster>[1] = {}) =>
  cluster(
    {
      Service: [service('web', {app: 'web'}, {ports: [{port: 80, targetPort}]})],
      EndpointSlice: [slice('web', ['web'])],
      Pod: [web, pod('client')],
    },
    logs,
  );
const refused = {
  containerLogs: [
    podLog('client', [line('connection refused', [mark('app-connection-refused', {host: 'web', port: '80'})], ago(5))]),
  ],
};

test('tells of a named port that no container has', () => {
  expect(sightings(rule, at('htpp'))).toMatchObject([
    {
      subject: {kind: 'Service', name: 'web'},
      summary:
        'Service shop/web sends port 80 to targetPort htpp, a name that no container of its pods declares; they declare 8080 (http)',
      evidence: [{quote: 'port 80, targetPort htpp'}, {}],
    },
  ]);
});

test('tells of a number only when clients complain', () => {
  expect(sightings(rule, at(9090))).toEqual([]);
  expect(sightings(rule, at(9090, refused))).toHaveLength(1);
  expect(sightings(rule, at(8080, refused))).toEqual([]);
});
