import type {Cluster} from '../model/cluster.ts';
import {conditionOf} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import type {Node} from '../model/kube/cluster.ts';
import {metricProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {hurtsItsPods, nodeRef} from './_nodes.ts';
import {named} from './_story.ts';

/** The kubelet's default hard eviction thresholds are 10 % (nodefs), 15 % (imagefs) and 5 % (inodes) free. */
const NEARLY = 0.9;
const NODES_AT_MOST = 20;
const GIB = 1024 ** 3;

interface FileSystem {
  readonly availableBytes?: number;
  readonly capacityBytes?: number;
  readonly inodesFree?: number;
  readonly inodes?: number;
}
interface Summary {
  readonly node?: {readonly fs?: FileSystem; readonly runtime?: {readonly imageFs?: FileSystem}};
}

function summaryOf(text: string | undefined): Summary {
  try {
    return JSON.parse(text ?? '{}') as Summary;
  } catch {
    return {};
  }
}

const used = (free: number | undefined, all: number | undefined): number =>
  free === undefined || all === undefined || all === 0 ? 0 : 1 - free / all;

function* ofNode(cluster: Cluster, node: Node): Generator<Sighting> {
  // The pressure itself is told by another rule.
  if (conditionOf(node.status.conditions, 'DiskPressure')?.status === 'True') return;
  const subject = nodeRef(node);
  const {fs, runtime} = summaryOf(cluster.snapshot.kubelet.get(node.metadata.name)?.get('stats/summary')).node ?? {};
  const systems = [
    ['the disk of the kubelet (nodefs)', fs],
    ['the disk of images (imagefs)', runtime?.imageFs],
  ] as const;
  for (const [spelt, system] of systems) {
    const bytes = used(system?.availableBytes, system?.capacityBytes);
    const inodes = used(system?.inodesFree, system?.inodes);
    const [share, what] = inodes > bytes ? [inodes, 'inodes'] : [bytes, 'bytes'];
    if (share < NEARLY) continue;
    const free =
      what === 'inodes'
        ? `${String(system?.inodesFree ?? 0)} of ${String(system?.inodes ?? 0)} inodes free`
        : `${((system?.availableBytes ?? 0) / GIB).toFixed(1)} of ${((system?.capacityBytes ?? 0) / GIB).toFixed(1)} GiB free`;
    yield {
      subject,
      summary: `${named(subject)}: ${spelt} is ${String(Math.round(share * 100))} % full (${free})`,
      evidence: proof(metricProof(subject, 'stats/summary', share, 'ratio', free)),
    };
    return;
  }
}

export default {
  title: 'The disk of a node is nearly full',
  category: 'node',
  severity: 'medium',
  why: 'At the eviction threshold the kubelet deletes images and then throws pods out.',
  confirm: ['on the node: df -h /var/lib/kubelet /var/lib/containerd; df -i'],
  fix: ['find who writes: emptyDir volumes, logs, images', 'set ephemeral-storage limits', 'enlarge the disk'],
  needs: ['Node'],
  explains: [{rule: 'node-pressure', via: 'is'}, ...hurtsItsPods.filter(({rule}) => rule === '#evicted')],
  sources: ['https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/'],
  *leads(cluster) {
    const nodes = cluster.all('Node');
    if (nodes.length <= NODES_AT_MOST)
      for (const {metadata} of nodes) yield {want: 'kubelet', node: metadata.name, endpoint: 'stats/summary'};
  },
  *check(cluster) {
    for (const node of cluster.all('Node')) yield* ofNode(cluster, node);
  },
} satisfies Rule;
