import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {containersOf, isReady} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import type {Pod} from '../model/kube/pod.ts';
import {fieldProof, objectProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {SECOND} from '../model/time.ts';
import {staleLease} from './_leases.ts';
import {named} from './_story.ts';

/** Components without which nothing moves, by their lease, and what stops with them. */
const components: Readonly<Record<string, string>> = {
  'kube-scheduler': 'no pod is given a node',
  'kube-controller-manager': 'no ReplicaSet, Job, endpoint or node is looked after',
};

const podsOfComponent = (cluster: Cluster, name: string): readonly Pod[] =>
  cluster.network
    .podsIn('kube-system')
    .filter(
      ({metadata, spec}) => metadata.labels['component'] === name || spec.containers.some((one) => one.name === name),
    );

function sighting(
  cluster: Cluster,
  {lease, age, renewed}: NonNullable<ReturnType<typeof staleLease>>,
  stops: string,
): Sighting {
  const {holderIdentity: holder = ''} = lease.spec;
  // client-go writes the host name first. A leader that ends in order gives its lease up.
  const [host = ''] = holder.split('_');
  const name = lease.metadata.name;
  const pods = podsOfComponent(cluster, name);
  const [down] = pods.filter((pod) => !isReady(pod));
  const status = down === undefined ? undefined : containersOf(down)[0]?.status;
  const state = status?.state.waiting?.reason ?? status?.state.terminated?.reason;
  const subject = down === undefined ? refOf('Lease', lease) : refOf('Pod', down);
  return {
    subject,
    summary: `${named(subject)}: ${name} is down, its lease was last renewed ${String(Math.round(age / SECOND))} s ago: ${stops}`,
    since: renewed,
    objects: [...pods.map((pod) => refOf('Pod', pod)), refOf('Lease', lease)],
    evidence: proof(
      objectProof(
        'Lease',
        lease,
        'spec.renewTime',
        `renewTime ${renewed}, ${holder === '' ? 'given up by its holder' : `holder ${holder}`}`,
        renewed,
      ),
      down === undefined
        ? undefined
        : fieldProof(refOf('Pod', down), 'status', `not ready${state === undefined ? '' : ` (${state})`}`),
    ),
    confirm: [
      `kubectl -n kube-system get lease ${name} -o yaml`,
      `kubectl -n kube-system get pods -l component=${name}`,
    ],
    fix: [
      `on the control-plane node${host === '' ? '' : ` ${host}`}: crictl ps -a | grep ${name}; crictl logs <id>; look at /etc/kubernetes/manifests/${name}.yaml`,
    ],
  };
}

export default {
  title: 'The scheduler or controller manager does not renew its lease',
  category: 'control-plane',
  severity: 'critical',
  why: 'The component that holds the lease is dead or cut off and no other took over: pods stay Pending without an event, or deployments, endpoints and Jobs stop being looked after.',
  confirm: ['kubectl -n kube-system get leases', 'kubectl -n kube-system get pods -l tier=control-plane'],
  fix: ['look at the log of the component on the control-plane node', 'mend its manifest, certificate or kubeconfig'],
  needs: ['Lease'],
  explains: [
    {rule: '#pending', via: 'governs'},
    {rule: 'generation-lag', via: 'governs'},
    {rule: 'pending-without-events', via: 'governs'},
    {rule: '#not-created', via: 'governs'},
    {rule: 'control-plane-pod-failing', via: 'is'},
  ],
  sources: ['https://kubernetes.io/docs/concepts/architecture/leases/#leader-election'],
  *check(cluster) {
    for (const [name, stops] of Object.entries(components)) {
      const stale = staleLease(cluster, name);
      if (stale !== undefined) yield sighting(cluster, stale, stops);
    }
  },
} satisfies Rule;
