/**
 * How many replicas a HorizontalPodAutoscaler wants, reckoned as its controller does
 * (kubernetes, pkg/controller/podautoscaler/replica_calculator.go and horizontal.go).
 */

/** --horizontal-pod-autoscaler-tolerance of the controller manager. */
export const TOLERANCE = 0.1;

/** Pods of the target, as the calculator groups them. */
export interface PodCounts {
  /** With a figure, and ready. */
  readonly ready: number;
  /** Running without a figure. */
  readonly missing: number;
  /** Not ready, or too young for their figure to count. */
  readonly unready: number;
}

export interface Tolerance {
  readonly up: number;
  readonly down: number;
}

const isWithin = (ratio: number, {up, down}: Tolerance): boolean => 1 - down <= ratio && ratio <= 1 + up;

/** Replicas are whole; what floating point adds behind the comma is not another pod. */
const ceil = (value: number): number => Math.ceil(Number(value.toFixed(9)));

export interface PerPod {
  /** Mean over the pods that have a figure: percent of the request, or an amount. */
  readonly average: number;
  readonly target: number;
  /** Pods without a figure count as this on the way down: their whole request for a percentage, the target else. */
  readonly fallback: number;
  readonly pods: PodCounts;
  readonly current: number;
  readonly tolerance: Tolerance;
}

/** Resource and Pods metrics: every pod has a share of the whole. */
export function fromPods({average, target, fallback, pods, current, tolerance}: PerPod): number {
  const ratio = average / target;
  const isUp = ratio > 1;
  const {ready, missing, unready} = pods;
  const counted = isUp ? unready : 0;
  if (missing === 0 && counted === 0) return isWithin(ratio, tolerance) ? current : ceil(ratio * ready);
  // What is not known is taken to speak against a change: idle when growing, busy when shrinking.
  const unknown = ratio === 1 ? 0 : missing;
  const filled = isUp ? 0 : unknown * fallback;
  const all = ready + unknown + counted;
  const careful = (average * ready + filled) / (all * target);
  if (isWithin(careful, tolerance) || isUp !== careful > 1) return current;
  const wanted = ceil(careful * all);
  return (careful < 1 && wanted > current) || (careful > 1 && wanted < current) ? current : wanted;
}

/** Object and External metrics with a target value: one figure for all pods. */
export const fromValue = (
  value: number,
  target: number,
  ready: number,
  current: number,
  tolerance: Tolerance,
): number => (isWithin(value / target, tolerance) ? current : ceil((value / target) * ready));

/** Object and External metrics with a target average: a whole that is shared out. */
export const fromShares = (total: number, target: number, current: number, tolerance: Tolerance): number =>
  current > 0 && isWithin(total / (target * current), tolerance) ? current : ceil(total / target);

export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Of all metrics the largest wish counts; while one is unknown nothing shrinks. Undefined when none is known. */
export function together(
  wishes: ReadonlyArray<number | undefined>,
  current: number,
  {min, max}: Bounds,
): number | undefined {
  const known = wishes.filter((one) => one !== undefined);
  if (known.length === 0) return undefined;
  const largest = Math.max(...known);
  const wanted = known.length < wishes.length && largest < current ? current : largest;
  return Math.min(max, Math.max(min, wanted));
}

export interface Policy {
  readonly type: string;
  readonly value: number;
}

/** The API server's defaults for behavior.scaleUp and scaleDown (pkg/apis/autoscaling/v2/defaults.go). */
export const DEFAULT_UP: readonly Policy[] = [
  {type: 'Pods', value: 4},
  {type: 'Percent', value: 100},
];
export const DEFAULT_DOWN: readonly Policy[] = [{type: 'Percent', value: 100}];

/** How far one period's policies let it go, when nothing was scaled in that period yet. */
export function step(current: number, wanted: number, policies: readonly Policy[], select = 'Max'): number {
  if (wanted === current || policies.length === 0) return wanted;
  if (select === 'Disabled') return current;
  const isUp = wanted > current;
  const reach = policies.map(({type, value}) => {
    const change = type === 'Percent' ? (current * value) / 100 : value;
    return isUp ? ceil(current + change) : Math.max(0, Math.ceil(current - change));
  });
  // `Max` is the policy that changes most.
  const limit = isUp === (select === 'Max') ? Math.max(...reach) : Math.min(...reach);
  return isUp ? Math.min(wanted, limit) : Math.max(wanted, limit);
}
