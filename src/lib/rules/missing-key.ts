import type {Cluster} from '../model/cluster.ts';
import type {PodContainer} from '../model/containers.ts';
import type {KubeEvent} from '../model/event.ts';
import type {Sighting} from '../model/finding.ts';
import {fieldProof} from '../model/proof.ts';
import {type Ref, ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {didYouMean} from '../parse/similar.ts';
import {type ConfigKind, isHeldByConfig, needsOf, saidOf} from './_references.ts';
import {inNamespace, keepsFromStarting, named, severityOf} from './_story.ts';
import {type Held, heldByWorkload, podsIn, waitingEvidence, waitingSince} from './_waiting.ts';

interface Lacking {
  readonly kind: ConfigKind;
  readonly name: string;
  readonly key: string;
  readonly path: string | undefined;
  readonly event: KubeEvent | undefined;
}

/** `couldn't find key url in ConfigMap shop/settings` (env), `references non-existent config key: url` and `… secret key: url` (volumes). */
const IN_ENV = /couldn't find key (\S+) in (ConfigMap|Secret) (?:[^/\s]+\/)?([^\s,]+)/;
const IN_VOLUME = /references non-existent (config|secret) key: (\S+)/;

const keysOf = (cluster: Cluster, namespace: string | undefined, name: string): readonly string[] | undefined => {
  const map = cluster.get('ConfigMap', namespace, name);
  return map === undefined ? undefined : [...Object.keys(map.data), ...Object.keys(map.binaryData)];
};

function told(cluster: Cluster, one: PodContainer): Lacking | undefined {
  for (const {text, event} of saidOf(cluster, one)) {
    const [, key, kind, name] = IN_ENV.exec(text) ?? [];
    if (key !== undefined && name !== undefined)
      return {kind: kind === 'Secret' ? 'Secret' : 'ConfigMap', name, key, path: undefined, event};
    const [, family, item] = IN_VOLUME.exec(text) ?? [];
    const from = needsOf(one).find(
      (each) => each.key === item && each.kind === (family === 'secret' ? 'Secret' : 'ConfigMap'),
    );
    if (item !== undefined && from !== undefined)
      return {kind: from.kind, name: from.name, key: item, path: from.path, event};
  }
  return undefined;
}

/** A Secret's keys are never read, so only the kubelet can say that one is missing. */
function lacking(cluster: Cluster, one: PodContainer): Lacking | undefined {
  if (!isHeldByConfig(one)) return undefined;
  const {namespace} = one.pod.metadata;
  const said = told(cluster, one);
  const isHealed = said?.kind === 'ConfigMap' && keysOf(cluster, namespace, said.name)?.includes(said.key) === true;
  const gone = needsOf(one).find(
    ({kind, name, key}) =>
      kind === 'ConfigMap' && key !== undefined && keysOf(cluster, namespace, name)?.includes(key) === false,
  );
  if (gone?.key !== undefined)
    return {
      kind: 'ConfigMap',
      name: gone.name,
      key: gone.key,
      path: gone.path,
      event: said?.key === gone.key ? said.event : undefined,
    };
  return isHealed ? undefined : said;
}

function sighting(
  cluster: Cluster,
  subject: Ref,
  group: readonly [Held<Lacking>, ...ReadonlyArray<Held<Lacking>>],
): Sighting {
  const [{one, found}] = group;
  const {kind, name, key, path, event} = found;
  const keys = kind === 'ConfigMap' ? (keysOf(cluster, subject.namespace, name) ?? []) : [];
  return {
    subject,
    summary: `${named(subject)} cannot start: ${kind} ${name} has no key "${key}"${didYouMean(key, keys)}`,
    severity: severityOf(cluster, subject),
    since: waitingSince(
      group.map((each) => each.one),
      group.map((each) => each.found.event),
    ),
    objects: podsIn(group),
    toward: [ref(kind, subject.namespace, name)],
    evidence: waitingEvidence(
      one,
      event,
      path === undefined ? undefined : fieldProof(one.podRef, path, `name: ${name}, key: ${key}`),
      keys.length === 0
        ? undefined
        : fieldProof(ref(kind, subject.namespace, name), 'data', `keys: ${keys.slice(0, 20).join(', ')}`),
    ),
    confirm: [`${inNamespace(subject)} describe ${kind.toLowerCase()} ${name}`],
    fix: [`add the key ${key} to ${kind} ${name}, or correct the key in ${named(subject)}`],
  };
}

export default {
  title: 'A ConfigMap or Secret lacks a key that pods need',
  category: 'config',
  severity: 'high',
  why: 'A container whose environment or volume names a key that its ConfigMap or Secret does not have is not started.',
  confirm: [
    'kubectl -n <namespace> describe configmap <name>',
    "kubectl describe pod <pod>: couldn't find key, or references non-existent config key",
  ],
  fix: [
    'add the key',
    'correct the key in the pod template',
    'mark the reference as optional when the application can do without',
  ],
  needs: ['Pod'],
  explains: keepsFromStarting,
  sources: [
    'pkg/kubelet/kubelet_pods.go (makeEnvironmentVariables)',
    'pkg/volume/configmap/configmap.go (MakePayload)',
  ],
  *check(cluster) {
    for (const [subject, group] of heldByWorkload(cluster, (one) => lacking(cluster, one)))
      yield sighting(cluster, subject, group);
  },
} satisfies Rule;
