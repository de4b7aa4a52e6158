import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/job-failed.ts';
import {ago, cluster, line, object, pod, podLog, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const SAID: Readonly<Record<string, string>> = {
  BackoffLimitExceeded: 'Job has reached the specified backoff limit',
  DeadlineExceeded: 'Job was active longer than specified deadline',
  PodFailurePolicy: 'Container app for pod shop/import-x failed with exit code 42 matching FailJob rule at index 0',
  FailedIndexes: 'Job has failed indexes',
  MaxFailedIndexesExceeded: 'Job has exceeded the specified maximal number of failed indexes',
};
const failed = (reason: string, seconds = 400, type = 'Failed') => ({
  type,
  status: 'True',
  reason,
  message: SAID[reason],
  lastTransitionTime: ago(seconds),
});
const job = (
  status: Json,
  {spec = {}, metadata = {}, name = 'import'}: {spec?: Json; metadata?: Json; name?: string} = {},
) => object(name, {spec: {backoffLimit: 2, ...spec}, status: {startTime: ago(3000), ...status}}, metadata);
const tried = (
  name: string,
  {
    exitCode = 1,
    ago: seconds = 500,
    of = 'import',
    init = [],
    spec = {},
  }: {
    exitCode?: number;
    ago?: number;
    of?: string;
    init?: readonly Json[];
    spec?: Json;
  } = {},
) =>
  pod(name, {
    spec: {restartPolicy: 'Never', ...spec},
    metadata: {creationTimestamp: ago(seconds + 10), ownerReferences: [{kind: 'Job', name: of, controller: true}]},
    status: {
      phase: 'Failed',
      initContainerStatuses: init,
      containerStatuses: [
        {name: 'app', restartCount: 0, state: {terminated: {exitCode, reason: 'Error', finishedAt: ago(seconds)}}},
      ],
    },
  });
const shop = (jobs: readonly Json[], pods: readonly Json[] = [], extras: Parameters<typeof cluster>[1] = {}) =>
  cluster({Job: jobs, Pod: pods}, extras);

test.each([
  [
    'pods that failed too often',
    job({failed: 3, conditions: [failed('BackoffLimitExceeded')]}),
    'its pods failed more often than its backoffLimit of 2 allows (BackoffLimitExceeded)',
  ],
  [
    'a deadline',
    job({failed: 1, conditions: [failed('DeadlineExceeded')]}, {spec: {activeDeadlineSeconds: 60}}),
    'it ran longer than its activeDeadlineSeconds of 60s (DeadlineExceeded)',
  ],
  [
    'a failure policy',
    job({failed: 1, conditions: [failed('PodFailurePolicy')]}),
    'its pod failure policy ended it (PodFailurePolicy)',
  ],
  [
    'an index',
    job({failed: 1, succeeded: 4, conditions: [failed('FailedIndexes')]}),
    'some of its indexes failed (FailedIndexes)',
  ],
  [
    'many indexes',
    job({failed: 1, conditions: [failed('MaxFailedIndexesExceeded')]}),
    'too many of its indexes failed (MaxFailedIndexesExceeded)',
  ],
  [
    'a failure whose last pods are still being stopped',
    job({failed: 3, active: 1, conditions: [failed('BackoffLimitExceeded', 400, 'FailureTarget')]}),
    'its pods failed more often than its backoffLimit of 2 allows (BackoffLimitExceeded)',
  ],
  ['a reason of another controller', job({conditions: [failed('ClusterUnreachable')]}), 'ClusterUnreachable'],
])('tells of %s', (_, one, words) => {
  const [found, ...more] = sightings(rule, shop([one]));
  const {type, reason, message} = (one['status'] as {conditions: [ReturnType<typeof failed>]}).conditions[0];
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'Job', namespace: 'shop', name: 'import'});
  expect(found?.summary).toBe(`Job shop/import failed: ${words}`);
  expect([found?.severity, found?.active, found?.since]).toEqual(['high', true, ago(400)]);
  expect(found?.evidence.map(({quote}) => quote)).toEqual([
    `${type}=True (${reason})${message === undefined ? '' : `: ${message}`}`,
  ]);
});

test.each([
  ['one that tries again', job({failed: 1, active: 1}), '1 pod failed and none succeeded, it tries again', 'medium'],
  ['one between two tries', job({failed: 2, active: 0}), '2 pods failed and none succeeded, it tries again', 'medium'],
  ['one that has no try left', job({failed: 3}), '3 pods failed and none succeeded', 'high'],
])('tells of %s', (_, one, words, severity) => {
  const [found] = sightings(rule, shop([one]));
  expect(found?.summary).toBe(`Job shop/import failed: ${words}`);
  expect(found?.severity).toBe(severity);
  expect(found?.evidence.map(({quote}) => quote)).toEqual([
    `failed ${String((one['status'] as {failed: number}).failed)}, succeeded 0`,
  ]);
});

