import {describe, expect, test} from 'vitest';
import {diagnose} from '../../../src/lib/diagnose/diagnose.ts';
import type {Cluster} from '../../../src/lib/model/cluster.ts';
import {type Kind, kindNames} from '../../../src/lib/model/kinds.ts';
import type {Rule} from '../../../src/lib/model/rule.ts';
import {patterns} from '../../../src/lib/patterns/index.ts';
import {rules} from '../../../src/lib/rules/index.ts';
import {ago, cluster, deployment, meta, node, object, pod, service, slice, snapshot} from '../../support/cluster.ts';

const all = Object.entries(rules);
const patternNames = new Set(patterns.map(({name}) => name));

const everyKind = (wires: readonly unknown[]): Partial<Record<Kind, readonly unknown[]>> =>
  Object.fromEntries(kindNames.map((kind) => [kind, wires]));

/** What a server never sends, and a broken recording might. */
const ODD: readonly unknown[] = [
  {},
  {metadata: {name: 'odd'}},
  {
    metadata: {name: 'odd', namespace: 'shop', labels: 7, ownerReferences: 'x', creationTimestamp: 'never'},
    spec: {containers: [{}, null, 3], selector: 'x', ports: [null], rules: [{}], template: {spec: null}},
    status: {
      phase: 'Running',
      conditions: [{}, null],
      containerStatuses: [{state: {waiting: {}}, restartCount: 'many', lastState: {terminated: {}}}],
    },
  },
  {
    metadata: {name: 'odd2', namespace: 'shop', deletionTimestamp: ''},
    spec: {},
    status: {
      containerStatuses: [{name: 'a', state: {terminated: {}}, restartCount: 3}],
      initContainerStatuses: [{name: 'i', state: {waiting: {reason: 'CrashLoopBackOff'}}}],
      phase: 'Pending',
    },
  },
  {
    involvedObject: {kind: 'Pod', name: 'odd', namespace: 'shop'},
    reason: 'FailedScheduling',
    message: 7,
    type: 'Warning',
  },
  {involvedObject: {}, reason: 'Failed', message: 'Failed to pull image', type: 'Warning', lastTimestamp: 'x'},
];

/** A small healthy shop: a finished Job, a suspended CronJob, something scaled to zero, a pod that just started. */
function healthy(): Cluster {
  const web = deployment('web', {
    spec: {replicas: 2},
    status: {replicas: 2, readyReplicas: 2, availableReplicas: 2, updatedReplicas: 2},
  });
  const idle = deployment('idle', {
    spec: {replicas: 0},
    status: {replicas: 0, readyReplicas: 0, availableReplicas: 0, updatedReplicas: 0},
  });
  const young = pod('young', {
    metadata: {creationTimestamp: ago(5)},
    status: {
      phase: 'Pending',
      startTime: ago(4),
      conditions: [{type: 'Ready', status: 'False', lastTransitionTime: ago(4)}],
      containerStatuses: [
        {name: 'app', ready: false, restartCount: 0, state: {waiting: {reason: 'ContainerCreating'}}},
      ],
    },
  });
  const done = pod('import-x', {
    metadata: {ownerReferences: [{kind: 'Job', name: 'import', controller: true}], labels: {}},
    status: {
      phase: 'Succeeded',
      conditions: [{type: 'Ready', status: 'False', reason: 'PodCompleted'}],
      containerStatuses: [
        {
          name: 'app',
          ready: false,
          restartCount: 0,
          state: {terminated: {exitCode: 0, reason: 'Completed', finishedAt: ago(100)}},
        },
      ],
    },
  });
  const nothing = Object.fromEntries(kindNames.map((kind) => [kind, []]));
  return cluster({
    ...nothing,
    Node: [node('node-1')],
    Namespace: [{metadata: {name: 'shop'}, status: {phase: 'Active'}}],
    Deployment: [web.Deployment, idle.Deployment],
    ReplicaSet: [web.ReplicaSet],
    Pod: [pod('web-a', {of: 'web'}), pod('web-b', {of: 'web', status: {podIP: '10.0.0.2'}}), young, done],
    Service: [service('web')],
    EndpointSlice: [slice('web', ['web-a', 'web-b'])],
    Job: [
      object('import', {
        spec: {completions: 1, backoffLimit: 6, template: {spec: {containers: []}}},
        status: {
          succeeded: 1,
          completionTime: ago(100),
          conditions: [{type: 'Complete', status: 'True', lastTransitionTime: ago(100)}],
        },
      }),
    ],
    CronJob: [
      object('nightly', {
        spec: {schedule: '0 3 * * *', suspend: true, jobTemplate: {spec: {template: {spec: {containers: []}}}}},
      }),
    ],
    ServiceAccount: [object('default')],
    PersistentVolumeClaim: [
      {metadata: meta('data'), spec: {volumeName: 'pv-1', storageClassName: 'fast'}, status: {phase: 'Bound'}},
    ],
    PersistentVolume: [
      {
        metadata: {name: 'pv-1'},
        spec: {claimRef: {namespace: 'shop', name: 'data'}, storageClassName: 'fast'},
        status: {phase: 'Bound'},
      },
    ],
    StorageClass: [{metadata: {name: 'fast'}, provisioner: 'x.csi'}],
    CSIDriver: [{metadata: {name: 'x.csi'}}],
  });
}

