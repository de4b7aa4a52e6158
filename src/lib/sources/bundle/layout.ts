import {createHash} from 'node:crypto';
import {type Kind, kindRow} from '../../model/kinds.ts';
import type {ContainerRef, KubeletEndpoint, NodeLogQuery} from '../../model/source.ts';

/** Where things stand in a bundle: paths a person can guess. Readers go by `answers` in bundle.json, not by these. */
export const MANIFEST = 'bundle.json';
export const EVENTS = 'events.ndjson';
export const SERIES = 'series.ndjson';

export function objectsFile(kind: Kind): string {
  if (kind === 'Event') return EVENTS;
  const {group} = kindRow(kind);
  return `objects/${group === '' ? 'core' : group}_${kind}.ndjson`;
}

export const podLogFile = ({namespace, pod, container}: ContainerRef, previous: boolean): string =>
  `logs/pods/${segment(namespace)}/${segment(pod)}/${segment(container)}${previous ? '.previous' : ''}.log`;

export const nodeLogFile = (node: string, layer: NodeLogQuery['layer'], source: string): string =>
  `logs/nodes/${segment(node)}/${layer}/${segment(source.replace(/\.log$/, ''))}.log`;

const kubeletNames: Readonly<Record<KubeletEndpoint, string>> = {
  'stats/summary': 'summary.json',
  metrics: 'metrics.prom',
  'metrics/cadvisor': 'cadvisor.prom',
  'metrics/resource': 'resource.prom',
  'metrics/probes': 'probes.prom',
};

export const kubeletFile = (node: string, endpoint: KubeletEndpoint): string =>
  `kubelet/${segment(node)}/${kubeletNames[endpoint]}`;

const METRICS_API = /^\/apis\/([a-z.]*metrics\.k8s\.io)\/[^/?]+\/([^?]+)$/;

/** Pages of the metrics APIs stand by themselves, under their group; all others under pages/. */
export function pageFile(path: string): string {
  const [, group, rest] = METRICS_API.exec(path) ?? [];
  if (group !== undefined && rest !== undefined)
    return `metrics/${segment(`${group}_${rest.replaceAll('/', '_')}`)}.json`;
  return `pages/${segment(path.replace(/^\//, '').replaceAll(/[^A-Za-z0-9._-]+/g, '_'))}.txt`;
}

const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/**
 * A name from a cluster as one step of a path. Names of Kubernetes pass as they are; what a hostile API server or a
 * long path makes of them is spelt harmlessly, with a digest so that two of them never meet.
 */
export function segment(name: string): string {
  if (PLAIN.test(name)) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  const legible = name
    .replaceAll(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^[._-]+/, '')
    .slice(0, 100);
  return legible === '' ? digest : `${legible}-${digest}`;
}
