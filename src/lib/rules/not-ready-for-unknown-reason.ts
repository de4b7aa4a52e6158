import {refOf} from '../model/cluster/objects.ts';
import type {Cluster} from '../model/cluster.ts';
import {byWorkload, conditionOf, containersOf, isLeaving, isReady} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import type {Pod} from '../model/kube/pod.ts';
import {conditionProof, fieldProof, proof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, earliest, MINUTE} from '../model/time.ts';
import {inNamespace, named, severityOf, takesFromService} from './_story.ts';

const LONG = 2 * MINUTE;

interface Unready {
  readonly pod: Pod;
  readonly podRef: Ref;
  readonly why: string;
}

const readySince = ({status}: Pod): string | undefined =>
  conditionOf(status.conditions, 'Ready')?.lastTransitionTime ?? status.startTime;

/** Undefined when another rule looks at such pods: waiting, ended or restarted containers, failing readiness probes. */
function why(pod: Pod): string | undefined {
  const containers = containersOf(pod).filter(({role}) => role !== 'init');
  if (containers.length === 0 || containers.some(({status}) => status.state.running === undefined)) return undefined;
  const unready = containers.filter(({status}) => status.ready !== true);
  const starting = unready.find(({status, spec}) => status.started === false && spec?.startupProbe !== undefined);
  if (starting !== undefined) return `the startup probe of container ${starting.status.name} has not succeeded yet`;
  if (unready.some(({spec}) => spec?.readinessProbe !== undefined)) return undefined;
  if (unready[0] !== undefined)
    return `container ${unready[0].status.name} runs and is not ready, without a readiness probe that could say why`;
  const gate = conditionOf(pod.status.conditions, 'Ready');
  return gate?.reason === 'ReadinessGatesNotReady'
    ? (gate.message ?? 'a readiness gate is not met')
    : 'all its containers are ready, but the pod is not (its node may not report)';
}

function* seen(cluster: Cluster): Generator<Unready> {
  for (const pod of cluster.all('Pod')) {
    if (
      pod.status.phase !== 'Running' ||
      isReady(pod) ||
      isLeaving(pod) ||
      (ageOf(readySince(pod), cluster.now) ?? 0) < LONG
    )
      continue;
    const said = why(pod);
    if (said !== undefined) yield {pod, podRef: refOf('Pod', pod), why: said};
  }
}

function sighting(cluster: Cluster, subject: Ref, group: readonly [Unready, ...Unready[]]): Sighting {
  const [{pod, podRef, why: said}] = group;
  const ready = conditionOf(pod.status.conditions, 'Ready');
  return {
    subject,
    summary: `${named(subject)} is not ready: ${said}`,
    severity: severityOf(cluster, subject) === 'high' ? 'medium' : 'low',
    since: earliest(group.map((one) => readySince(one.pod))),
    objects: group.map((one) => one.podRef),
    evidence: proof(
      ready === undefined ? fieldProof(podRef, 'status.phase', 'Running') : conditionProof(podRef, ready),
    ),
    confirm: [`${inNamespace(subject)} describe pod ${podRef.name}`],
  };
}

export default {
  title: 'A pod runs and is not ready',
  category: 'workload',
  severity: 'medium',
  why: 'A pod that is not ready gets no traffic from its Services. Nothing that was read says why it is not ready.',
  confirm: ['kubectl describe pod <pod>: Conditions and events', 'kubectl get node <node>'],
  fix: ['see whether the node reports, whether a readiness gate is met, whether the start takes too long'],
  needs: ['Pod'],
  tags: ['not-ready'],
  explains: takesFromService,
  sources: ['https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-readiness-gate'],
  *check(cluster) {
    for (const [subject, group] of byWorkload(cluster, seen(cluster))) yield sighting(cluster, subject, group);
  },
} satisfies Rule;
