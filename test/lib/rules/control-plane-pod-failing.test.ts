import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/control-plane-pod-failing.ts';
import {cluster, crashed, pod, sightings} from '../../support/cluster.ts';

const scheduler = (status: Record<string, unknown>) =>
  pod('kube-scheduler-cp', {status, metadata: {namespace: 'kube-system', labels: {component: 'kube-scheduler'}}});

test('quotes how it ended', () => {
  expect(sightings(rule, cluster({Pod: [scheduler(crashed({exitCode: 1, reason: 'Error'}))]}))).toMatchObject([
    {
      subject: {kind: 'Pod', name: 'kube-scheduler-cp'},
      evidence: [
        {quote: 'CrashLoopBackOff: back-off 40s restarting failed container'},
        {quote: 'Error, exit 1, 4 restarts'},
      ],
    },
  ]);
});

test('says nothing of ready ones and of other pods', () => {
  expect(sightings(rule, cluster({Pod: [scheduler({}), pod('web', {status: crashed({exitCode: 1})})]}))).toEqual([]);
});
