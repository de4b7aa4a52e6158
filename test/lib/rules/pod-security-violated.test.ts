import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/pod-security-violated.ts';
import {ago, cluster, deployment, event, object, pod, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const RESTRICTED =
  'Error creating: pods "web-1-x7k2p" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "app" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "app" must set securityContext.runAsNonRoot=true)';
const BASELINE =
  'Error creating: pods "web-1-x7k2p" is forbidden: violates PodSecurity "baseline:v1.28": host namespaces (hostNetwork=true), hostPath volumes (volumes "logs", "run (tmp)")';
const POLICY =
  'Error creating: pods "web-1-" is forbidden: PodSecurityPolicy: unable to validate against any pod security policy: [spec.containers[0].securityContext.privileged: Invalid value: true: Privileged containers are not allowed]';
const SCC =
  'Error creating: pods "web-1-" is forbidden: unable to validate against any security context constraint: [provider "anyuid": Forbidden: not usable by user or serviceaccount]';

const none = {replicas: 0, readyReplicas: 0, availableReplicas: 0, updatedReplicas: 0};
const refused = (message: string, more: Json = {}) => event('ReplicaSet', 'web-1', 'FailedCreate', message, more);
const shop = (one: Json, {status = none, more = {}}: {status?: Json; more?: Parameters<typeof cluster>[0]} = {}) => {
  const {Deployment, ReplicaSet} = deployment('web', {status});
  return cluster({Deployment: [Deployment], ReplicaSet: [{...ReplicaSet, status}], Pod: [], Event: [one], ...more});
};

test.each([
  [
    'a standard and its latest version',
    RESTRICTED,
    'PodSecurity "restricted:latest" of namespace shop: allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true',
    ['shop'],
  ],
  [
    'a standard of one version',
    BASELINE,
    'PodSecurity "baseline:v1.28" of namespace shop: host namespaces, hostPath volumes',
    ['shop'],
  ],
  [
    'a PodSecurityPolicy',
    POLICY,
    'every pod security policy: [spec.containers[0].securityContext.privileged: Invalid value: true: Privileged containers are not allowed]',
    [],
  ],
  [
    'a SecurityContextConstraint',
    SCC,
    'every security context constraint: [provider "anyuid": Forbidden: not usable by user or serviceaccount]',
    [],
  ],
])('tells what is wrong with %s', (_, message, words, toward) => {
  const [found, ...more] = sightings(rule, shop(refused(message)));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(`Deployment shop/web cannot create pods: they violate ${words}`);
  expect(found?.evidence[0]).toMatchObject({from: 'event', reason: 'FailedCreate', quote: message});
  expect([found?.severity, found?.since]).toEqual(['high', ago(600)]);
  expect(found?.toward?.map(({name}) => name)).toEqual(toward);
});

test('reads the condition where the event is gone, and matters less while old pods serve', () => {
  const {Deployment, ReplicaSet} = deployment('web');
  const failed = {
    ...ReplicaSet,
    status: {
      replicas: 0,
      conditions: [
        {
          type: 'ReplicaFailure',
          status: 'True',
          reason: 'FailedCreate',
          message: RESTRICTED,
          lastTransitionTime: ago(1000),
        },
      ],
    },
  };
  const old = {...ReplicaSet, metadata: {...(ReplicaSet['metadata'] as Json), name: 'web-0'}};
  const serving = pod('web-0-a', {
    of: 'web',
    metadata: {ownerReferences: [{kind: 'ReplicaSet', name: 'web-0', controller: true}]},
  });
  const [found] = sightings(rule, cluster({Deployment: [Deployment], ReplicaSet: [old, failed], Pod: [serving]}));
  expect(found).toMatchObject({
    subject: {kind: 'Deployment', name: 'web'},
    severity: 'medium',
    since: ago(1000),
    evidence: [
      {
        from: 'object',
        path: 'status.conditions[ReplicaFailure]',
        quote: `ReplicaFailure=True (FailedCreate): ${RESTRICTED}`,
      },
    ],
  });
});

const full = {replicas: 1, readyReplicas: 1};
test.each([
  ['a refusal that was got over', shop(refused(RESTRICTED), {status: full})],
  ['a refusal of yesterday', shop(refused(RESTRICTED, {firstTimestamp: ago(90_000), lastTimestamp: ago(86_400)}))],
  ['a workload that is gone', shop(refused(RESTRICTED), {more: {Deployment: [], ReplicaSet: []}})],
  [
    'a quota, which is told elsewhere',
    shop(
      refused(
        'Error creating: pods "web-1-x" is forbidden: exceeded quota: team, requested: pods=1, used: pods=3, limited: pods=3',
      ),
    ),
  ],
  [
    'a warning of a level that is not enforced',
    shop(
      refused('would violate PodSecurity "restricted:latest": allowPrivilegeEscalation != false', {
        reason: 'PolicyWarning',
      }),
    ),
  ],
  [
    'a healthy namespace that enforces a level',
    shop(event('ReplicaSet', 'web-1', 'SuccessfulCreate', 'Created pod: web-1-x'), {
      status: full,
      more: {
        Namespace: [
          object('shop', {}, {namespace: undefined, labels: {'pod-security.kubernetes.io/enforce': 'restricted'}}),
        ],
      },
    }),
  ],
])('is silent about %s', (_, on) => {
  expect(sightings(rule, on)).toEqual([]);
});
