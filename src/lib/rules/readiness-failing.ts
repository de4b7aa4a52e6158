import type {Cluster} from '../model/cluster.ts';
import {byWorkload, conditionOf, type PodContainer} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import {conditionProof, eventProof, fieldProof, proof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, earliest, MINUTE} from '../model/time.ts';
import {failuresOf, probeOf, runningUnready, spellAnswer, spellProbe} from './_probe.ts';
import {inNamespace, named, severityOf, takesFromService} from './_story.ts';
import {podsIn} from './_waiting.ts';

/** A readiness failure in the first minute is how every start looks. */
function isFailing(cluster: Cluster, one: PodContainer): boolean {
  const {state, started} = one.status;
  const isYoung = (ageOf(state.running?.startedAt, cluster.now) ?? Infinity) < MINUTE;
  return probeOf(one, 'readiness') !== undefined && started !== false && !isYoung;
}

const readyCondition = ({
  pod,
}: PodContainer): ReturnType<typeof conditionOf<PodContainer['pod']['status']['conditions'][number]>> =>
  conditionOf(pod.status.conditions, 'ContainersReady') ?? conditionOf(pod.status.conditions, 'Ready');

function sighting(cluster: Cluster, subject: Ref, group: readonly [PodContainer, ...PodContainer[]]): Sighting {
  const shown = group.find((one) => failuresOf(cluster, one, 'readiness').length > 0) ?? group[0];
  const event = failuresOf(cluster, shown, 'readiness').at(-1);
  const condition = readyCondition(shown);
  const status =
    condition === undefined
      ? fieldProof(shown.podRef, `status.containerStatuses[${shown.status.name}].ready`, 'false')
      : conditionProof(shown.podRef, condition);
  const answer = event === undefined ? 'does not succeed' : spellAnswer(event.message);
  const pods = new Set(group.map(({podRef}) => podRef.name)).size;
  const probe = probeOf(shown, 'readiness');
  return {
    subject,
    summary: `${named(subject)} is not ready: readiness probe ${spellProbe(probe)} of container ${shown.status.name} ${answer}${subject.kind === 'Pod' ? '' : ` (${String(pods)} pod${pods === 1 ? '' : 's'})`}`,
    severity: severityOf(cluster, subject),
    since: earliest(group.map((one) => readyCondition(one)?.lastTransitionTime)) ?? event?.first,
    objects: podsIn(group),
    evidence: event === undefined ? proof(status) : proof(eventProof(event), status),
    confirm: [
      `${inNamespace(subject)} describe pod ${shown.podRef.name}`,
      `${inNamespace(subject)} logs ${shown.podRef.name} -c ${shown.status.name}`,
    ],
    fix: [`find out why ${spellProbe(probe)} ${answer}, or correct readinessProbe`],
  };
}

export default {
  title: 'A readiness probe fails, so its pod gets no traffic',
  category: 'workload',
  severity: 'high',
  why: 'A pod whose readiness probe fails is taken out of its Services, and a rollout waits for it.',
  confirm: [
    'kubectl describe pod <pod>: "Readiness probe failed"',
    'call the path of the probe from inside the pod',
    'kubectl logs <pod>',
  ],
  fix: ['mend what the probe finds, often a dependency', 'correct path, port or time-out of the probe'],
  needs: ['Pod'],
  tags: ['not-ready'],
  explains: takesFromService,
  sources: ['https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/'],
  *check(cluster) {
    for (const [subject, group] of byWorkload(
      cluster,
      runningUnready(cluster).filter((one) => isFailing(cluster, one)),
    ))
      yield sighting(cluster, subject, group);
  },
} satisfies Rule;