describe.each(all)('%s', (name, rule) => {
  test('is silent about an empty cluster', () => {
    expect([...rule.check(cluster({}))]).toEqual([]);
    expect([...rule.check(cluster(everyKind([])))]).toEqual([]);
  });

  test('never throws on odd objects, nor do its leads', () => {
    const odd = cluster(everyKind(ODD));
    expect(() => [...(rule.leads?.(odd) ?? []), ...rule.check(odd)]).not.toThrow();
  });

  test('raises no alarm about a healthy cluster', () => {
    const loud = [...rule.check(healthy())].filter(
      (one) => 'evidence' in one && ['critical', 'high'].includes(one.severity ?? rule.severity),
    );
    expect(loud).toEqual([]);
  });

  test('names only rules, tags and patterns that exist', () => {
    const tags = new Set(all.flatMap(([, {tags: some = []}]) => some));
    for (const {rule: other} of rule.explains ?? [])
      expect(other.startsWith('#') ? tags.has(other.slice(1) as never) : Object.hasOwn(rules, other), other).toBe(true);
    for (const pattern of rule.patterns ?? []) expect(patternNames.has(pattern), pattern).toBe(true);
  });

  test('tells a person why, how to confirm and how to mend', () => {
    expect([rule.title, rule.why, rule.confirm.length > 0, rule.fix.length > 0].every(Boolean), name).toBe(true);
  });
});

test('no two rules explain each other on the same object', () => {
  const explainsOnSelf = (cause: Rule, [effectName, effect]: readonly [string, Rule]): boolean =>
    (cause.explains ?? []).some(
      ({rule, via}) => via === 'is' && (rule === effectName || (effect.tags ?? []).some((tag) => rule === `#${tag}`)),
    );
  const pairs = all.flatMap((a) =>
    all
      .filter((b) => a[0] < b[0] && explainsOnSelf(a[1], b) && explainsOnSelf(b[1], a))
      .map((b) => `${a[0]} and ${b[0]}`),
  );
  expect(pairs).toEqual([]);
});

test('a healthy cluster has no incident of severity high or critical', () => {
  const {incidents} = diagnose(healthy().snapshot, rules);
  expect(
    incidents.filter(({severity}) => severity === 'high' || severity === 'critical').map(({cause}) => cause.summary),
  ).toEqual([]);
});

test('the same snapshot gives the same report', () => {
  const once = (): string => JSON.stringify(diagnose(snapshot(everyKind(ODD)), rules));
  expect(once()).toBe(once());
});
