import type {Cluster} from '../model/cluster.ts';
import type {Evidence} from '../model/evidence.ts';
import type {Pod} from '../model/kube/pod.ts';
import {fieldProof} from '../model/proof.ts';
import type {Scrape, ScrapeTarget} from './_prometheus.ts';
import {isActive} from './_story.ts';

export interface Address {
  readonly host: string;
  readonly port: string;
  readonly path: string;
}

export function addressOf({scrapeUrl = ''}: ScrapeTarget): Address | undefined {
  try {
    const {hostname, port, protocol, pathname} = new URL(scrapeUrl);
    return {
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? (protocol === 'https:' ? '443' : '80') : port,
      path: pathname,
    };
  } catch {
    return undefined;
  }
}

/** A pod on the node's network has no address of its own: its port tells it. */
export const hostPodAt = (cluster: Cluster, node: string, port: string): Pod | undefined =>
  cluster.podsOn(node).find((pod) => pod.spec.hostNetwork === true && isActive(pod) && portsOf(pod).includes(port));

export const portsOf = ({spec}: Pod): readonly string[] =>
  [...spec.containers, ...spec.initContainers].flatMap(({ports}) =>
    ports.map(({containerPort}) => String(containerPort ?? '')),
  );

export const pageProof = ({by, target}: Scrape): Evidence =>
  fieldProof(
    by,
    '/api/v1/targets',
    `health: ${target.health ?? ''}, scrapeUrl: ${target.scrapeUrl ?? ''}, lastError: ${target.lastError ?? ''}`,
    target.lastScrape,
  );
