import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/create-failed.ts';
import {ago, cluster, deployment, event, object, pod, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const PRIORITY = 'pods "web-1-x7k2p" is forbidden: no PriorityClass with name important was found';
const INVALID =
  'Pod "web-1-x7k2p" is invalid: spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1';
const RIGHT =
  'pods is forbidden: User "system:serviceaccount:kube-system:replicaset-controller" cannot create resource "pods" in API group "" in the namespace "shop"';
const RUNTIME = 'pods "web-1-x7k2p" is forbidden: pod rejected: RuntimeClass "gvisor" not found';

const none = {replicas: 0, readyReplicas: 0, availableReplicas: 0, updatedReplicas: 0};
const refused = (words: string, more: Json = {}) =>
  event('ReplicaSet', 'web-1', 'FailedCreate', `Error creating: ${words}`, more);
const shop = (one: Json, {status = none, more = {}}: {status?: Json; more?: Parameters<typeof cluster>[0]} = {}) => {
  const {Deployment, ReplicaSet} = deployment('web', {status});
  return cluster({Deployment: [Deployment], ReplicaSet: [{...ReplicaSet, status}], Pod: [], Event: [one], ...more});
};

test.each([
  ['a PriorityClass that is missing', PRIORITY],
  ['a template that is invalid', INVALID],
  ['a controller without the right', RIGHT],
  ['a RuntimeClass that is missing', RUNTIME],
])('quotes the API server about %s', (_, words) => {
  const [found, ...more] = sightings(rule, shop(refused(words)));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(`Deployment shop/web cannot create pods: ${words}`);
  expect(found?.evidence).toMatchObject([{reason: 'FailedCreate', quote: `Error creating: ${words}`, at: ago(20)}]);
  expect([found?.severity, found?.since]).toEqual(['high', ago(600)]);
});

const db = object('db', {spec: {replicas: 3, serviceName: 'db'}, status: {replicas: 0}});
const nightly = (spec: Json = {}, status: Json = {}) =>
  object('nightly', {spec: {schedule: '0 3 * * *', ...spec}, status});
const dbSaid = (message: string) =>
  cluster({StatefulSet: [db], Pod: [], Event: [event('StatefulSet', 'db', 'FailedCreate', message)]});
const nightlySaid = (cronJob: Json, ...more: readonly Json[]) =>
  cluster({
    CronJob: [cronJob],
    Event: [
      event(
        'CronJob',
        'nightly',
        'FailedCreate',
        'Error creating job: jobs.batch is forbidden: User "system:serviceaccount:kube-system:cronjob-controller" cannot create resource "jobs" in API group "batch" in the namespace "shop"',
      ),
      ...more,
    ],
  });

test.each([
  [
    'a StatefulSet and its pod',
    dbSaid(
      'create Pod db-0 in StatefulSet db failed error: pods "db-0" is forbidden: no PriorityClass with name important was found',
    ),
    'StatefulSet shop/db cannot create pods: pods "db-0" is forbidden: no PriorityClass with name important was found',
  ],
  [
    'a StatefulSet and its claim',
    dbSaid(
      'create Claim data-db-0 for Pod db-0 in StatefulSet db failed error: PersistentVolumeClaim "data-db-0" is invalid: spec.resources[storage]: Required value',
    ),
    'StatefulSet shop/db cannot create pods: PersistentVolumeClaim "data-db-0" is invalid: spec.resources[storage]: Required value',
  ],
  [
    'a CronJob, which makes Jobs',
    nightlySaid(nightly()),
    'CronJob shop/nightly cannot create Jobs: jobs.batch is forbidden: User "system:serviceaccount:kube-system:cronjob-controller" cannot create resource "jobs" in API group "batch" in the namespace "shop"',
  ],
  [
    'a ReplicaSet whose events are told together',
    shop(event('ReplicaSet', 'web-1', 'FailedCreate', `(combined from similar events): Error creating: ${PRIORITY}`)),
    `Deployment shop/web cannot create pods: ${PRIORITY}`,
  ],
  [
    'a Job that has no pod yet',
    cluster({
      Job: [object('import', {spec: {}, status: {startTime: ago(600)}})],
      Event: [event('Job', 'import', 'FailedCreate', `Error creating: ${RUNTIME}`)],
    }),
    `Job shop/import cannot create pods: ${RUNTIME}`,
  ],
  [
    'a DaemonSet that lacks pods',
    cluster({
      DaemonSet: [object('agent', {status: {desiredNumberScheduled: 2, currentNumberScheduled: 0}})],
      Event: [event('DaemonSet', 'agent', 'FailedCreate', `Error creating: ${RUNTIME}`)],
    }),
    `DaemonSet shop/agent cannot create pods: ${RUNTIME}`,
  ],
])('leaves out what the controller says before it: %s', (_, on, summary) => {
  expect(sightings(rule, on).map((one) => one.summary)).toEqual([summary]);
});

test('reads the condition where the event is gone, and matters less while old pods serve', () => {
  const {Deployment, ReplicaSet} = deployment('web');
  const condition = {
    type: 'ReplicaFailure',
    status: 'True',
    reason: 'FailedCreate',
    message: PRIORITY,
    lastTransitionTime: ago(1000),
  };
  const failed = {...ReplicaSet, status: {replicas: 0, conditions: [condition]}};
  const old = {...ReplicaSet, metadata: {...(ReplicaSet['metadata'] as Json), name: 'web-0'}};
  const serving = pod('web-0-a', {
    of: 'web',
    metadata: {ownerReferences: [{kind: 'ReplicaSet', name: 'web-0', controller: true}]},
  });
  const [found] = sightings(rule, cluster({Deployment: [Deployment], ReplicaSet: [old, failed], Pod: [serving]}));
  expect(found?.summary).toBe(`Deployment shop/web cannot create pods: ${PRIORITY}`);
  expect([found?.severity, found?.since, found?.evidence[0].quote]).toEqual([
    'medium',
    ago(1000),
    `ReplicaFailure=True (FailedCreate): ${PRIORITY}`,
  ]);
});

const others = [
  'pods "web-1-x" is forbidden: exceeded quota: team, requested: pods=1, used: pods=3, limited: pods=3',
  'pods "web-1-x" is forbidden: failed quota: team: must specify limits.cpu for: app',
  'pods "web-1-x" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi',
  'pods "web-1-x" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true (pod or container "app" must set securityContext.runAsNonRoot=true)',
  'admission webhook "guard.shop.example" denied the request: no',
  "pods \"web-1-x\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no",
  'Internal error occurred: failed calling webhook "guard.shop.example": failed to call webhook: Post "https://guard.shop.svc:443/?timeout=10s": service "guard" not found',
  'pods "web-1-x" is forbidden: error looking up service account shop/web: serviceaccount "web" not found',
];
test.each(others)('leaves to the rule that knows better: %s', (words) => {
  expect(sightings(rule, shop(refused(words)))).toEqual([]);
});

const created = event('CronJob', 'nightly', 'SuccessfulCreate', 'Created job nightly-29000', {
  type: 'Normal',
  lastTimestamp: ago(10),
});
test.each([
  ['a refusal that was got over', shop(refused(PRIORITY), {status: {replicas: 1, readyReplicas: 1}})],
  ['a refusal of yesterday', shop(refused(PRIORITY, {firstTimestamp: ago(90_000), lastTimestamp: ago(86_400)}))],
  ['a workload that is gone', shop(refused(PRIORITY), {more: {Deployment: [], ReplicaSet: []}})],
  [
    'a namespace that goes away',
    shop(
      refused(
        'pods "web-1-x" is forbidden: unable to create new content in namespace shop because it is being terminated',
      ),
    ),
  ],
  [
    'a race of the controller with itself',
    dbSaid('create Pod db-0 in StatefulSet db failed error: object is being deleted: pods "db-0" already exists'),
  ],
  [
    'a quota that somebody else changed at the same time',
    shop(
      refused(
        'Operation cannot be fulfilled on resourcequotas "team": the object has been modified; please apply your changes to the latest version and try again',
      ),
    ),
  ],
  [
    'a DaemonSet that replaces a failed pod',
    cluster({
      DaemonSet: [object('agent', {status: {desiredNumberScheduled: 2, currentNumberScheduled: 1}})],
      Event: [
        event(
          'DaemonSet',
          'agent',
          'FailedDaemonPod',
          '(combined from similar events): Found failed daemon pod shop/agent-x7k2p on node node-1, will try to kill it',
        ),
      ],
    }),
  ],
  ['a CronJob whose next try came through', nightlySaid(nightly(), created)],
  ['a CronJob that is suspended by now', nightlySaid(nightly({suspend: true}))],
  [
    'a Job that is suspended by now',
    cluster({
      Job: [object('import', {spec: {suspend: true}, status: {}})],
      Event: [event('Job', 'import', 'FailedCreate', `Error creating: ${RUNTIME}`)],
    }),
  ],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
