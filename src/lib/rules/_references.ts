import type {Cluster} from '../model/cluster.ts';
import {isLeaving, type PodContainer} from '../model/containers.ts';
import type {Evidence} from '../model/evidence.ts';
import type {KubeEvent} from '../model/event.ts';
import type {Sighting} from '../model/finding.ts';
import type {Container, Pod, Volume} from '../model/kube/pod.ts';
import {fieldProof} from '../model/proof.ts';
import {type Ref, ref} from '../model/ref.ts';
import {didYouMean} from '../parse/similar.ts';
import {inNamespace, named, severityOf, someOf} from './_story.ts';
import {type Held, heldByWorkload, podsIn, saidAbout, waitingEvidence, waitingSince} from './_waiting.ts';

export type ConfigKind = 'ConfigMap' | 'Secret';

/** A place in a pod's spec that reads a ConfigMap or Secret. */
export interface Reference {
  readonly kind: ConfigKind;
  readonly name: string;
  readonly key: string | undefined;
  readonly isOptional: boolean;
  /** Undefined for volumes, which hold up every container of the pod. */
  readonly container: string | undefined;
  readonly path: string;
}

type Named = {readonly name: string; readonly optional?: boolean | undefined; readonly key?: string | undefined};
const reference = (kind: ConfigKind, to: Named, container: string | undefined, path: string): Reference => ({
  kind,
  name: to.name,
  key: to.key,
  isOptional: to.optional === true,
  container,
  path,
});

function* ofContainer(list: string, {name, env, envFrom}: Container): Generator<Reference> {
  const at = `spec.${list}[${name}]`;
  for (const {name: variable, valueFrom} of env) {
    if (valueFrom?.configMapKeyRef !== undefined)
      yield reference('ConfigMap', valueFrom.configMapKeyRef, name, `${at}.env[${variable}].valueFrom.configMapKeyRef`);
    if (valueFrom?.secretKeyRef !== undefined)
      yield reference('Secret', valueFrom.secretKeyRef, name, `${at}.env[${variable}].valueFrom.secretKeyRef`);
  }
  for (const {configMapRef, secretRef} of envFrom) {
    if (configMapRef !== undefined) yield reference('ConfigMap', configMapRef, name, `${at}.envFrom.configMapRef`);
    if (secretRef !== undefined) yield reference('Secret', secretRef, name, `${at}.envFrom.secretRef`);
  }
}

type Source = Pick<Volume, 'configMap'> & {
  readonly secret?:
    | {
        readonly name?: string;
        readonly secretName?: string;
        readonly optional?: boolean | undefined;
        readonly items: ReadonlyArray<{readonly key: string}>;
      }
    | undefined;
};

/** A volume that lists `items` needs each of their keys. */
function* ofSource({configMap, secret}: Source, at: string): Generator<Reference> {
  for (const [kind, from] of [
    ['ConfigMap', configMap],
    ['Secret', secret],
  ] as const) {
    if (from === undefined) continue;
    const to = {name: ('secretName' in from ? from.secretName : from.name) ?? '', optional: from.optional};
    const path = `${at}.${kind === 'ConfigMap' ? 'configMap' : 'secret'}`;
    yield reference(kind, to, undefined, path);
    for (const {key} of from.items) yield reference(kind, {...to, key}, undefined, `${path}.items[${key}]`);
  }
}

/** Every ConfigMap and Secret that a pod reads, by its spec. */
export function* referencesOf({spec}: Pod): Generator<Reference> {
  for (const one of spec.initContainers) yield* ofContainer('initContainers', one);
  for (const one of spec.containers) yield* ofContainer('containers', one);
  for (const volume of spec.volumes) {
    yield* ofSource(volume, `spec.volumes[${volume.name}]`);
    for (const source of volume.projected?.sources ?? [])
      yield* ofSource(source, `spec.volumes[${volume.name}].projected`);
  }
}

/** What a container needs before it can start: its own settings, and every volume of its pod. */
export const needsOf = ({pod, status}: PodContainer): readonly Reference[] =>
  [...referencesOf(pod)].filter(
    ({container, isOptional}) => !isOptional && (container === undefined || container === status.name),
  );

/** Reasons with which a container waits for its settings or volumes. */
const HELD = new Set(['CreateContainerConfigError', 'ContainerCreating', 'PodInitializing', 'CreateContainerError']);
export const isHeldByConfig = ({pod, status}: PodContainer): boolean =>
  !isLeaving(pod) && pod.nodeName !== undefined && HELD.has(status.state.waiting?.reason ?? '');

