import {conditionOf} from '../../model/containers.ts';
import type {HorizontalPodAutoscaler} from '../../model/kube/workloads.ts';
import {ref} from '../../model/ref.ts';
import * as column from './columns.ts';
import {type Resource, resourceTable, type World} from './kind.ts';

interface Row extends Resource {
  readonly hpa: HorizontalPodAutoscaler;
  readonly standing: string;
  readonly createdAt: string | undefined;
  readonly now: Date;
}

export const hpas = resourceTable<Row>({
  name: 'hpas',
  also: ['hpa', 'horizontalpodautoscalers'],
  columns: [
    column.namespace(),
    column.name(),
    column.words(
      'target',
      'what it scales',
      ({hpa}) => `${hpa.spec.scaleTargetRef.kind ?? ''}/${hpa.spec.scaleTargetRef.name}`,
    ),
    column.numbers('min', 'never fewer', ({hpa}) => hpa.spec.minReplicas ?? 1),
    column.numbers('max', 'never more', ({hpa}) => hpa.spec.maxReplicas),
    column.numbers('now', 'replicas it has', ({hpa}) => hpa.status.currentReplicas),
    column.numbers('wanted', 'replicas it wants', ({hpa}) => hpa.status.desiredReplicas),
    column.words('standing', 'whether it can do its work', ({standing}) => standing, {
      tone: ({isFaulty}) => (isFaulty ? 'bad' : 'plain'),
    }),
    column.aged<Row>(),
  ],
  rows: ({cluster}: World) =>
    cluster.all('HorizontalPodAutoscaler').map((hpa): Row => {
      const {name, namespace, labels, creationTimestamp} = hpa.metadata;
      const {kind, name: target} = hpa.spec.scaleTargetRef;
      const bad = badness(hpa);
      return {
        ref: ref('HorizontalPodAutoscaler', namespace, name),
        labels,
        hpa,
        standing: bad ?? 'able',
        isFaulty: bad !== undefined,
        owner: ref(kind ?? '', namespace, target),
        createdAt: creationTimestamp,
        now: cluster.now,
      };
    }),
  below: ({owner}) => (owner === undefined ? undefined : {kind: 'pods', of: owner}),
});

function badness({status}: HorizontalPodAutoscaler): string | undefined {
  const [able, active, limited] = ['AbleToScale', 'ScalingActive', 'ScalingLimited'].map((type) =>
    conditionOf(status.conditions, type),
  );
  const broken = [able, active].find((one) => one?.status === 'False');
  if (broken !== undefined) return broken.reason ?? broken.type;
  return limited?.status === 'True' && limited.reason === 'TooManyReplicas' ? 'at its maximum' : undefined;
}
