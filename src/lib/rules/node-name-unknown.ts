import {refOf} from '../model/cluster/objects.ts';
import type {Cluster} from '../model/cluster.ts';
import {byWorkload, conditionOf, isLeaving} from '../model/containers.ts';
import type {Pod} from '../model/kube/pod.ts';
import {fieldProof, proof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {earliest} from '../model/time.ts';
import {didYouMean} from '../parse/similar.ts';
import {inNamespace, named, resource, severityOf} from './_story.ts';
import {keepsPending} from './_unscheduled.ts';

interface Lost {
  readonly pod: Pod;
  readonly podRef: Ref;
  readonly node: string;
}

const lost = (cluster: Cluster): readonly Lost[] =>
  cluster.all('Pod').flatMap((pod) => {
    const {nodeName: node} = pod;
    // Without containers' statuses no kubelet ever saw it; a pod that ran on a node since deleted has some.
    // One that the scheduler bound had a node, which has gone away since: nobody wrote a wrong name.
    const isBound = conditionOf(pod.status.conditions, 'PodScheduled')?.status === 'True';
    const isUnseen =
      pod.status.phase === 'Pending' && pod.status.containerStatuses.length === 0 && !isBound && !isLeaving(pod);
    return isUnseen && node !== undefined && cluster.objects.isAbsent('Node', undefined, node)
      ? [{pod, podRef: refOf('Pod', pod), node}]
      : [];
  });

export default {
  title: 'A pod is bound to a node that does not exist',
  category: 'scheduling',
  severity: 'high',
  why: 'spec.nodeName bypasses the scheduler. When no node has that name, no kubelet ever starts the pod, and the garbage collector deletes it after a while.',
  confirm: ["kubectl get pod <pod> -o jsonpath='{.spec.nodeName}'", 'kubectl get nodes'],
  fix: ['remove spec.nodeName from the pod template and use a node selector or affinity', 'correct the name'],
  needs: ['Pod', 'Node'],
  explains: keepsPending,
  sources: ['https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename'],
  *check(cluster) {
    const names = cluster.all('Node').map(({metadata}) => metadata.name);
    for (const [subject, group] of byWorkload(cluster, lost(cluster))) {
      const [{podRef, node}] = group;
      yield {
        subject,
        summary: `${named(subject)} does not start: its nodeName is "${node}" and no node has that name${didYouMean(node, names)}`,
        severity: severityOf(cluster, subject),
        since: earliest(group.map(({pod}) => pod.metadata.creationTimestamp)),
        objects: group.map((one) => one.podRef),
        evidence: proof(fieldProof(podRef, 'spec.nodeName', node, group[0].pod.metadata.creationTimestamp)),
        fix: [
          subject.kind === 'Pod'
            ? `${inNamespace(subject)} delete ${resource(subject)}, and create it again without spec.nodeName`
            : `${inNamespace(subject)} edit ${resource(subject)}: remove spec.nodeName`,
        ],
      };
    }
  },
} satisfies Rule;
