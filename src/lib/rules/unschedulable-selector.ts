import type {Cluster} from '../model/cluster.ts';
import type {Node} from '../model/kube/cluster.ts';
import type {PodSpec} from '../model/kube/pod.ts';
import {fieldProof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {expressionHolds} from '../model/selector.ts';
import {didYouMean} from '../parse/similar.ts';
import {inNamespace, resource, someOf} from './_story.ts';
import {keepsPending, requiredTerms, type Unscheduled, unschedulable, unscheduledEvidence} from './_unscheduled.ts';

/** One demand of a node selector or of a required affinity term, and where it is written. */
interface Demand {
  readonly key: string;
  readonly values: readonly string[];
  readonly spelt: string;
  readonly path: string;
  readonly holds: (node: Node) => boolean;
}

function demandsOf(spec: PodSpec): readonly Demand[] {
  const selected = Object.entries(spec.nodeSelector).map(([key, value]): Demand => ({
    key,
    values: [value],
    spelt: `${key}=${value}`,
    path: 'spec.nodeSelector',
    holds: ({metadata}) => metadata.labels[key] === value,
  }));
  const path = 'spec.affinity.nodeAffinity';
  const wanted = requiredTerms(spec).flatMap(({matchExpressions, matchFields}) => [
    ...matchExpressions.map((one): Demand => ({
      key: one.key,
      values: one.values,
      spelt: spell(one),
      path,
      holds: ({metadata}) => expressionHolds(one, metadata.labels),
    })),
    ...matchFields.map((one): Demand => ({
      key: one.key,
      values: one.values,
      spelt: spell(one),
      path,
      holds: ({metadata}) => expressionHolds(one, {'metadata.name': metadata.name}),
    })),
  ]);
  return [...selected, ...wanted];
}

const spell = ({
  key,
  operator = '',
  values,
}: {
  key: string;
  operator?: string | undefined;
  values: readonly string[];
}): string =>
  values.length === 0
    ? `${key} ${operator}`
    : operator === 'In' && values.length === 1
      ? `${key}=${values[0] ?? ''}`
      : `${key} ${operator} (${values.join(', ')})`;

/** What nodes have instead: other values of the key, or a key spelt nearly so. */
function instead(nodes: readonly Node[], {key, values}: Demand): string {
  if (key === 'metadata.name')
    return didYouMean(
      values[0] ?? '',
      nodes.map(({metadata}) => metadata.name),
    );
  const there = [...new Set(nodes.flatMap(({metadata}) => metadata.labels[key] ?? []))];
  if (there.length > 0) return ` (nodes have ${key}=${someOf(there)})${didYouMean(values[0] ?? '', there)}`;
  return didYouMean(key, new Set(nodes.flatMap(({metadata}) => Object.keys(metadata.labels))));
}

function because(cluster: Cluster, {pod, decisive: [reason]}: Unscheduled): string {
  const demands = demandsOf(pod.spec);
  const nodes = cluster.all('Node');
  const spelt = demands.map((one) => one.spelt).join(', ');
  if (nodes.length === 0 || demands.length === 0) return `${reason.text}${spelt === '' ? '' : `: ${spelt}`}`;
  const unmet = demands.filter((one) => !nodes.some(one.holds));
  if (unmet.length === 0) return `no node satisfies its node selector and affinity as a whole: ${spelt}`;
  return `no node matches its node ${unmet[0]?.path === 'spec.nodeSelector' ? 'selector' : 'affinity'}: ${unmet.map((one) => `no node has the label ${one.spelt}${instead(nodes, one)}`).join('; ')}`;
}

export default {
  title: 'No node has the labels that a pod asks for',
  category: 'scheduling',
  severity: 'high',
  why: 'A node selector or a required node affinity leaves no node. The pod stays Pending until a node is labelled so, or the selector is corrected.',
  confirm: [
    'kubectl get nodes --show-labels',
    "kubectl get pod <pod> -o jsonpath='{.spec.nodeSelector}{.spec.affinity.nodeAffinity}'",
  ],
  fix: [
    'correct nodeSelector or nodeAffinity in the pod template',
    'label a node: kubectl label node <node> <key>=<value>',
    'see whether a node pool with these labels is gone or scaled to zero',
  ],
  needs: ['Pod'],
  explains: keepsPending,
  sources: [
    'pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/',
  ],
  *check(cluster) {
    yield* unschedulable(cluster, 'selector', (one) => {
      const subject = cluster.owners.topOf(one.podRef);
      const demands = demandsOf(one.pod.spec);
      const unmet = demands.filter(({holds}) => !cluster.all('Node').some(holds));
      const [event, ...rest] = unscheduledEvidence(one);
      return {
        because: because(cluster, one),
        evidence: [
          event,
          ...(unmet.length > 0 ? unmet : demands).map(({path, spelt}) => fieldProof(one.podRef, path, spelt)),
          ...rest,
        ],
        confirm: [`kubectl get nodes -l '${(unmet[0] ?? demands[0])?.spelt ?? '<key>=<value>'}'`],
        fix: [
          `${inNamespace(subject)} edit ${resource(subject)}, or kubectl label node <node> ${(unmet[0] ?? demands[0])?.spelt ?? '<key>=<value>'}`,
        ],
      };
    });
  },
} satisfies Rule;
