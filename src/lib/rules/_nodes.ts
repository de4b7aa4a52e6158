import type {Cluster} from '../model/cluster.ts';
import {conditionOf} from '../model/containers.ts';
import type {Node} from '../model/kube/cluster.ts';
import {type Ref, ref} from '../model/ref.ts';
import type {Lead} from '../model/rule.ts';

export const nodeRef = (node: Node): Ref => ref('Node', undefined, node.metadata.name);

export const isNodeReady = (node: Node): boolean => conditionOf(node.status.conditions, 'Ready')?.status === 'True';

const PRESSURES = ['MemoryPressure', 'DiskPressure', 'PIDPressure'] as const;

/** True for a node whose own conditions speak of trouble. */
export const isTroubledNode = (node: Node): boolean =>
  !isNodeReady(node) || PRESSURES.some((type) => conditionOf(node.status.conditions, type)?.status === 'True');

/** In a cluster of up to so many nodes the kernel logs of all are read; a fault there shows in nothing else. */
const FEW_NODES = 20;
const TROUBLED_AT_MOST = 20;
const TAIL_BYTES = 262_144;

export function* kernelLeads(cluster: Cluster): Generator<Lead> {
  const nodes = cluster.all('Node');
  const wanted = nodes.length <= FEW_NODES ? nodes : nodes.filter(isTroubledNode).slice(0, TROUBLED_AT_MOST);
  for (const {metadata} of wanted)
    yield {want: 'node-log', node: metadata.name, query: {layer: 'kernel', tailBytes: TAIL_BYTES}};
}

export function* componentLeads(cluster: Cluster): Generator<Lead> {
  for (const node of cluster
    .all('Node')
    .filter((one) => !isNodeReady(one))
    .slice(0, TROUBLED_AT_MOST)) {
    yield {want: 'node-log', node: node.metadata.name, query: {layer: 'component', tailBytes: TAIL_BYTES}};
    yield {want: 'node-log', node: node.metadata.name, query: {layer: 'runtime', tailBytes: TAIL_BYTES}};
  }
}

/** What a node in trouble does to the pods on it. */
export const hurtsItsPods = [
  {rule: '#not-ready', via: 'runs on'},
  {rule: '#unavailable', via: 'runs on'},
  {rule: '#not-starting', via: 'runs on'},
  {rule: '#restarts', via: 'runs on'},
  {rule: '#no-endpoints', via: 'runs on'},
  {rule: '#evicted', via: 'runs on'},
  {rule: '#storage-wait', via: 'runs on'},
  {rule: '#job-failed', via: 'runs on'},
  {rule: '#client-errors', via: 'calls'},
  {rule: 'stuck-terminating', via: 'runs on'},
] as const;
