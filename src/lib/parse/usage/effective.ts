import type {Amounts} from '../../model/usage.ts';
import {maxOf, sumOf} from './amount.ts';

/**
 * What a pod asks of its node, as the scheduler counts (k8s.io/component-helpers/resource, PodRequests): containers and
 * native sidecars together, or the largest step of its start if that is more; pod-level resources in place of the sum
 * where they are given; then the overhead of its runtime class.
 */
export interface Asking {
  readonly containers: readonly Amounts[];
  readonly initContainers: ReadonlyArray<{readonly amounts: Amounts; readonly isSidecar: boolean}>;
  readonly podLevel: Amounts;
  readonly overhead: Amounts;
}

export function requestsOf({containers, initContainers, podLevel, overhead}: Asking): Amounts {
  const sidecars = initContainers.filter(({isSidecar}) => isSidecar).map(({amounts}) => amounts);
  const running = sumOf([...containers, ...sidecars]);
  const counted = maxOf([running, ...startSteps(initContainers)]);
  return sumOf([{...counted, ...supported(podLevel)}, overhead]);
}

/** What is used while each init container runs: it, and the sidecars that were started before it. */
function startSteps(initContainers: Asking['initContainers']): readonly Amounts[] {
  let before: Amounts = {};
  return initContainers.map(({amounts, isSidecar}) => {
    const now = sumOf([before, amounts]);
    if (isSidecar) before = now;
    return now;
  });
}

/** What a pod as a whole may be given (KEP-2837). */
const supported = (podLevel: Amounts): Amounts =>
  Object.fromEntries(
    Object.entries(podLevel).filter(([name]) => name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')),
  );

/**
 * What a pod can use at most: only where each of its long-running containers is limited. kubectl describe adds up what
 * there is, but a pod with one container without a limit has none.
 */
export function limitsOf({containers, initContainers, podLevel, overhead}: Asking): Amounts {
  const running = [...containers, ...initContainers.filter(({isSidecar}) => isSidecar).map(({amounts}) => amounts)];
  const [first = {}, ...others] = running;
  const shared = Object.keys(first).filter((name) => others.every((one) => one[name] !== undefined));
  const counted = maxOf([sumOf(running), ...startSteps(initContainers)]);
  const limited = {
    ...Object.fromEntries(shared.map((name) => [name, counted[name] ?? 0])),
    ...supported(podLevel),
  };
  return Object.fromEntries(Object.entries(limited).map(([name, value]) => [name, value + (overhead[name] ?? 0)]));
}