test('matters less after a day', () => {
  const [found] = sightings(rule, shop([job({conditions: [failed('BackoffLimitExceeded', 90_000)]})]));
  expect([found?.severity, found?.since]).toEqual(['medium', ago(90_000)]);
});

const ended = job({failed: 2, conditions: [failed('BackoffLimitExceeded')]});
test('quotes the last line of the newest try, and how it ended', () => {
  const log = podLog('import-a', [line('reading orders'), line('error: table orders does not exist')]);
  const pods = [tried('import-a', {ago: 450, exitCode: 3}), tried('import-b', {ago: 900})];
  const [found] = sightings(rule, shop([ended], pods, {containerLogs: [log]}));
  expect(found?.summary).toBe(
    'Job shop/import failed: its pods failed more often than its backoffLimit of 2 allows (BackoffLimitExceeded); container app ended with exit 3, last line: error: table orders does not exist',
  );
  expect(found?.evidence.map(({quote}) => quote)).toEqual([
    'error: table orders does not exist',
    'Failed=True (BackoffLimitExceeded): Job has reached the specified backoff limit',
    'Error, exit 3',
  ]);
  expect(found?.objects?.map(({name}) => name)).toEqual(['import', 'import-b', 'import-a']);
});

test('asks for the log of the very try that it tells of', () => {
  const on = shop([ended], [tried('import-a', {ago: 450}), tried('import-b', {ago: 900})]);
  expect([...rule.leads(on)]).toEqual([
    {want: 'pod-log', container: {namespace: 'shop', pod: 'import-a', container: 'app'}, tail: 50},
  ]);
});

test('blames the container, not the sidecar that was stopped after it', () => {
  const init = [
    {name: 'proxy', restartCount: 0, state: {terminated: {exitCode: 143, reason: 'Error', finishedAt: ago(490)}}},
  ];
  const spec = {initContainers: [{name: 'proxy', restartPolicy: 'Always'}]};
  const [found] = sightings(rule, shop([ended], [tried('import-a', {exitCode: 42, init, spec})]));
  expect(found?.summary).toContain('container app ended with exit 42');
});

const run = (number: number, status: Json, more: Json = {}) =>
  job(
    {startTime: ago(10_000 - number * 1000), ...status},
    {
      name: `nightly-${String(number)}`,
      metadata: {ownerReferences: [{kind: 'CronJob', name: 'nightly', controller: true}], ...more},
    },
  );
const complete = {
  succeeded: 1,
  completionTime: ago(100),
  conditions: [{type: 'Complete', status: 'True', lastTransitionTime: ago(100)}],
};
const nightly = (...jobs: readonly Json[]) =>
  cluster({CronJob: [object('nightly', {spec: {schedule: '0 3 * * *'}})], Job: jobs, Pod: []});
const broken = {failed: 3, conditions: [failed('BackoffLimitExceeded')]};

test.each([
  [
    'names the newest failed run of a CronJob',
    nightly(run(1, broken), run(3, broken), run(2, broken)),
    3,
    'high',
    true,
  ],
  ['finds it history when a later run came through', nightly(run(1, broken), run(2, complete)), 1, 'low', false],
  [
    'does not when the run that came through was an earlier one',
    nightly(run(1, complete), run(2, broken)),
    2,
    'high',
    true,
  ],
])('%s', (_, on, number, severity, active) => {
  const [found, ...more] = sightings(rule, on);
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'CronJob', namespace: 'shop', name: 'nightly'});
  expect(found?.summary).toBe(
    `CronJob shop/nightly failed (Job shop/nightly-${String(number)}): its pods failed more often than its backoffLimit of 2 allows (BackoffLimitExceeded)`,
  );
  expect([found?.severity, found?.active]).toEqual([severity, active]);
});

test('reads no log of a run that is history', () => {
  const on = cluster({
    CronJob: [object('nightly')],
    Job: [run(1, broken), run(2, complete)],
    Pod: [tried('nightly-1-x', {of: 'nightly-1'})],
  });
  expect([...rule.leads(on)]).toEqual([]);
});

test.each([
  ['one that runs', job({active: 1})],
  ['one that came through at last', job({failed: 2, ...complete})],
  ['one of many pods, some of which came through', job({failed: 1, succeeded: 2, active: 1})],
  ['one that is suspended after a try, which is told elsewhere', job({failed: 1}, {spec: {suspend: true}})],
  ['one that is being deleted', job(broken, {metadata: {deletionTimestamp: ago(5)}})],
  ['one just made', job({})],
])('is silent about %s', (_, one) => {
  expect(sightings(rule, shop([one]))).toEqual([]);
});
