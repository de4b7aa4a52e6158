import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/application-too-many-connections.ts';
import {ago, cluster, crashed, line, mark, pod, podLog, sightings} from '../../support/cluster.ts';

const said = line('FATAL: sorry, too many clients already', [mark('app-too-many-connections', {})]);
const on = (status: Record<string, unknown>, ...lines: Array<ReturnType<typeof line>>) =>
  cluster({Pod: [pod('web', {status})]}, {containerLogs: [podLog('web', lines)]});

test('tells of it, and is graver while the pod is not ready', () => {
  expect(sightings(rule, on({}, said, said))).toMatchObject([
    {
      subject: {kind: 'Pod', name: 'web'},
      severity: 'medium',
      summary: expect.stringContaining('has run out of connections') as string,
      evidence: [{from: 'log', quote: said.text}],
    },
  ]);
  expect(sightings(rule, on(crashed({exitCode: 1}), said))).toMatchObject([{severity: 'high'}]);
});

test('says nothing of one line of a pod that serves, or of old ones', () => {
  expect(sightings(rule, on({}, said))).toEqual([]);
  expect(sightings(rule, on({}, {...said, at: ago(7200)}, {...said, at: ago(7100)}))).toEqual([]);
});
