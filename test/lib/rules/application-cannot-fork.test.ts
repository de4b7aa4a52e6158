import {expect, test} from 'vitest';
import {said} from '../../support/cases.ts';
import rule from '../../../src/lib/rules/application-cannot-fork.ts';
import {ago, cluster, crashed, pod, podLog, sightings} from '../../support/cluster.ts';

const WORDS = 'java.lang.OutOfMemoryError: unable to create native thread';
const on = (status: Record<string, unknown>, ...stamps: readonly string[]) =>
  cluster(
    {Pod: [pod('web', {status})]},
    {
      containerLogs: [
        podLog(
          'web',
          stamps.map((at) => said(WORDS, at)),
        ),
      ],
    },
  );

test('tells of it, and is graver while the pod is not ready', () => {
  expect(sightings(rule, on({}, ago(20), ago(5)))).toMatchObject([
    {
      subject: {kind: 'Pod', name: 'web'},
      severity: 'medium',
      summary: `Pod shop/web cannot start another thread or process: ${WORDS}`,
      evidence: [{from: 'log', quote: WORDS}],
    },
  ]);
  expect(sightings(rule, on(crashed({exitCode: 1}), ago(5)))).toMatchObject([{severity: 'high'}]);
});

test('says nothing of one line of a pod that serves, or of old ones', () => {
  expect(sightings(rule, on({}, ago(5)))).toEqual([]);
  expect(sightings(rule, on({}, ago(7200), ago(7100)))).toEqual([]);
});
