import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/pod-failed.ts';
import {ago, cluster, object, pod, sightings} from '../../support/cluster.ts';

const failed = (more: Record<string, unknown> = {}) => ({
  phase: 'Failed',
  conditions: [],
  containerStatuses: [
    {name: 'app', restartCount: 0, state: {terminated: {exitCode: 3, reason: 'Error', finishedAt: ago(100)}}},
  ],
  ...more,
});

test('says how a bare pod ended', () => {
  const [found] = sightings(rule, cluster({Pod: [pod('once', {status: failed()})]}));
  expect(found?.summary).toBe('Pod shop/once has failed: container app ended with exit 3');
  expect(found?.evidence[0].quote).toContain('exit 3');
});

test('knows a deadline', () => {
  expect(
    sightings(
      rule,
      cluster({
        Pod: [
          pod('once', {
            spec: {activeDeadlineSeconds: 60, containers: []},
            status: failed({
              reason: 'DeadlineExceeded',
              message: 'Pod was active on the node longer than the specified deadline',
            }),
          }),
        ],
      }),
    )[0]?.summary,
  ).toContain('activeDeadlineSeconds of 60s (DeadlineExceeded)');
});

test('is silent about evictions and about the pods of a Job', () => {
  const ofJob = pod('job-x', {
    status: failed(),
    metadata: {ownerReferences: [{kind: 'Job', name: 'job', controller: true}]},
  });
  expect(
    sightings(rule, cluster({Job: [object('job')], Pod: [pod('gone', {status: failed({reason: 'Evicted'})}), ofJob]})),
  ).toEqual([]);
});
