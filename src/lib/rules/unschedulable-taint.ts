import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Node} from '../model/kube/cluster.ts';
import type {Pod} from '../model/kube/pod.ts';
import {fieldProof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {someOf} from './_story.ts';
import {fitsNode, keepsPending, type Unscheduled, unschedulable, unscheduledEvidence} from './_unscheduled.ts';

type Taint = Node['spec']['taints'][number];
type Toleration = Pod['spec']['tolerations'][number];

/** v1.Toleration.ToleratesTaint: an empty key with Exists tolerates everything, an empty effect every effect. */
const tolerates = (taint: Taint, {key = '', operator = 'Equal', value = '', effect = ''}: Toleration): boolean => {
  if (effect !== '' && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  return operator === 'Exists' ? true : key !== '' && value === (taint.value ?? '');
};

/** Taints that keep the pod off a node; PreferNoSchedule only asks. */
const untolerated = ({spec}: Pod, node: Node): readonly Taint[] => {
  const taints = node.spec.taints.filter(({effect}) => effect !== 'PreferNoSchedule');
  const cordoned =
    node.spec.unschedulable === true && !taints.some(({key}) => key === CORDON)
      ? [{key: CORDON, value: undefined, effect: 'NoSchedule', timeAdded: undefined}]
      : [];
  return [...taints, ...cordoned].filter((taint) => !spec.tolerations.some((one) => tolerates(taint, one)));
};

const CORDON = 'node.kubernetes.io/unschedulable';
/** Taints that Kubernetes puts on a node in trouble: the node is what to mend. */
const TROUBLE: Readonly<Record<string, string>> = {
  [CORDON]: 'cordoned',
  'node.kubernetes.io/not-ready': 'not ready',
  'node.kubernetes.io/unreachable': 'unreachable',
  'node.kubernetes.io/disk-pressure': 'under disk pressure',
  'node.kubernetes.io/memory-pressure': 'under memory pressure',
  'node.kubernetes.io/pid-pressure': 'short of process ids',
  'node.kubernetes.io/network-unavailable': 'without network',
  'node.kubernetes.io/out-of-service': 'out of service',
  'node.cloudprovider.kubernetes.io/uninitialized': 'not initialised by the cloud provider',
  'node.cloudprovider.kubernetes.io/shutdown': 'shut down',
};

const spell = ({key, value, effect}: Taint): string =>
  `${key}${value === undefined || value === '' ? '' : `=${value}`}:${effect ?? ''}`;

interface Barred {
  readonly node: Node;
  readonly taints: readonly Taint[];
}

const barred = (cluster: Cluster, {pod}: Unscheduled): readonly Barred[] =>
  cluster
    .all('Node')
    .map((node) => ({node, taints: untolerated(pod, node)}))
    .filter(({node, taints}) => taints.length > 0 && fitsNode(pod, node));

/** The nodes that would do but for their taints, grouped by taint. */
function because(one: Unscheduled, nodes: readonly Barred[]): string {
  const byTaint = Map.groupBy(
    nodes.flatMap(({node, taints}) => taints.map((taint) => ({node, taint}))),
    ({taint}) => spell(taint),
  );
  if (byTaint.size === 0) return one.decisive.map(({text, count}) => `${String(count)} ${text}`).join(', ');
  const parts = [...byTaint].map(([spelt, on]) => {
    const names = someOf(on.map(({node}) => node.metadata.name));
    const key = on[0]?.taint.key ?? '';
    const state = Object.hasOwn(TROUBLE, key) ? TROUBLE[key] : undefined;
    return state === undefined
      ? `it does not tolerate the taint ${spelt} of ${names}`
      : `${names} ${on.length === 1 ? 'is' : 'are'} ${state} (taint ${spelt})`;
  });
  return parts.slice(0, 4).join('; ');
}

const inTrouble = (nodes: readonly Barred[]): readonly Barred[] =>
  nodes.filter(({taints}) => taints.some(({key}) => Object.hasOwn(TROUBLE, key)));

export default {
  title: 'Taints keep a pod off every node that would do',
  category: 'scheduling',
  severity: 'high',
  why: 'A taint keeps pods off a node unless they tolerate it. Somebody set it on purpose, or Kubernetes did because the node is in trouble or cordoned.',
  confirm: [
    'kubectl get nodes -o custom-columns=NAME:.metadata.name,TAINTS:.spec.taints',
    "kubectl get pod <pod> -o jsonpath='{.spec.tolerations}'",
  ],
  fix: [
    'add a toleration to the pod template',
    'remove the taint: kubectl taint node <node> <key>-',
    'uncordon the node, or mend what makes it not ready',
  ],
  needs: ['Pod'],
  // Only where its nodes are in trouble or cordoned does it name them in `toward`, and then they are the cause.
  tags: ['pending'],
  explains: keepsPending,
  sources: ['https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/'],
  *check(cluster) {
    yield* unschedulable(cluster, 'taint', (one) => {
      const nodes = barred(cluster, one);
      const [event, ...rest] = unscheduledEvidence(one);
      return {
        because: because(one, nodes),
        toward: inTrouble(nodes)
          .slice(0, 50)
          .map(({node}) => refOf('Node', node)),
        evidence: [
          event,
          ...nodes
            .slice(0, 3)
            .map(({node, taints}) =>
              fieldProof(refOf('Node', node), 'spec.taints', taints.map(spell).join(', '), taints[0]?.timeAdded),
            ),
          ...rest,
        ],
        fix: nodes
          .slice(0, 1)
          .flatMap(({node, taints}) =>
            taints
              .slice(0, 1)
              .map((taint) =>
                taint.key === CORDON
                  ? `kubectl uncordon ${node.metadata.name}`
                  : `add a toleration for ${spell(taint)}, or kubectl taint node ${node.metadata.name} ${taint.key}-`,
              ),
          ),
      };
    });
  },
} satisfies Rule;
