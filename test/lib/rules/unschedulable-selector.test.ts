import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/unschedulable-selector.ts';
import {cluster, node, sightings} from '../../support/cluster.ts';
import {pendingPod} from '../../support/pending.ts';

const NO =
  "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.";
const labelled = (name: string, labels: Record<string, string>) => {
  const one = node(name) as {metadata: object};
  return {...one, metadata: {...one.metadata, labels: {'kubernetes.io/hostname': name, ...labels}}};
};
const nodes = [labelled('node-1', {disktype: 'ssd', zone: 'a'}), labelled('node-2', {disktype: 'nvme', zone: 'b'})];
const affinity = (key: string, operator: string, values: readonly string[]) => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{matchExpressions: [{key, operator, values}]}],
    },
  },
});

test.each([
  [
    'a mistyped value',
    {nodeSelector: {disktype: 'sdd'}},
    'no node matches its node selector: no node has the label disktype=sdd (nodes have disktype=ssd, nvme); did you mean "ssd"?',
  ],
  ['a mistyped key', {nodeSelector: {disktpye: 'ssd'}}, 'no node has the label disktpye=ssd; did you mean "disktype"?'],
  [
    'an affinity',
    {affinity: affinity('zone', 'In', ['c', 'd'])},
    'no node matches its node affinity: no node has the label zone In (c, d) (nodes have zone=a, b)',
  ],
  [
    'a combination',
    {nodeSelector: {disktype: 'ssd', zone: 'b'}},
    'no node satisfies its node selector and affinity as a whole: disktype=ssd, zone=b',
  ],
])('names %s', (_, spec, words) => {
  const [found] = sightings(rule, cluster({Pod: [pendingPod('web', NO, {spec})], Node: nodes}));
  expect(found?.summary).toContain(words);
  expect(found?.evidence[0].quote).toContain("didn't match Pod's node affinity/selector");
});

test('decides even where most nodes say something else', () => {
  const message = "0/9 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 8 Insufficient cpu.";
  expect(
    sightings(
      rule,
      cluster({Pod: [pendingPod('web', message, {spec: {nodeSelector: {disktype: 'hdd'}}})], Node: nodes}),
    ),
  ).toHaveLength(1);
});

test('leaves it to the others when some nodes match', () => {
  const message =
    "0/2 nodes are available: 1 Insufficient memory, 1 node(s) didn't match Pod's node affinity/selector.";
  expect(
    sightings(
      rule,
      cluster({Pod: [pendingPod('web', message, {spec: {nodeSelector: {disktype: 'ssd'}}})], Node: nodes}),
    ),
  ).toEqual([]);
});

test('says what it knows when nodes were not read', () => {
  expect(
    sightings(rule, cluster({Pod: [pendingPod('web', NO, {spec: {nodeSelector: {disktype: 'ssd'}}})]}))[0]?.summary,
  ).toContain('disktype=ssd');
});
