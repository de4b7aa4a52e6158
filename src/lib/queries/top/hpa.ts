import {isReady} from '../../model/containers.ts';
import type {HpaAnswer, HpaMetric, MetricAnswer} from '../../model/hpa-answer.ts';
import {type Kind, isKind, kindRow, type KubeObject} from '../../model/kinds.ts';
import {autoscaler, type AutoscalerWire, type ScalingRules} from '../../model/kube/hpa.ts';
import type {Pod} from '../../model/kube/pod.ts';
import {type Ref, ref} from '../../model/ref.ts';
import {spellSelector} from '../../model/selector.ts';
import {type Gap, type Source, Unavailable} from '../../model/source.ts';
import {quantity} from '../../parse/quantity.ts';
import {metricsOf} from './hpa-metric.ts';
import {brokenHop, Hops} from './hpa-path.ts';
import {
  DEFAULT_DOWN,
  DEFAULT_UP,
  fromPods,
  fromShares,
  fromValue,
  type PodCounts,
  step,
  together,
  TOLERANCE,
  type Tolerance,
} from './hpa-replicas.ts';

export interface HpaQuestion {
  readonly namespace: string | undefined;
  readonly labels?: string | undefined;
  readonly names: readonly string[];
}

/** Default of the controller manager (--horizontal-pod-autoscaler-downscale-stabilization). */
const STABILISATION = 300;

/** Autoscalers and what their figures come to. Throws {@link Unavailable} where none may be listed. */
export async function autoscalers(
  source: Source,
  {namespace, labels, names}: HpaQuestion,
  signal?: AbortSignal,
): Promise<{readonly answers: readonly HpaAnswer[]; readonly gaps: readonly Gap[]}> {
  const found: AutoscalerWire[] = [];
  for await (const page of source.list('HorizontalPodAutoscaler', {namespace, labels}, signal))
    found.push(...page.map(autoscaler).filter(({metadata}) => names.length === 0 || names.includes(metadata.name)));
  const hops = await Hops.read(source, signal);
  const gaps: Gap[] = [...hops.gaps];
  const answers = [];
  for (const one of found) answers.push(await answerOf(source, one, hops, gaps, signal));
  return {answers, gaps};
}

async function answerOf(
  source: Source,
  one: AutoscalerWire,
  hops: Hops,
  gaps: Gap[],
  signal: AbortSignal | undefined,
): Promise<HpaAnswer> {
  const {metadata, spec, status} = one;
  const target = ref(spec.scaleTargetRef.kind ?? '', metadata.namespace, spec.scaleTargetRef.name);
  const current = status.currentReplicas ?? 0;
  const pods = await podsOf(source, target, gaps, signal);
  const bounds = {min: spec.minReplicas ?? 1, max: spec.maxReplicas ?? Infinity};
  const reckoned = {current, counts: countsOf(pods, current), tolerance: toleranceOf(one)};
  const metrics = await Promise.all(
    metricsOf(one).map(async (metric): Promise<MetricAnswer> => ({
      ...metric,
      wants: wishOf(metric, reckoned),
      broken: await brokenHop(source, one, metric, hops, signal),
    })),
  );
  const wanted = together(
    metrics.map(({wants}) => wants),
    current,
    bounds,
  );
  const {scaleUp, scaleDown} = spec.behavior;
  return {
    ref: ref('HorizontalPodAutoscaler', metadata.namespace, metadata.name),
    target,
    replicas: current,
    ...bounds,
    metrics,
    wanted,
    next:
      wanted === undefined
        ? undefined
        : wanted > current
          ? stepped(current, wanted, scaleUp, DEFAULT_UP)
          : stepped(current, wanted, scaleDown, DEFAULT_DOWN),
    shrinksAfter: scaleDown?.stabilizationWindowSeconds ?? STABILISATION,
    lastScale: status.lastScaleTime,
    conditions: status.conditions.map(({type = '', status: is = '', reason = '', message = ''}) => ({
      type,
      status: is,
      reason,
      message,
    })),
  };
}

function stepped(current: number, wanted: number, rules: ScalingRules | undefined, usual: typeof DEFAULT_UP): number {
  const typed = rules?.policies.map(({type = '', value = 0}) => ({type, value})) ?? [];
  return step(current, wanted, typed.length === 0 ? usual : typed, rules?.selectPolicy ?? 'Max');
}

function toleranceOf({spec}: AutoscalerWire): Tolerance {
  const of = (rules: ScalingRules | undefined): number => quantity(String(rules?.tolerance ?? '')) ?? TOLERANCE;
  return {up: of(spec.behavior.scaleUp), down: of(spec.behavior.scaleDown)};
}

interface Reckoned {
  readonly current: number;
  readonly counts: PodCounts;
  readonly tolerance: Tolerance;
}

function wishOf(
  {source, unit, current: figure, target}: HpaMetric,
  {current, counts, tolerance}: Reckoned,
): number | undefined {
  if (figure === undefined) return undefined;
  if (source === 'Object' || source === 'External')
    return unit === 'value'
      ? fromValue(figure, target, counts.ready, current, tolerance)
      : fromShares(figure * Math.max(1, current), target, current, tolerance);
  const fallback = unit === 'percent' ? Math.max(100, target) : target;
  return fromPods({average: figure, target, fallback, pods: counts, current, tolerance});
}

/** Which pods have a figure is the adapter's secret; that those which are ready have one is the rule. */
function countsOf(pods: readonly Pod[] | undefined, current: number): PodCounts {
  if (pods === undefined) return {ready: current, missing: 0, unready: 0};
  const alive = pods.filter(
    ({status, metadata}) => metadata.deletionTimestamp === undefined && status.phase !== 'Failed',
  );
  const ready = alive.filter(isReady).length;
  return {ready, missing: 0, unready: alive.length - ready};
}

const SCALED: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController']);

/** Pods that the target's selector picks; undefined where it is of a kind that kdiag does not know, or may not be read. */
async function podsOf(
  source: Source,
  {kind, namespace, name}: Ref,
  gaps: Gap[],
  signal: AbortSignal | undefined,
): Promise<readonly Pod[] | undefined> {
  if (!isKind(kind) || !SCALED.has(kind)) return undefined;
  try {
    const selector = await selectorOf(source, kind, namespace, name, signal);
    if (selector === undefined) return undefined;
    const pods: Pod[] = [];
    for await (const page of source.list('Pod', {namespace, labels: spellSelector(selector)}, signal))
      pods.push(...page.map((wire) => kindRow('Pod').decode(wire) as Pod));
    return pods;
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    gaps.push({...error.gap, what: `pods of ${kind} ${namespace ?? ''}/${name}`});
    return undefined;
  }
}

async function selectorOf(
  source: Source,
  kind: Kind,
  namespace: string | undefined,
  name: string,
  signal?: AbortSignal,
) {
  for await (const page of source.list(kind, {namespace}, signal))
    for (const wire of page) {
      const one = kindRow(kind).decode(wire) as KubeObject<'Deployment'>;
      if (one.metadata.name === name) return one.spec.selector;
    }
  return undefined;
}
