import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {conditionOf} from '../model/containers.ts';
import type {KubeEvent} from '../model/event.ts';
import {isKind, type KubeObject} from '../model/kinds.ts';
import type {Condition} from '../model/kube/meta.ts';
import type {PodSpec} from '../model/kube/pod.ts';
import {type Ref, ref} from '../model/ref.ts';

export type Autoscaler = KubeObject<'HorizontalPodAutoscaler'>;

export const autoscalerRef = (one: Autoscaler): Ref => refOf('HorizontalPodAutoscaler', one);
export const targetOf = ({metadata, spec}: Autoscaler): Ref =>
  ref(spec.scaleTargetRef.kind ?? '', metadata.namespace, spec.scaleTargetRef.name);

/** Kinds whose pod template is known here. */
const TEMPLATED = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'] as const;

export function templateOf(cluster: Cluster, {kind, namespace, name}: Ref): PodSpec | undefined {
  const known = TEMPLATED.find((one) => one === kind);
  return known === undefined ? undefined : cluster.get(known, namespace, name)?.spec.template.spec;
}

export const isTargetAbsent = (cluster: Cluster, {kind, namespace, name}: Ref): boolean =>
  isKind(kind) && kind !== 'Event' && cluster.objects.isAbsent(kind, namespace, name);

/** Why the autoscaler has no figures to work with, when that is so now. */
export function blindness(
  cluster: Cluster,
  one: Autoscaler,
): {readonly condition: Condition; readonly message: string; readonly event: KubeEvent | undefined} | undefined {
  const condition = conditionOf(one.status.conditions, 'ScalingActive');
  // A target scaled to zero disables the autoscaler on purpose.
  if (condition?.status !== 'False' || condition.reason === 'ScalingDisabled') return undefined;
  const event = cluster.events
    .of(
      autoscalerRef(one),
      'FailedGetResourceMetric',
      'FailedGetContainerResourceMetric',
      'FailedGetPodsMetric',
      'FailedGetObjectMetric',
      'FailedGetExternalMetric',
      'FailedComputeMetricsReplicas',
    )
    .at(-1);
  return {condition, message: condition.message ?? event?.message ?? '', event};
}

/** `missing request for cpu in container app of Pod shop/web-1` and its older form without the container. */
export const MISSING_REQUEST =
  /missing request for (?<resource>[\w.-]+)(?: (?:in|on) container (?<container>[\w.-]+))?/;
