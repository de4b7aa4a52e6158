import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/coredns-broken.ts';
import {cluster, crashed, line, mark, pod, podLog, sightings} from '../../support/cluster.ts';

const loop = line('[FATAL] plugin/loop: Loop (127.0.0.1:55953 -> :53) detected for zone "."', [mark('coredns-loop')]);
const on = (status: Record<string, unknown>) =>
  cluster(
    {Pod: [pod('coredns-1', {status, metadata: {namespace: 'kube-system', labels: {'k8s-app': 'kube-dns'}}})]},
    {containerLogs: [podLog('coredns-1', [loop], {namespace: 'kube-system'})]},
  );

test('quotes what a failing server says', () => {
  expect(sightings(rule, on(crashed({exitCode: 1})))).toMatchObject([
    {subject: {name: 'coredns-1'}, severity: 'critical', evidence: [{quote: loop.text}]},
  ]);
  expect([...rule.leads(on({}))]).toHaveLength(1);
});

test('says nothing of a single line of one that serves', () => {
  expect(sightings(rule, on({}))).toEqual([]);
});
