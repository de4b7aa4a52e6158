import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/unschedulable-anti-affinity.ts';
import {cluster, deployment, node, pod, sightings} from '../../support/cluster.ts';
import {pendingPod} from '../../support/pending.ts';

const anti = {
  affinity: {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        {labelSelector: {matchLabels: {app: 'web'}}, topologyKey: 'kubernetes.io/hostname'},
      ],
    },
  },
};

test('says what is allowed once per node, and how many stand', () => {
  const {Deployment, ReplicaSet} = deployment('web');
  const [found] = sightings(
    rule,
    cluster({
      Deployment: [Deployment],
      ReplicaSet: [ReplicaSet],
      Pod: [
        pod('web-a', {of: 'web'}),
        pendingPod('web-b', "0/1 nodes are available: 1 node(s) didn't match pod anti-affinity rules.", {
          of: 'web',
          spec: anti,
        }),
      ],
      Node: [node('node-1')],
    }),
  );
  expect(found?.summary).toBe(
    "Deployment shop/web cannot be scheduled: its anti-affinity allows one of pods app=web per kubernetes.io/hostname (node(s) didn't match pod anti-affinity rules, 1 of 1 nodes); 1 of its pods are placed, on a cluster of 1 nodes",
  );
  expect(found?.severity).toBe('medium');
  expect(found?.evidence[0].quote).toContain('anti-affinity rules');
});

test('names a host port that is taken, and spread constraints', () => {
  const taken = pendingPod(
    'a',
    "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.",
    {container: {ports: [{containerPort: 80, hostPort: 8080}]}},
  );
  const spread = pendingPod('b', "0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints.", {
    spec: {topologySpreadConstraints: [{topologyKey: 'zone', maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule'}]},
  });
  const words = sightings(rule, cluster({Pod: [taken, spread], Node: [node('node-1')]})).map(({summary}) => summary);
  expect(words[0]).toContain('host port 8080 is taken');
  expect(words[1]).toContain('maxSkew 1 over zone');
});

test('is silent about other reasons', () => {
  expect(sightings(rule, cluster({Pod: [pendingPod('a', '0/3 nodes are available: 3 Insufficient cpu.')]}))).toEqual(
    [],
  );
});
