import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/not-ready-for-unknown-reason.ts';
import {ago, cluster, pod, sightings} from '../../support/cluster.ts';

const unready = (reason: string, message: string, since = ago(600), more: Record<string, unknown> = {}) => ({
  conditions: [{type: 'Ready', status: 'False', reason, message, lastTransitionTime: since}],
  ...more,
});

test('quotes the readiness gate', () => {
  const [found] = sightings(
    rule,
    cluster({
      Pod: [
        pod('web', {
          status: unready(
            'ReadinessGatesNotReady',
            'corresponding condition of pod readiness gate "lb" does not exist.',
          ),
        }),
      ],
    }),
  );
  expect(found?.summary).toContain('Pod shop/web is not ready: corresponding condition of pod readiness gate "lb"');
  expect(found?.evidence[0].quote).toContain('Ready=False (ReadinessGatesNotReady)');
});

test('is silent when it is new, when another rule knows, and when all is well', () => {
  const ended = {containerStatuses: [{name: 'app', ready: false, state: {waiting: {reason: 'CrashLoopBackOff'}}}]};
  expect(
    sightings(
      rule,
      cluster({
        Pod: [
          pod('a', {status: unready('X', 'y', ago(20))}),
          pod('b', {status: unready('X', 'y', ago(600), ended)}),
          pod('c'),
        ],
      }),
    ),
  ).toEqual([]);
});