/** What the kubelet said while it held a container: its status first, then events, newest first. */
export function* saidOf(
  cluster: Cluster,
  one: PodContainer,
): Generator<{readonly text: string; readonly event: KubeEvent | undefined}> {
  const {message} = one.status.state.waiting ?? {};
  const events = saidAbout(cluster, one, 'Failed', 'FailedMount');
  if (message !== undefined) yield {text: message, event: events.find((event) => event.message.includes(message))};
  for (const event of events) yield {text: event.message, event};
}

export interface Missing {
  readonly kind: ConfigKind;
  readonly name: string;
  readonly path: string | undefined;
  readonly event: KubeEvent | undefined;
}

const NOT_FOUND: Readonly<Record<ConfigKind, RegExp>> = {
  ConfigMap: /configmaps? "([^"]+)" not found/i,
  Secret: /secrets? "([^"]+)" not found/i,
};

/** The first object of a kind that a waiting container needs and that is not there: by the objects, or where they were not read by the kubelet's word. */
export function missingFor(cluster: Cluster, one: PodContainer, kind: ConfigKind): Missing | undefined {
  if (!isHeldByConfig(one)) return undefined;
  const {namespace} = one.pod.metadata;
  const needs = needsOf(one).filter((each) => each.kind === kind);
  const said = [...saidOf(cluster, one)]
    .map(({text, event}) => ({name: NOT_FOUND[kind].exec(text)?.[1], event}))
    .filter(({name}) => name !== undefined);
  const isGone = (name: string): boolean => cluster.objects.isAbsent(kind, namespace, name);
  const absent = needs.find(({name}) => name !== '' && isGone(name));
  if (absent !== undefined)
    return {kind, name: absent.name, path: absent.path, event: said.find(({name}) => name === absent.name)?.event};
  // Read and there by now: an event from before is history.
  const told = said.find(({name = ''}) => cluster.get(kind, namespace, name) === undefined);
  return told?.name === undefined
    ? undefined
    : {kind, name: told.name, path: needs.find(({name}) => name === told.name)?.path, event: told.event};
}

const namesBeside = (cluster: Cluster, kind: ConfigKind, namespace: string | undefined): readonly string[] =>
  cluster
    .all(kind)
    .filter(({metadata}) => metadata.namespace === namespace)
    .map(({metadata}) => metadata.name);

function elsewhere(cluster: Cluster, kind: ConfigKind, name: string): string {
  const places = cluster
    .all(kind)
    .filter(({metadata}) => metadata.name === name)
    .map(({metadata}) => metadata.namespace ?? '');
  return places.length === 0 ? '' : `; one of that name is in namespace ${someOf(places, 2)}`;
}

function sighting(
  cluster: Cluster,
  subject: Ref,
  group: readonly [Held<Missing>, ...ReadonlyArray<Held<Missing>>],
): Sighting {
  const [{one, found}] = group;
  const {kind, name, path, event} = found;
  const names = [...new Set(group.map((each) => each.found.name))];
  const hint = didYouMean(name, namesBeside(cluster, kind, subject.namespace)) || elsewhere(cluster, kind, name);
  const spec: Evidence | undefined = path === undefined ? undefined : fieldProof(one.podRef, path, `name: ${name}`);
  return {
    subject,
    summary: `${named(subject)} cannot start: ${kind} ${someOf(names.map((each) => `"${each}"`))} does not exist in namespace ${subject.namespace ?? 'default'}${hint}`,
    severity: severityOf(cluster, subject),
    since: waitingSince(
      group.map((each) => each.one),
      group.map((each) => each.found.event),
    ),
    objects: podsIn(group),
    toward: names.map((each) => ref(kind, subject.namespace, each)),
    evidence: waitingEvidence(one, event, spec),
    confirm: [`${inNamespace(subject)} get ${kind.toLowerCase()} ${name}`],
    fix: [
      kind === 'ConfigMap'
        ? `${inNamespace(subject)} create configmap ${name} --from-literal=<key>=<value>, or correct the name in ${named(subject)}`
        : `${inNamespace(subject)} create secret generic ${name} --from-literal=<key>=<value>, or correct the name in ${named(subject)}`,
    ],
  };
}

/** The sightings of missing-config-map and missing-secret, which differ in the kind alone. */
export function* missingSightings(cluster: Cluster, kind: ConfigKind): Generator<Sighting> {
  for (const [subject, group] of heldByWorkload(cluster, (one) => missingFor(cluster, one, kind)))
    yield sighting(cluster, subject, group);
}
