import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/application-forbidden.ts';
import {ago, cluster, crashed, line, mark, pod, podLog, sightings} from '../../support/cluster.ts';

const said = line('pods is forbidden: User "system:serviceaccount:shop:web" cannot list resource "pods"', [
  mark('app-forbidden', {user: 'system:serviceaccount:shop:web', verb: 'list', resource: 'pods', namespace: 'shop'}),
]);
const on = (status: Record<string, unknown>, ...lines: Array<ReturnType<typeof line>>) =>
  cluster({Pod: [pod('web', {status})]}, {containerLogs: [podLog('web', lines)]});

test('tells of it, and is graver while the pod is not ready', () => {
  expect(sightings(rule, on({}, said, said))).toMatchObject([
    {
      subject: {kind: 'Pod', name: 'web'},
      severity: 'medium',
      summary: expect.stringContaining(
        'ServiceAccount shop/web may not list pods in namespace shop; a Role and its binding are missing',
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
