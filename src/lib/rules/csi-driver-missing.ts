import type {Cluster} from '../model/cluster.ts';
import type {KubeEvent} from '../model/event.ts';
import type {Evidence} from '../model/evidence.ts';
import type {Sighting} from '../model/finding.ts';
import {eventProof, fieldProof, proof} from '../model/proof.ts';
import {distinctRefs, type Ref, ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {earliest} from '../model/time.ts';
import {missingDriver, unmounted, volumeSaid} from './_mounts.ts';
import {keepsFromStarting, named, someOf} from './_story.ts';

interface Missing {
  readonly driver: string;
  readonly node: string;
  readonly podRef: Ref;
  readonly event: KubeEvent;
  readonly claim: Ref | undefined;
}

const missing = (cluster: Cluster): readonly Missing[] =>
  unmounted(cluster).flatMap(({pod, podRef, mount, attach}) => {
    const event = [...mount, ...attach].find(({message}) => missingDriver(message) !== undefined);
    const driver = missingDriver(event?.message ?? '');
    return event === undefined || driver === undefined || hasNow(cluster, pod.nodeName, driver)
      ? []
      : [{driver, node: pod.nodeName ?? '', podRef, event, claim: volumeSaid(cluster, pod, event.message)?.claim}];
  });

/** The driver has registered since the event. */
const hasNow = (cluster: Cluster, node: string | undefined, driver: string): boolean =>
  cluster.get('CSINode', undefined, node ?? '')?.spec.drivers.some(({name}) => name === driver) === true;

function* registered(cluster: Cluster, nodes: readonly string[]): Generator<Evidence> {
  for (const name of nodes.slice(0, 3)) {
    const found = cluster.get('CSINode', undefined, name);
    if (found !== undefined)
      yield fieldProof(
        ref('CSINode', undefined, name),
        'spec.drivers',
        found.spec.drivers.map((one) => one.name).join(', ') || 'none',
      );
  }
}

function sighting(cluster: Cluster, [first, ...rest]: readonly [Missing, ...Missing[]]): Sighting {
  const all = [first, ...rest];
  const nodes = [...new Set(all.map(({node}) => node))];
  const subject = ref('CSIDriver', undefined, first.driver);
  const isNowhere =
    cluster.objects.isAbsent('CSIDriver', undefined, first.driver) &&
    !cluster.all('CSINode').some(({spec}) => spec.drivers.some(({name}) => name === first.driver));
  return {
    subject,
    summary: `${named(subject)} is not registered on ${nodes.length === 1 ? 'node' : 'nodes'} ${someOf(nodes)}${isNowhere ? ', nor anywhere else: it seems not to be installed' : ''}; ${String(all.length)} pod${all.length === 1 ? '' : 's'} cannot mount ${all.length === 1 ? 'its volume' : 'their volumes'}`,
    since: earliest(all.map(({event}) => event.first)),
    objects: distinctRefs(all.flatMap(({podRef, claim}) => (claim === undefined ? [podRef] : [podRef, claim]))),
    toward: nodes.map((name) => ref('Node', undefined, name)),
    evidence: proof(eventProof(first.event), ...registered(cluster, nodes)),
    confirm: [
      `kubectl get csinode ${first.node} -o yaml`,
      `kubectl get pods -A -o wide --field-selector spec.nodeName=${first.node} | grep -i csi`,
    ],
  };
}

export default {
  title: 'The CSI driver of a volume is not on the node',
  category: 'storage',
  severity: 'high',
  why: 'Each node runs a plugin of the CSI driver (a DaemonSet), which registers with the kubelet. Where it does not run no volume of that driver can be mounted.',
  confirm: ['kubectl get csinode <node> -o yaml: spec.drivers', 'kubectl get daemonsets -A | grep -i csi'],
  fix: [
    'bring the node plugin of the driver back on that node: its pod, tolerations, node selector',
    'install the driver',
    'correct the name of the driver in the volume or StorageClass',
  ],
  needs: ['Pod', 'Event'],
  explains: [
    ...keepsFromStarting,
    {rule: '#storage-wait', via: 'mounts'},
    {rule: 'provisioning-failed', via: 'depends on'},
  ],
  sources: ['pkg/volume/csi/csi_plugin.go', 'https://kubernetes-csi.github.io/docs/csi-node-object.html'],
  *check(cluster) {
    for (const [, [first, ...rest] = []] of Map.groupBy(missing(cluster), ({driver}) => driver))
      if (first !== undefined) yield sighting(cluster, [first, ...rest]);
  },
} satisfies Rule;
