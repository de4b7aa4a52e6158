import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/unschedulable-volume.ts';
import {ago, cluster, node, object, sightings} from '../../support/cluster.ts';
import {pendingPod} from '../../support/pending.ts';

const UNBOUND =
  '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.';
const spec = {volumes: [{name: 'data', persistentVolumeClaim: {claimName: 'db-data'}}]};
const db = (message: string, metadata = {}) => pendingPod('db-0', message, {spec, metadata});
const claim = (phase: string) => object('db-data', {status: {phase}});

test('names the claim that is not bound and leads to it', () => {
  const [found] = sightings(
    rule,
    cluster({Pod: [db(UNBOUND)], Node: [node('node-1')], PersistentVolumeClaim: [claim('Pending')]}),
  );
  expect(found?.summary).toBe(
    'Pod shop/db-0 cannot be scheduled: PersistentVolumeClaim db-data is Pending (pod has unbound immediate PersistentVolumeClaims)',
  );
  expect(found?.toward).toEqual([{kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'db-data'}]);
  expect(found?.evidence[0].quote).toContain('unbound immediate');
});

test('names the claim that does not exist, and the volume that lives elsewhere', () => {
  expect(
    sightings(
      rule,
      cluster({
        Pod: [db('0/1 nodes are available: persistentvolumeclaim "db-data" not found.')],
        PersistentVolumeClaim: [],
      }),
    )[0]?.summary,
  ).toContain('PersistentVolumeClaim db-data does not exist');
  expect(
    sightings(
      rule,
      cluster({
        Pod: [db('0/2 nodes are available: 2 node(s) had volume node affinity conflict.')],
        PersistentVolumeClaim: [claim('Bound')],
      }),
    )[0]?.summary,
  ).toContain('volume node affinity conflict (PersistentVolumeClaim db-data)');
});

test('waits a moment before it calls it severe, and is silent about other reasons', () => {
  expect(
    sightings(
      rule,
      cluster({Pod: [db(UNBOUND, {creationTimestamp: ago(5)})], PersistentVolumeClaim: [claim('Pending')]}),
    )[0]?.severity,
  ).toBe('medium');
  expect(
    sightings(
      rule,
      cluster({Pod: [db('0/1 nodes are available: 1 Insufficient cpu.')], PersistentVolumeClaim: [claim('Bound')]}),
    ),
  ).toEqual([]);
});
