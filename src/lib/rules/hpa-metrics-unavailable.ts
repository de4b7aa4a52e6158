import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Sighting} from '../model/finding.ts';
import {conditionProof, eventProof, proof} from '../model/proof.ts';
import {type Ref, ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, MINUTE, SECOND} from '../model/time.ts';
import {type Autoscaler, autoscalerRef, blindness, isTargetAbsent, MISSING_REQUEST, targetOf} from './_autoscaler.ts';
import {brief, inNamespace, named} from './_story.ts';

/** Metrics come a minute or two after the pods. */
const LONG = 2 * MINUTE;
/** An answer that says the metric or its API is not there will be the same tomorrow (k8s.io/metrics, pkg/client/custom_metrics). */
const DEFINITE =
  /could not find the (?:metric|requested resource)|no (?:custom|external) metrics API|currently unable to handle/i;
const SHORT = 30 * SECOND;

/** Which API the missing figures come from. */
const APIS: ReadonlyArray<readonly [RegExp, string]> = [
  [/external\.metrics\.k8s\.io|FailedGetExternalMetric/, 'external.metrics.k8s.io'],
  [/custom\.metrics\.k8s\.io|FailedGet(?:Pods|Object)Metric/, 'custom.metrics.k8s.io'],
  [/metrics\.k8s\.io|resource metrics API|FailedGet(?:Container)?ResourceMetric/, 'metrics.k8s.io'],
];

function apis(cluster: Cluster, text: string): readonly Ref[] {
  const group = APIS.find(([wording]) => wording.test(text))?.[1];
  if (group === undefined) return [];
  const known = cluster
    .all('APIService')
    .filter(({spec}) => spec.group === group)
    .map((one) => refOf('APIService', one));
  return known.length > 0 ? known : [ref('APIService', undefined, `v1beta1.${group}`)];
}

function judged(cluster: Cluster, one: Autoscaler): Sighting | undefined {
  const blind = blindness(cluster, one);
  if (blind === undefined || MISSING_REQUEST.test(blind.message) || isTargetAbsent(cluster, targetOf(one)))
    return undefined;
  const isDefinite = DEFINITE.test(blind.message);
  if (
    (ageOf(one.metadata.creationTimestamp, cluster.now) ?? Infinity) < (isDefinite ? SHORT : LONG) ||
    (ageOf(blind.condition.lastTransitionTime, cluster.now) ?? Infinity) < (isDefinite ? SHORT : MINUTE)
  )
    return undefined;
  const subject = autoscalerRef(one);
  const target = targetOf(one);
  return {
    subject,
    summary: `${named(subject)} cannot scale ${named(target)}: it gets no metrics (${brief(blind.message || (blind.condition.reason ?? ''), 200)})`,
    since: blind.event?.first ?? blind.condition.lastTransitionTime,
    objects: [target],
    toward: [...apis(cluster, `${blind.condition.reason ?? ''} ${blind.message}`), target],
    evidence: proof(
      conditionProof(subject, blind.condition),
      blind.event === undefined ? undefined : eventProof(blind.event),
    ),
    confirm: [`${inNamespace(subject)} describe hpa ${subject.name}`, 'kubectl get apiservices | grep metrics'],
  };
}

export default {
  title: 'An autoscaler gets no metrics',
  category: 'autoscaling',
  severity: 'medium',
  why: 'Without figures a HorizontalPodAutoscaler leaves the number of replicas as it is, whatever the load.',
  confirm: ['kubectl describe hpa <name>: ScalingActive', 'kubectl get apiservices', 'kubectl top pods'],
  fix: [
    'install or mend metrics-server, or the adapter for custom and external metrics',
    'see whether the metric and its selector exist',
    'when pods are not ready: mend them first',
  ],
  needs: ['HorizontalPodAutoscaler'],
  tags: ['metrics-missing'],
  sources: ['https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-metrics-apis'],
  *check(cluster) {
    for (const one of cluster.all('HorizontalPodAutoscaler')) {
      const found = judged(cluster, one);
      if (found !== undefined) yield found;
    }
  },
} satisfies Rule;
