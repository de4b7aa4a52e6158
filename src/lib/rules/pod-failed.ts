import {refOf} from '../model/cluster/objects.ts';
import type {Cluster} from '../model/cluster.ts';
import {containersOf, isLeaving, type PodContainer} from '../model/containers.ts';
import {spellEnd} from '../model/exit-codes.ts';
import type {Sighting} from '../model/finding.ts';
import type {Pod} from '../model/kube/pod.ts';
import {endProof, fieldProof, lineProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {DAY, earliest, isRecent} from '../model/time.ts';
import {brief, endedLog, inNamespace, lastLines, lastWords, named} from './_story.ts';

/** Ends that the node or the scheduler chose; other rules know why. */
const OF_OTHERS =
  /^(?:Evicted|Preempting|NodeLost|NodeShutdown|Shutdown|Terminated|NodeAffinity|OutOf\w+|UnexpectedAdmissionError|MatchNodeSelector|Preempted\w*|TaintManagerEviction|PreemptionByScheduler)$/;

/** A Job counts its own failed pods, and other controllers replace theirs. Where Jobs were not read, the pods are all there is. */
const isBare = (cluster: Cluster, pod: Pod): boolean =>
  cluster.owners
    .ownersOf(refOf('Pod', pod))
    .every(
      ({kind}) =>
        kind === 'Node' ||
        (kind === 'Job' && !cluster.objects.wasRead('Job')) ||
        !/^(?:Job|CronJob|ReplicaSet|Deployment|StatefulSet|DaemonSet|ReplicationController)$/.test(kind),
    );

const failedIn = (pod: Pod): PodContainer | undefined =>
  containersOf(pod).find(({status: {state}}) => state.terminated !== undefined && state.terminated.exitCode !== 0);

function sighting(cluster: Cluster, pod: Pod): Sighting {
  const podRef = refOf('Pod', pod);
  const one = failedIn(pod);
  const end = one?.status.state.terminated;
  const log = one === undefined ? undefined : endedLog(cluster, one);
  const words = lastWords(lastLines(log));
  const {reason, message} = pod.status;
  const whole = fieldProof(
    podRef,
    'status',
    [`phase ${pod.status.phase ?? ''}`, reason, message].filter((part) => part !== undefined).join(': '),
    end?.finishedAt,
  );
  const because =
    reason === 'DeadlineExceeded'
      ? `it ran longer than its activeDeadlineSeconds${pod.spec.activeDeadlineSeconds === undefined ? '' : ` of ${String(pod.spec.activeDeadlineSeconds)}s`} (DeadlineExceeded)`
      : end === undefined || one === undefined
        ? (reason ?? message ?? 'no reason is given')
        : `container ${one.status.name} ended with ${spellEnd(end)}`;
  return {
    subject: podRef,
    summary: `${named(podRef)} has failed: ${because}${words === undefined ? '' : `, last line: ${brief(words.text, 120)}`}`,
    severity: end?.finishedAt === undefined || isRecent(end.finishedAt, cluster.now, DAY) ? 'medium' : 'low',
    since: earliest([end?.finishedAt]) ?? pod.status.startTime,
    objects: [podRef],
    evidence:
      log !== undefined && words !== undefined
        ? proof(lineProof(log, words), whole)
        : one !== undefined && end !== undefined
          ? proof(endProof(one, end), whole)
          : proof(whole),
    confirm: [`${inNamespace(podRef)} logs ${podRef.name}`],
  };
}

export default {
  title: 'A pod without a controller has failed',
  category: 'workload',
  severity: 'medium',
  why: 'All containers of the pod have ended and one of them with an error. No controller starts the pod again.',
  confirm: ['kubectl logs <pod>', 'kubectl describe pod <pod>'],
  fix: [
    'mend what the log names and create the pod again',
    'use a Job or a Deployment, which try again',
    'delete the pod when it is of no more use',
  ],
  needs: ['Pod'],
  tags: ['restarts'],
  sources: ['https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase'],
  *check(cluster) {
    for (const pod of cluster.all('Pod'))
      if (
        pod.status.phase === 'Failed' &&
        !isLeaving(pod) &&
        !OF_OTHERS.test(pod.status.reason ?? '') &&
        isBare(cluster, pod)
      )
        yield sighting(cluster, pod);
  },
} satisfies Rule;
