import type {Cluster} from '../model/cluster.ts';
import type {Refuted, Sighting} from '../model/finding.ts';
import {conditionProof, eventProof, fieldProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, MINUTE} from '../model/time.ts';
import {type Autoscaler, autoscalerRef, blindness, MISSING_REQUEST, targetOf, templateOf} from './_autoscaler.ts';
import {inNamespace, named, resource as typed, someOf} from './_story.ts';

/** Containers of the target that request none of it; a limit stands in for a request. */
const bare = (cluster: Cluster, one: Autoscaler, resource: string): readonly string[] =>
  (templateOf(cluster, targetOf(one))?.containers ?? [])
    .filter(({resources}) => (resources.requests[resource] ?? resources.limits[resource]) === undefined)
    .map(({name}) => name);

const onUtilization = ({spec}: Autoscaler): readonly string[] =>
  spec.metrics.flatMap(({resource}) => (resource?.target.averageUtilization === undefined ? [] : [resource.name]));

function judged(cluster: Cluster, one: Autoscaler): Sighting | Refuted | undefined {
  const blind = blindness(cluster, one);
  const said = MISSING_REQUEST.exec(blind?.message ?? '')?.groups;
  const resource =
    said?.['resource'] ??
    (one.status.conditions.length === 0
      ? onUtilization(one).find((each) => bare(cluster, one, each).length > 0)
      : undefined);
  if (resource === undefined) return undefined;
  const subject = autoscalerRef(one);
  const target = targetOf(one);
  const containers = bare(cluster, one, resource);
  const template = templateOf(cluster, target);
  // Its pods may be older than the template that mends them; a sidecar that is injected stands only in the pods.
  if (
    template !== undefined &&
    containers.length === 0 &&
    (said?.['container'] === undefined || template.containers.some(({name}) => name === said['container']))
  )
    return {subject, refuted: `every container of ${named(target)} requests ${resource} by now`};
  const names = containers.length > 0 ? containers : [said?.['container'] ?? '?'];
  const field =
    containers.length > 0
      ? fieldProof(
          target,
          `spec.template.spec.containers[${names[0] ?? ''}].resources.requests`,
          `no ${resource} request in container ${someOf(names)}`,
        )
      : undefined;
  const first = blind === undefined ? field : conditionProof(subject, blind.condition);
  return {
    subject,
    summary: `${named(subject)} cannot scale: container ${someOf(names)} of ${named(target)} has no ${resource} request, and utilization is a share of the request`,
    since: blind?.event?.first ?? blind?.condition.lastTransitionTime,
    objects: [target],
    evidence: proof(
      first ?? fieldProof(subject, 'spec.metrics', resource),
      first === field ? undefined : field,
      blind?.event === undefined ? undefined : eventProof(blind.event),
    ),
    confirm: [`${inNamespace(subject)} describe hpa ${subject.name}`],
    fix: [
      `${inNamespace(target)} set resources ${typed(target)} -c ${names[0] ?? '<container>'} --requests=${resource}=<what it uses>`,
    ],
  };
}

export default {
  title: 'An autoscaler works on utilization of a resource that its pods do not request',
  category: 'autoscaling',
  severity: 'medium',
  why: 'Utilization is use divided by request. When a container of the pods requests nothing, there is no such figure, and the autoscaler does nothing at all.',
  confirm: [
    'kubectl describe hpa <name>: ScalingActive False, missing request for cpu',
    "kubectl get deployment <name> -o jsonpath='{.spec.template.spec.containers[*].resources}'",
  ],
  fix: [
    'set the request in every container of the target, sidecars too',
    'scale on averageValue, or on a ContainerResource metric',
  ],
  needs: ['HorizontalPodAutoscaler'],
  explains: [{rule: '#metrics-missing', via: 'is'}],
  sources: [
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details',
    'pkg/controller/podautoscaler/replica_calculator.go',
  ],
  *check(cluster) {
    for (const one of cluster.all('HorizontalPodAutoscaler')) {
      if ((ageOf(one.metadata.creationTimestamp, cluster.now) ?? Infinity) < MINUTE / 4) continue;
      const found = judged(cluster, one);
      if (found !== undefined) yield found;
    }
  },
} satisfies Rule;
