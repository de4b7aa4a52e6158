import {refOf} from '../model/cluster/objects.ts';
import {conditionOf, containersOf, isReady, lastEnd} from '../model/containers.ts';
import {conditionProof, endProof, fieldProof, proof, waitingProof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, MINUTE} from '../model/time.ts';
import {isAlive} from './_services.ts';
import {named} from './_story.ts';

const COMPONENTS = new Set(['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd']);

export default {
  title: 'A pod of the control plane is not ready',
  category: 'control-plane',
  severity: 'critical',
  why: 'The API server, etcd, the scheduler and the controller manager run as static pods; when one fails the cluster stands still in part or as a whole.',
  confirm: ['kubectl -n kube-system get pods -l tier=control-plane', 'on the node: crictl ps -a; crictl logs <id>'],
  fix: ['look at the log of the container and at /etc/kubernetes/manifests on its node'],
  needs: ['Pod'],
  tags: ['control-plane'],
  explains: [
    {rule: 'generation-lag', via: 'governs'},
    {rule: 'pending-without-events', via: 'governs'},
  ],
  sources: ['https://kubernetes.io/docs/tasks/configure-pod-container/static-pod/'],
  *check(cluster) {
    for (const pod of cluster.network.podsIn('kube-system')) {
      if (!COMPONENTS.has(pod.metadata.labels['component'] ?? '') || !isAlive(pod) || isReady(pod)) continue;
      const ready = conditionOf(pod.status.conditions, 'Ready');
      if ((ageOf(ready?.lastTransitionTime, cluster.now) ?? Infinity) < MINUTE) continue;
      const subject = refOf('Pod', pod);
      const [container] = containersOf(pod);
      const end = container === undefined ? undefined : lastEnd(container.status);
      const waiting = container?.status.state.waiting?.reason;
      yield {
        subject,
        summary: `${named(subject)} of the control plane is not ready${waiting === undefined ? '' : ` (${waiting})`}`,
        since: ready?.lastTransitionTime,
        objects: [subject],
        evidence: proof(
          container !== undefined && waiting !== undefined
            ? waitingProof(container)
            : ready === undefined
              ? fieldProof(subject, 'status.phase', pod.status.phase ?? 'unknown')
              : conditionProof(subject, ready),
          container === undefined || end === undefined ? undefined : endProof(container, end),
        ),
      };
    }
  },
} satisfies Rule;
