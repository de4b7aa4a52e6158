import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/admission-denied.ts';
import {ago, cluster, deployment, event, object, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const GATEKEEPER =
  'Error creating: admission webhook "validation.gatekeeper.sh" denied the request: [require-team] you must provide labels: {"team"}';
const KYVERNO =
  'Error creating: admission webhook "validate.kyverno.svc-fail" denied the request: \n\nresource Pod/shop/web-1-x7k2p was blocked due to the following policies \n\ndisallow-latest-tag:\n  validate-image-tag: \'validation error: Using a mutable image tag is not allowed.\'\n';
const MUTE = 'Error creating: admission webhook "guard.shop.example" denied the request without explanation';
const POLICY =
  "Error creating: pods \"web-1-x7k2p\" is forbidden: ValidatingAdmissionPolicy 'no-host-network' with binding 'shop-binding' denied request: failed expression: !has(object.spec.hostNetwork) || object.spec.hostNetwork == false";
const JOB = 'Error creating job: admission webhook "guard.shop.example" denied the request: no Jobs at night';

const webhooks = (...names: readonly string[]) => [
  {metadata: {name: 'guards'}, webhooks: names.map((name) => ({name, clientConfig: {url: 'https://guard.example'}}))},
];
const refused = (message: string, more: Json = {}) => event('ReplicaSet', 'web-1', 'FailedCreate', message, more);
const shop = (
  one: Json,
  {
    status = {replicas: 0},
    metadata = {},
    more = {},
  }: {status?: Json; metadata?: Json; more?: Parameters<typeof cluster>[0]} = {},
) => {
  const {Deployment, ReplicaSet} = deployment('web', {status});
  const set = {...ReplicaSet, metadata: {...(ReplicaSet['metadata'] as Json), ...metadata}, status};
  return cluster({Deployment: [Deployment], ReplicaSet: [set], Pod: [], Event: [one], ...more});
};
const nightly = (status: Json, spec: Json = {}) => object('nightly', {spec: {schedule: '0 3 * * *', ...spec}, status});
const night = (cronJob: Json, ...more: readonly Json[]) =>
  cluster({CronJob: [cronJob], Event: [event('CronJob', 'nightly', 'FailedCreate', JOB), ...more]});

test.each([
  [
    'a webhook, in its words',
    GATEKEEPER,
    'admission webhook "validation.gatekeeper.sh" denied them: [require-team] you must provide labels: {"team"}',
    [{kind: 'ValidatingWebhookConfiguration', name: 'guards'}],
  ],
  [
    'a webhook of many lines',
    KYVERNO,
    'admission webhook "validate.kyverno.svc-fail" denied them: resource Pod/shop/web-1-x7k2p was blocked due to the following policies disallow-latest-tag: validate-image-tag: \'validation error: Using a mutable image tag is not allowed.\'',
    [],
  ],
  ['a webhook that gives no reason', MUTE, 'admission webhook "guard.shop.example" denied them without a reason', []],
  [
    'a policy of the API server',
    POLICY,
    'ValidatingAdmissionPolicy "no-host-network" denied them: failed expression: !has(object.spec.hostNetwork) || object.spec.hostNetwork == false',
    [{kind: 'ValidatingAdmissionPolicy', name: 'no-host-network'}],
  ],
])('names %s', (_, message, words, toward) => {
  const [found, ...more] = sightings(
    rule,
    shop(refused(message), {more: {ValidatingWebhookConfiguration: webhooks('other', 'validation.gatekeeper.sh')}}),
  );
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(`Deployment shop/web cannot create pods: ${words}`);
  expect(found?.evidence.map(({quote}) => quote)).toEqual([message]);
  expect(found?.toward).toEqual(toward);
  expect([found?.severity, found?.since]).toEqual(['high', ago(600)]);
});

test('says Jobs of a CronJob, which makes no pods itself', () => {
  const [found] = sightings(rule, night(nightly({lastScheduleTime: ago(90_000)})));
  expect(found?.summary).toBe(
    'CronJob shop/nightly cannot create Jobs: admission webhook "guard.shop.example" denied them: no Jobs at night',
  );
});

const created = event('CronJob', 'nightly', 'SuccessfulCreate', 'Created job nightly-29000', {
  type: 'Normal',
  lastTimestamp: ago(10),
});
test.each([
  ['a refusal that was got over', shop(refused(GATEKEEPER), {status: {replicas: 1}})],
  ['a refusal of yesterday', shop(refused(GATEKEEPER, {firstTimestamp: ago(90_000), lastTimestamp: ago(86_400)}))],
  ['a workload that is gone', shop(refused(GATEKEEPER), {more: {Deployment: [], ReplicaSet: []}})],
  ['one that is being deleted', shop(refused(GATEKEEPER), {metadata: {deletionTimestamp: ago(5)}})],
  [
    'a webhook that does not answer, which is told elsewhere',
    shop(
      refused(
        'Error creating: Internal error occurred: failed calling webhook "guard.shop.example": failed to call webhook: Post "https://guard.shop.svc:443/validate?timeout=10s": no endpoints available for service "guard"',
      ),
    ),
  ],
  [
    'a quota, which is told elsewhere',
    shop(
      refused(
        'Error creating: pods "web-1-x" is forbidden: exceeded quota: team, requested: pods=1, used: pods=3, limited: pods=3',
      ),
    ),
  ],
  ['a CronJob whose next try came through', night(nightly({}), created)],
  ['a CronJob that has run since', night(nightly({lastScheduleTime: ago(5)}))],
  ['a CronJob that is suspended by now', night(nightly({}, {suspend: true}))],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
