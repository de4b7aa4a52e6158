import type {Cluster} from '../model/cluster.ts';
import type {Change} from '../model/finding.ts';
import type {KubeObject} from '../model/kinds.ts';
import type {Edit} from '../model/kube/meta.ts';
import type {Container} from '../model/kube/pod.ts';
import {type Ref, ref} from '../model/ref.ts';
import {HOUR, instant, type Milliseconds, MINUTE} from '../model/time.ts';

/** A change counts when it came at most this long before the onset, or just after what little of the onset is known. */
const BEFORE: Milliseconds = HOUR;
const AFTER: Milliseconds = MINUTE;
const CHANGES_AT_MOST = 5;

/** What changed on an object, and on the settings its pods read, shortly before something began to go wrong. */
export function changesNear(subject: Ref, since: string | undefined, cluster: Cluster): readonly Change[] {
  const onset = instant(since) ?? cluster.now.getTime();
  const isNear = ({at}: Change): boolean => {
    const when = instant(at);
    return when !== undefined && when >= onset - BEFORE && when <= onset + AFTER;
  };
  const rollouts = subject.kind === 'Deployment' ? rolloutsOf(subject, cluster) : [];
  const edits = rollouts.length > 0 ? [] : editsOf(subject, cluster);
  return [...rollouts, ...edits, ...settingsEdits(subject, cluster)]
    .filter(isNear)
    .sort((a, b) => (instant(b.at) ?? 0) - (instant(a.at) ?? 0))
    .slice(0, CHANGES_AT_MOST);
}

/** Each ReplicaSet after the first is a rollout; its template against the one before says what changed. */
function rolloutsOf(subject: Ref, cluster: Cluster): Change[] {
  const revision = ({metadata}: KubeObject<'ReplicaSet'>): number =>
    Number(metadata.annotations['deployment.kubernetes.io/revision'] ?? 0);
  const sets = cluster
    .all('ReplicaSet')
    .filter(
      ({metadata}) =>
        metadata.namespace === subject.namespace &&
        metadata.ownerReferences.some(({kind, name}) => kind === 'Deployment' && name === subject.name),
    )
    .sort((a, b) => revision(a) - revision(b));
  const [before, now] = sets.slice(-2);
  if (before === undefined || now?.metadata.creationTimestamp === undefined) return [];
  const what = differences(before.spec.template.spec.containers, now.spec.template.spec.containers);
  return [
    {
      at: now.metadata.creationTimestamp,
      ref: subject,
      what: what.length === 0 ? `rolled out revision ${String(revision(now))}` : what.join('; '),
    },
  ];
}

function differences(before: readonly Container[], now: readonly Container[]): readonly string[] {
  return now.flatMap((container) => {
    const old = before.find(({name}) => name === container.name);
    return old === undefined ? [`container ${container.name} added`] : differencesOf(old, container);
  });
}

function differencesOf(old: Container, now: Container): string[] {
  const said: string[] = [];
  if (old.image !== now.image) said.push(`image ${old.image ?? '?'} → ${now.image ?? '?'}`);
  if (differ(old.command, now.command) || differ(old.args, now.args))
    said.push(
      `command of ${now.name}: ${[...old.command, ...old.args].join(' ')} → ${[...now.command, ...now.args].join(' ')}`,
    );
  for (const name of new Set([...old.env, ...now.env].map((one) => one.name))) {
    const [was, is] = [old, now].map(({env}) => env.find((one) => one.name === name));
    if (was === undefined || is === undefined) said.push(`env ${name} ${was === undefined ? 'added' : 'removed'}`);
    else if (differ(was, is)) said.push(`env ${name} changed`);
  }
  for (const part of ['requests', 'limits'] as const)
    for (const name of new Set([...Object.keys(old.resources[part]), ...Object.keys(now.resources[part])])) {
      const [was, is] = [old.resources[part][name], now.resources[part][name]];
      if (was !== is) said.push(`${part}.${name} of ${now.name}: ${was ?? 'none'} → ${is ?? 'none'}`);
    }
  for (const kind of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const)
    if (differ(old[kind], now[kind])) said.push(`${kind} of ${now.name} changed`);
  return said;
}

const differ = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

/** Edits by people and tools, from managedFields: not status updates, not the creation itself. */
function editsOf(on: Ref, cluster: Cluster): Change[] {
  const object = cluster.objects.byRef(on);
  if (object === undefined || !('managedFields' in object.metadata)) return [];
  const created = instant(object.metadata.creationTimestamp) ?? 0;
  const edits = object.metadata.managedFields as readonly Edit[];
  return edits.flatMap(({manager, operation, subresource, time}) => {
    const isNews =
      time !== undefined && subresource !== 'status' && (instant(time) ?? 0) > created + 1000 && !isController(manager);
    return isNews
      ? [
          {
            at: time,
            ref: on,
            what: `${on.kind} ${on.name} changed${subresource === undefined ? '' : ` (${subresource})`} by ${manager ?? 'unknown'} (${operation ?? 'Update'})`,
          },
        ]
      : [];
  });
}

const isController = (manager: string | undefined): boolean =>
  /^(kube-controller-manager|kube-scheduler|kubelet|kube-apiserver)$/.test(manager ?? '');

function settingsEdits(subject: Ref, cluster: Cluster): Change[] {
  const [pod] = subject.kind === 'Node' || subject.kind === 'Service' ? [] : cluster.podsOf(subject);
  if (pod === undefined) return [];
  const names = new Set([
    ...pod.spec.volumes.flatMap(({configMap}) => (configMap === undefined ? [] : [configMap.name])),
    ...pod.spec.containers
      .flatMap(({envFrom, env}) => [
        ...envFrom.map(({configMapRef}) => configMapRef?.name),
        ...env.map(({valueFrom}) => valueFrom?.configMapKeyRef?.name),
      ])
      .filter((one) => one !== undefined),
  ]);
  return [...names].flatMap((name) => editsOf(ref('ConfigMap', subject.namespace, name), cluster));
}
