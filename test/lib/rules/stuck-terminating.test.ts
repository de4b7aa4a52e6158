import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/stuck-terminating.ts';
import {ago, cluster, node, pod, sightings} from '../../support/cluster.ts';

const going = (more: Record<string, unknown> = {}, deletionTimestamp = ago(900)) =>
  pod('web', {
    metadata: {deletionTimestamp, deletionGracePeriodSeconds: 30, ...more},
    status: {containerStatuses: [{name: 'app', state: {terminated: {exitCode: 0}}}]},
  });

test('names the finalizer', () => {
  const [found] = sightings(rule, cluster({Node: [node('node-1')], Pod: [going({finalizers: ['example.com/guard']})]}));
  expect(found?.summary).toBe(
    'Pod shop/web is stuck Terminating: finalizer example.com/guard not removed by its controller',
  );
  expect(found?.evidence[0].quote).toBe('example.com/guard');
});

test('names the node that is not ready or gone', () => {
  expect(sightings(rule, cluster({Node: [node('node-1', 'Unknown')], Pod: [going()]}))[0]).toMatchObject({
    toward: [{kind: 'Node', name: 'node-1'}],
    summary: expect.stringContaining('node node-1 is not ready') as string,
  });
  expect(sightings(rule, cluster({Node: [], Pod: [going()]}))[0]?.summary).toContain('does not exist any more');
});

test('is silent within the grace period and shortly after', () => {
  expect(sightings(rule, cluster({Node: [node('node-1')], Pod: [going({}, ago(60)), pod('other')]}))).toEqual([]);
});
