import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/unschedulable-other.ts';
import {cluster, event, sightings} from '../../support/cluster.ts';
import {pendingPod} from '../../support/pending.ts';

test('passes on the words of the scheduler', () => {
  const [found] = sightings(
    rule,
    cluster({
      Pod: [pendingPod('web', 'no nodes available to schedule pods')],
      Event: [event('Pod', 'web', 'FailedScheduling', 'no nodes available to schedule pods')],
    }),
  );
  expect(found?.summary).toBe('Pod shop/web cannot be scheduled: no nodes available to schedule pods');
  expect(found?.evidence[0].from).toBe('event');
});

test('is silent where a more specific rule speaks', () => {
  expect(sightings(rule, cluster({Pod: [pendingPod('web', '0/1 nodes are available: 1 Insufficient cpu.')]}))).toEqual(
    [],
  );
});
