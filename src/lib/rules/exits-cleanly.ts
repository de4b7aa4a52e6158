import type {Cluster} from '../model/cluster.ts';
import {byWorkload, lastEnd, type PodContainer, troubledContainers} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import {endProof, fieldProof, lineProof, proof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {earliest} from '../model/time.ts';
import {killsBy} from './_probe.ts';
import {
  endedLog,
  inNamespace,
  isRestarting,
  lastLines,
  lastWords,
  named,
  resource,
  severityOf,
  takesFromService,
  worst,
} from './_story.ts';
import {podsIn} from './_waiting.ts';

/** Ends with 0 by itself although it is meant to run for ever: nobody asked it to stop. */
function isDone(cluster: Cluster, one: PodContainer): boolean {
  const isServer =
    one.role === 'sidecar' || (one.role === 'container' && (one.pod.spec.restartPolicy ?? 'Always') === 'Always');
  const isAsked = killsBy(cluster, one, 'liveness').length > 0 || killsBy(cluster, one, 'startup').length > 0;
  return (
    isServer &&
    lastEnd(one.status)?.exitCode === 0 &&
    lastEnd(one.status)?.reason !== 'OOMKilled' &&
    !isAsked &&
    isRestarting(one, cluster.now)
  );
}

function sighting(cluster: Cluster, subject: Ref, group: readonly [PodContainer, ...PodContainer[]]): Sighting {
  const [one] = group;
  const end = lastEnd(one.status);
  const log = endedLog(cluster, one);
  const words = lastWords(lastLines(log));
  const command = [...(one.spec?.command ?? []), ...(one.spec?.args ?? [])].join(' ');
  const status =
    end === undefined
      ? fieldProof(one.podRef, `status.containerStatuses[${one.status.name}]`, 'exit 0')
      : endProof(one, end);
  return {
    subject,
    summary: `${named(subject)} keeps restarting: container ${one.status.name} ends by itself with exit 0 (Completed), but restartPolicy Always expects it to run for ever`,
    severity: worst(severityOf(cluster, subject), group),
    since: earliest(group.map(({status: each}) => lastEnd(each)?.finishedAt)),
    objects: podsIn(group),
    evidence: proof(
      status,
      command === '' ? undefined : fieldProof(one.podRef, `spec.containers[${one.status.name}].command`, command),
      log === undefined || words === undefined ? undefined : lineProof(log, words),
    ),
    confirm: [`${inNamespace(subject)} logs ${one.podRef.name} -c ${one.status.name} --previous`],
    fix: [
      `give container ${one.status.name} a command that stays in the foreground, or make it a Job: ${inNamespace(subject)} edit ${resource(subject)}`,
    ],
  };
}

export default {
  title: 'A container ends without an error and is started again and again',
  category: 'workload',
  severity: 'high',
  why: 'With restartPolicy Always a process that ends with 0 is restarted like one that fails. The command is not a server, goes to the background, or the work belongs into a Job.',
  confirm: [
    'kubectl describe pod <pod>: last state Completed, exit code 0, restart count',
    'kubectl get pod <pod> -o yaml: command and args',
  ],
  fix: [
    'run the server in the foreground',
    'make one-time work a Job and repeated work a CronJob',
    'correct command and args',
  ],
  needs: ['Pod'],
  tags: ['restarts'],
  explains: [{rule: 'crash-loop', via: 'is'}, {rule: '#not-ready', via: 'is'}, ...takesFromService],
  sources: ['https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy'],
  *check(cluster) {
    for (const [subject, group] of byWorkload(
      cluster,
      troubledContainers(cluster).filter((one) => isDone(cluster, one)),
    ))
      yield sighting(cluster, subject, group);
  },
} satisfies Rule;
