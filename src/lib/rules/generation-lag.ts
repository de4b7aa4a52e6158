import {refOf} from '../model/cluster/objects.ts';
import {fieldProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, MINUTE} from '../model/time.ts';
import {editedAt} from './_services.ts';
import {named} from './_story.ts';

const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'] as const;
const LONG = MINUTE;

export default {
  title: 'A controller does not follow changes',
  category: 'control-plane',
  severity: 'high',
  why: 'Each change of an object raises its generation, and its controller writes down which one it has seen. When it stays behind, the controller manager is down, overloaded, or refused.',
  confirm: [
    "kubectl get deployment <name> -o jsonpath='{.metadata.generation} {.status.observedGeneration}'",
    'kubectl -n kube-system get lease kube-controller-manager',
  ],
  fix: ['bring the controller manager back', 'look at its log for errors about this object'],
  needs: [],
  tags: ['control-plane'],
  explains: [{rule: '#unavailable', via: 'is'}],
  sources: ['https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status'],
  *check(cluster) {
    for (const kind of KINDS) {
      for (const one of cluster.all(kind)) {
        const {generation} = one.metadata;
        const {observedGeneration: observed} = one.status;
        // An absent number is zero only where a controller wrote something else: recordings without status say nothing.
        if (
          generation === undefined ||
          observed === undefined ||
          observed >= generation ||
          one.metadata.deletionTimestamp !== undefined
        )
          continue;
        const since = editedAt(one);
        if ((ageOf(since, cluster.now) ?? 0) < LONG) continue;
        const subject = refOf(kind, one);
        yield {
          subject,
          summary: `${named(subject)} is at generation ${String(generation)}, and its controller has only seen ${String(observed)}: the controller manager does not keep up`,
          since,
          evidence: proof(
            fieldProof(
              subject,
              'status.observedGeneration',
              `generation ${String(generation)}, observedGeneration ${String(observed)}`,
              since,
            ),
          ),
        };
      }
    }
  },
} satisfies Rule;
