import {UserError} from '../../model/failure.ts';
import type {Scope, Source} from '../../model/source.ts';
import {instant, MINUTE, type Milliseconds} from '../../model/time.ts';
import {readPods} from './facts.ts';

/** After this a pod without metrics is no longer just young (kubectl's own bound). */
const CREATION_DELAY: Milliseconds = 2 * MINUTE;

/**
 * Why metrics.k8s.io gave nothing: no pods at all, which is fine, or pods that are not measured, which is kubectl's
 * error with exit code 1.
 */
export async function explainNothing(source: Source, scope: Scope, signal?: AbortSignal): Promise<void> {
  const {items} = await readPods(source, scope, signal);
  if (items === undefined || items.length === 0) return;
  const now = source.now().getTime();
  for (const {namespace, name, createdAt} of items) {
    const elapsed = now - (instant(createdAt) ?? now);
    if (elapsed > CREATION_DELAY)
      throw new UserError(
        `Metrics not available for pod ${namespace}/${name}, age: ${goDuration(elapsed)}`,
        '--source summary asks the kubelets instead.',
        {exit: 1},
      );
  }
  throw new UserError('metrics not available yet', 'A pod is measured from its second minute on.', {exit: 1});
}

/** `1h2m3.5s`, as Go prints durations. */
function goDuration(elapsed: Milliseconds): string {
  const seconds = elapsed / 1000;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return `${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${Number((seconds % 60).toFixed(3))}s`;
}
