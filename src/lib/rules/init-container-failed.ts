import type {Cluster} from '../model/cluster.ts';
import {byWorkload, lastEnd, type PodContainer, troubledContainers} from '../model/containers.ts';
import {spellEnd} from '../model/exit-codes.ts';
import type {Sighting} from '../model/finding.ts';
import {endProof, lineProof, proof, waitingProof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {earliest} from '../model/time.ts';
import {
  brief,
  endedLog,
  endsBadly,
  inNamespace,
  lastLines,
  lastWords,
  named,
  severityOf,
  takesFromService,
} from './_story.ts';
import {podsIn} from './_waiting.ts';

/** An init container that ends with an error; one that is restarted because its sandbox changed ends with 0. */
const isFailing = (one: PodContainer, now: Date): boolean =>
  one.role === 'init' &&
  (lastEnd(one.status)?.exitCode ?? 1) !== 0 &&
  (one.status.state.running === undefined || (one.status.restartCount ?? 0) > 0) &&
  endsBadly(one, now);

function sighting(cluster: Cluster, subject: Ref, group: readonly [PodContainer, ...PodContainer[]]): Sighting {
  const one = group.find((each) => endedLog(cluster, each) !== undefined) ?? group[0];
  const {name, restartCount = 0} = one.status;
  const end = lastEnd(one.status);
  const log = endedLog(cluster, one);
  const words = lastWords(lastLines(log));
  const status = end === undefined ? waitingProof(one) : endProof(one, end);
  const said = words?.text ?? end?.message ?? '';
  return {
    subject,
    summary: `${named(subject)} cannot start: init container ${name} fails with ${end === undefined ? 'an error' : spellEnd(end)}${restartCount > 0 ? ` (${String(restartCount)} restart${restartCount === 1 ? '' : 's'})` : ''}${said === '' ? '' : `, last line: ${brief(said, 120)}`}`,
    severity: severityOf(cluster, subject),
    since: earliest(group.map(({pod}) => pod.status.startTime)),
    objects: podsIn(group),
    evidence: log === undefined || words === undefined ? proof(status) : proof(lineProof(log, words), status),
    confirm: [`${inNamespace(subject)} logs ${one.podRef.name} -c ${name}`],
    fix: [`mend what init container ${name} stumbles over: ${inNamespace(subject)} logs ${one.podRef.name} -c ${name}`],
  };
}

export default {
  title: 'An init container fails, so its pod does not start',
  category: 'workload',
  severity: 'high',
  why: 'Init containers run one after the other before the others start. One that fails is repeated, and the pod waits (Init:Error, Init:CrashLoopBackOff).',
  confirm: ['kubectl logs <pod> -c <init container>', 'kubectl describe pod <pod>: Init Containers'],
  fix: ['mend what the last lines of the init container name', 'give it what it waits for'],
  needs: ['Pod'],
  tags: ['restarts'],
  explains: [{rule: 'container-creating-long', via: 'is'}, {rule: '#not-ready', via: 'is'}, ...takesFromService],
  sources: ['https://kubernetes.io/docs/concepts/workloads/pods/init-containers/'],
  *check(cluster) {
    for (const [subject, group] of byWorkload(
      cluster,
      troubledContainers(cluster).filter((one) => isFailing(one, cluster.now)),
    ))
      yield sighting(cluster, subject, group);
  },
} satisfies Rule;
