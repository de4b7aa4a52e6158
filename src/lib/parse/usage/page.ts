import {isObject} from '../../model/schema.ts';
import type {NodeFacts, PodFacts, UsageReading, UsageSource} from '../../model/usage.ts';
import {cadvisorReading} from './cadvisor.ts';
import {nodeMetrics, podMetrics} from './metrics-api.ts';
import {nodeFacts} from './node.ts';
import {podFacts} from './pod.ts';
import {resourceReading} from './resource.ts';
import {summaryReading} from './summary.ts';

/** What a saved page tells. */
export type SavedPage =
  | {readonly is: 'usage'; readonly via: UsageSource; readonly reading: UsageReading}
  | {readonly is: 'pods'; readonly pods: readonly PodFacts[]}
  | {readonly is: 'nodes'; readonly nodes: readonly NodeFacts[]};

/** A page of any interface by what it holds; undefined for one that is none. `node` names it where the page does not. */
export const savedPage = (text: string, node: string): SavedPage | undefined =>
  /^\s*\{/.test(text) ? fromJson(text) : fromExposition(text, node);

function fromJson(text: string): SavedPage | undefined {
  const pods = podMetrics(text);
  if (pods !== undefined) return {is: 'usage', via: 'metrics-api', reading: {nodes: [], pods}};
  const nodes = nodeMetrics(text);
  if (nodes !== undefined) return {is: 'usage', via: 'metrics-api', reading: {nodes, pods: []}};
  const summary = summaryReading(text);
  if (summary !== undefined) return {is: 'usage', via: 'summary', reading: summary};
  return objectsIn(text);
}

/** A kubelet's /pods, or what kubectl get -o json wrote. */
function objectsIn(text: string): SavedPage | undefined {
  const raw = json(text);
  if (!isObject(raw)) return undefined;
  const items = (Array.isArray(raw['items']) ? raw['items'] : [raw]).filter(isObject);
  const kindOf = (item: Readonly<Record<string, unknown>>): unknown =>
    item['kind'] ?? String(raw['kind']).replace(/List$/, '');
  const pods = items.filter((item) => kindOf(item) === 'Pod');
  if (pods.length > 0) return {is: 'pods', pods: pods.map(podFacts)};
  const nodes = items.filter((item) => kindOf(item) === 'Node');
  return nodes.length > 0 ? {is: 'nodes', nodes: nodes.map(nodeFacts)} : undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The pages share names of containers; only cadvisor names cgroups. */
function fromExposition(text: string, node: string): SavedPage | undefined {
  const isCadvisor = /[{,]id="/.test(text);
  const reading = isCadvisor ? cadvisorReading(text, node) : resourceReading(text, node);
  return reading === undefined ? undefined : {is: 'usage', via: isCadvisor ? 'cadvisor' : 'resource', reading};
}
