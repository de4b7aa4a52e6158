import {conditionOf} from '../../model/containers.ts';
import type {CronJob, Job} from '../../model/kube/workloads.ts';
import {ref} from '../../model/ref.ts';
import {ageOf} from '../../model/time.ts';
import {age} from '../../views/words.ts';
import * as column from './columns.ts';
import {type Resource, resourceTable, type World} from './kind.ts';

interface Row extends Resource {
  readonly standing: string;
  readonly done: string;
  /** CronJobs: when they ran last. */
  readonly last: string | undefined;
  readonly createdAt: string | undefined;
  readonly now: Date;
}

export const jobs = resourceTable<Row>({
  name: 'jobs',
  also: ['job', 'cronjobs', 'cj'],
  columns: [
    column.namespace(),
    column.words('kind', 'Job or CronJob', ({ref: self}) => self.kind),
    column.name(),
    column.words('status', 'how it stands', ({standing}) => standing, {
      tone: ({isFaulty}) => (isFaulty ? 'bad' : 'plain'),
    }),
    column.words('done', 'completions of those wanted, or the schedule', ({done}) => done),
    column.numbers('last', 'since it ran last', ({last, now}) => ageOf(last, now), age),
    column.aged<Row>(),
  ],
  rows: ({cluster}: World) => [
    ...cluster.all('Job').map((job) => jobRow(job, cluster.now)),
    ...cluster.all('CronJob').map((cron) => cronRow(cron, cluster.now)),
  ],
  below: ({ref: of}) => ({kind: 'pods', of}),
});

function jobRow({metadata, spec, status}: Job, now: Date): Row {
  const failed = conditionOf(status.conditions, 'Failed');
  const isFaulty = failed?.status === 'True';
  const isComplete = conditionOf(status.conditions, 'Complete')?.status === 'True';
  const running = (status.active ?? 0) > 0 ? 'running' : spec.suspend === true ? 'suspended' : 'waiting';
  return {
    ref: ref('Job', metadata.namespace, metadata.name),
    labels: metadata.labels,
    standing: isFaulty ? (failed.reason ?? 'failed') : isComplete ? 'complete' : running,
    done: `${String(status.succeeded ?? 0)}/${String(spec.completions ?? 1)}`,
    last: status.startTime,
    isFaulty,
    createdAt: metadata.creationTimestamp,
    now,
  };
}

const cronRow = ({metadata, spec, status}: CronJob, now: Date): Row => ({
  ref: ref('CronJob', metadata.namespace, metadata.name),
  labels: metadata.labels,
  standing: spec.suspend === true ? 'suspended' : status.active.length > 0 ? 'running' : 'waiting',
  done: spec.schedule ?? '',
  last: status.lastScheduleTime,
  isFaulty: false,
  createdAt: metadata.creationTimestamp,
  now,
});
