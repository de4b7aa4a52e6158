import type {Cluster} from '../model/cluster.ts';
import {byWorkload, containersOf, type PodContainer, troubledContainers} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import {fieldProof, proof} from '../model/proof.ts';
import {type Ref, ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {instant, latest} from '../model/time.ts';
import {needsOf} from './_references.ts';
import {runningUnready} from './_probe.ts';
import {inNamespace, isActive, isRestarting, named, resource} from './_story.ts';
import {podsIn} from './_waiting.ts';

interface Stale {
  readonly one: PodContainer;
  readonly podRef: Ref;
  readonly name: string;
  readonly changed: string;
  readonly started: string;
}

const changedAt = (cluster: Cluster, namespace: string | undefined, name: string): string | undefined =>
  latest((cluster.get('ConfigMap', namespace, name)?.metadata.managedFields ?? []).map(({time}) => time));

/** Environment is read once, at the start of the container; files of volumes follow the ConfigMap. */
function look(cluster: Cluster, one: PodContainer): Stale | undefined {
  const started = one.status.state.running?.startedAt ?? one.pod.status.startTime;
  if (started === undefined || !isActive(one.pod)) return undefined;
  for (const {kind, name, container} of needsOf(one)) {
    const changed =
      kind === 'ConfigMap' && container !== undefined
        ? changedAt(cluster, one.pod.metadata.namespace, name)
        : undefined;
    if (changed !== undefined && (instant(changed) ?? 0) > (instant(started) ?? Infinity))
      return {one, podRef: one.podRef, name, changed, started};
  }
  return undefined;
}

/** Only of pods that are in trouble: elsewhere it is how people work. */
function* seen(cluster: Cluster): Generator<Stale> {
  const troubled = [
    ...troubledContainers(cluster).filter((one) => isRestarting(one, cluster.now)),
    ...runningUnready(cluster),
  ].map(({pod}) => pod);
  for (const pod of new Set(troubled)) {
    for (const one of containersOf(pod)) {
      const found = look(cluster, one);
      if (found !== undefined) yield found;
    }
  }
}

function sighting(subject: Ref, group: readonly [Stale, ...Stale[]]): Sighting {
  const [{one, podRef, name, changed, started}] = group;
  const map = ref('ConfigMap', subject.namespace, name);
  return {
    subject,
    summary: `${named(subject)} runs with old settings: ConfigMap ${name} was changed after container ${one.status.name} had read it into its environment`,
    since: changed,
    objects: podsIn(group),
    toward: [map],
    evidence: proof(
      fieldProof(map, 'metadata.managedFields', `changed ${changed}`, changed),
      fieldProof(podRef, `status.containerStatuses[${one.status.name}].state.running.startedAt`, started, started),
    ),
    fix: subject.kind === 'Pod' ? [] : [`${inNamespace(subject)} rollout restart ${resource(subject)}`],
  };
}

export default {
  title: 'A ConfigMap was changed after the containers that read it had started',
  category: 'config',
  severity: 'low',
  why: 'Environment variables are read once, when a container starts. A later change of the ConfigMap reaches it only after a restart.',
  confirm: ['kubectl get configmap <name> -o yaml --show-managed-fields', 'kubectl exec <pod> -- env'],
  fix: ['kubectl rollout restart deployment/<name>', 'name ConfigMaps by their content, so that a change is a rollout'],
  needs: ['Pod', 'ConfigMap'],
  sources: [
    'https://kubernetes.io/docs/concepts/configuration/configmap/#mounted-configmaps-are-updated-automatically',
  ],
  *check(cluster) {
    for (const [subject, group] of byWorkload(cluster, seen(cluster))) yield sighting(subject, group);
  },
} satisfies Rule;
