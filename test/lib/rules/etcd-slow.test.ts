import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/etcd-slow.ts';
import {ago, cluster, line, mark, pod, podLog, sightings} from '../../support/cluster.ts';

const etcd = pod('etcd-cp', {metadata: {namespace: 'kube-system', labels: {component: 'etcd'}}});
const slow = (at: string) =>
  line('{"level":"warn","msg":"slow fdatasync","took":"1.9s"}', [mark('etcd-slow-disk')], at);
const on = (...times: string[]) =>
  cluster({Pod: [etcd]}, {containerLogs: [podLog('etcd-cp', times.map(slow), {namespace: 'kube-system'})]});

test('quotes what etcd says again and again', () => {
  expect(sightings(rule, on(ago(60), ago(30)))).toMatchObject([
    {
      subject: {kind: 'Pod', name: 'etcd-cp'},
      severity: 'high',
      since: ago(60),
      evidence: [{from: 'log', quote: '{"level":"warn","msg":"slow fdatasync","took":"1.9s"}'}],
    },
  ]);
  expect([...rule.leads(on())]).toHaveLength(1);
});

test('says nothing of one line or of old ones', () => {
  expect(sightings(rule, on(ago(60)))).toEqual([]);
  expect(sightings(rule, on(ago(7200), ago(7100)))).toEqual([]);
});
