import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {byWorkload, isReady} from '../model/containers.ts';
import type {Pod} from '../model/kube/pod.ts';
import {fieldProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {earliest} from '../model/time.ts';
import {prometheuses, scrapes} from './_prometheus.ts';
import {inNamespace, isActive, named} from './_story.ts';

const portsOf = ({spec}: Pod): readonly number[] =>
  [...spec.containers, ...spec.initContainers].flatMap(({ports}) =>
    ports.flatMap(({containerPort}) => containerPort ?? []),
  );

/** Istio's agent merges the metrics of the pod on ports that it does not declare. */
const MERGED = new Set(['15020', '15090']);

/** The annotated port, when the pod declares others and not this one. */
function wrongPort(pod: Pod): string | undefined {
  const {annotations} = pod.metadata;
  const port = annotations['prometheus.io/port'];
  if (annotations['prometheus.io/scrape'] !== 'true' || port === undefined || MERGED.has(port)) return undefined;
  const ports = portsOf(pod);
  return ports.length === 0 || ports.includes(Number(port)) ? undefined : port;
}

const candidates = (cluster: Cluster) =>
  cluster.all('Pod').flatMap((pod) => {
    const port = wrongPort(pod);
    return port === undefined || !isActive(pod) || !isReady(pod) ? [] : [{pod, port, podRef: refOf('Pod', pod)}];
  });

export default {
  title: 'A pod is to be scraped on a port that it does not declare',
  category: 'metrics',
  severity: 'low',
  why: 'The annotation prometheus.io/port tells Prometheus where to look. When nothing listens there, nothing is measured. A container may listen on ports that it does not declare, so this is a suspicion.',
  confirm: ['kubectl port-forward <pod> <port>, then curl localhost:<port>/metrics'],
  fix: [
    'set prometheus.io/port to the port on which the container serves metrics',
    'declare the port when it is right',
  ],
  needs: ['Pod', 'Service'],
  sources: ['https://github.com/prometheus/prometheus/blob/main/documentation/examples/prometheus-kubernetes.yml'],
  *check(cluster) {
    // Prometheus itself knows better, where it could be asked.
    if (scrapes(cluster) !== undefined) return;
    const severity = prometheuses(cluster).length > 0 ? 'medium' : 'low';
    for (const [subject, group] of byWorkload(cluster, candidates(cluster))) {
      const [{pod, port, podRef}] = group;
      const ports = [...new Set(portsOf(pod))].join(', ');
      yield {
        subject,
        summary: `${named(subject)} is to be scraped by Prometheus on port ${port} (prometheus.io/port), and its containers declare only ${ports}`,
        severity,
        since: earliest(group.map((one) => one.pod.status.startTime)),
        objects: group.map((one) => one.podRef),
        evidence: proof(
          fieldProof(podRef, 'metadata.annotations["prometheus.io/port"]', port),
          fieldProof(podRef, 'spec.containers[].ports[].containerPort', ports),
        ),
        confirm: [`${inNamespace(subject)} port-forward ${podRef.name} ${port}, then curl localhost:${port}/metrics`],
      };
    }
  },
} satisfies Rule;
