import {isObject} from '../../model/schema.ts';
import {node} from '../../model/kube/cluster.ts';
import type {NodeFacts} from '../../model/usage.ts';
import {amounts} from './amount.ts';

/** A Node (core/v1) as sent, reduced to what its use is measured against. Swap stands in its nodeInfo. */
export function nodeFacts(raw: unknown): NodeFacts {
  const {metadata, spec, status} = node(raw);
  const swap = swapOf(raw);
  const withSwap = swap === undefined ? {} : {swap};
  return {
    name: metadata.name,
    labels: metadata.labels,
    taints: spec.taints,
    allocatable: {...amounts(status.allocatable), ...withSwap},
    capacity: {...amounts(status.capacity), ...withSwap},
    isReady: status.conditions.some(({type, status: is}) => type === 'Ready' && is === 'True'),
    isCordoned: spec.unschedulable === true,
  };
}

function swapOf(raw: unknown): number | undefined {
  const at = (value: unknown, key: string): unknown => (isObject(value) ? value[key] : undefined);
  const capacity = at(at(at(at(raw, 'status'), 'nodeInfo'), 'swap'), 'capacity');
  return typeof capacity === 'number' ? capacity : undefined;
}
