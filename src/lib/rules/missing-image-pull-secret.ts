import type {Cluster} from '../model/cluster.ts';
import {byWorkload, isLeaving} from '../model/containers.ts';
import type {Pod} from '../model/kube/pod.ts';
import type {Sighting} from '../model/finding.ts';
import {eventProof, fieldProof, proof, waitingProof} from '../model/proof.ts';
import {type Ref, ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {refOf} from '../model/cluster/objects.ts';
import {didYouMean} from '../parse/similar.ts';
import {type PullTrouble, pullTroubles} from './_image.ts';
import {inNamespace, named, severityOf, someOf, takesFromService} from './_story.ts';

/** `Unable to retrieve some image pull secrets (regcred, other); attempting to pull the image may not succeed.` */
const NAMES = /image pull secrets? \(([^)]+)\)/;

/** Answers that credentials would change: a registry that is down or a tag that is missing stays so. */
const isRefusal = ({cause, message}: PullTrouble): boolean =>
  cause === 'image-unauthorized' ||
  cause === 'image-pull-failed' ||
  /denied|authori[sz]|insufficient_scope/i.test(message);

interface Seen {
  readonly podRef: Ref;
  readonly pod: Pod;
  readonly names: readonly string[];
}

function missing(cluster: Cluster, pod: Pod, told: readonly string[]): readonly string[] {
  const wanted = new Set([...pod.spec.imagePullSecrets.map(({name}) => name), ...told]);
  const {namespace} = pod.metadata;
  return [...wanted].filter(
    (name) =>
      name !== '' &&
      (cluster.objects.isAbsent('Secret', namespace, name) ||
        (told.includes(name) && !cluster.objects.wasRead('Secret'))),
  );
}

/** Pods whose image fails, and pods that the kubelet warned about: others may name a Secret in vain without harm. */
function* seen(cluster: Cluster): Generator<Seen> {
  const pods = new Map(pullTroubles(cluster).map(({podRef, one}) => [podRef.name + (podRef.namespace ?? ''), one.pod]));
  const warned = new Map(
    cluster.events
      .withReason('FailedToRetrieveImagePullSecret')
      .map((event) => [event.about.name + (event.about.namespace ?? ''), event]),
  );
  for (const [key, {about}] of warned) {
    const pod = cluster.get('Pod', about.namespace, about.name);
    if (pod !== undefined && !isLeaving(pod)) pods.set(key, pod);
  }
  const elsewhere = new Set(
    pullTroubles(cluster)
      .filter((one) => !isRefusal(one))
      .map(({podRef}) => podRef.name + (podRef.namespace ?? '')),
  );
  for (const [key, pod] of pods) {
    if (elsewhere.has(key)) continue;
    const told = NAMES.exec(warned.get(key)?.message ?? '')?.[1]?.split(', ') ?? [];
    const names = missing(cluster, pod, told);
    if (names.length > 0) yield {podRef: refOf('Pod', pod), pod, names};
  }
}

function sighting(cluster: Cluster, subject: Ref, group: readonly [Seen, ...Seen[]]): Sighting {
  const failing = pullTroubles(cluster).find(({podRef}) =>
    group.some((each) => each.podRef.name === podRef.name && each.podRef.namespace === podRef.namespace),
  );
  const shown = group.find(({podRef}) => podRef.name === failing?.podRef.name) ?? group[0];
  const [name = ''] = shown.names;
  const event = cluster.events.of(shown.podRef, 'FailedToRetrieveImagePullSecret').at(-1);
  const beside = cluster
    .all('Secret')
    .filter(({metadata}) => metadata.namespace === subject.namespace)
    .map(({metadata}) => metadata.name);
  const field = fieldProof(
    shown.podRef,
    'spec.imagePullSecrets',
    shown.names.map((each) => `name: ${each}`).join(', '),
  );
  return {
    subject,
    summary: `${named(subject)} names the image pull secret ${someOf(shown.names.map((each) => `"${each}"`))} which does not exist in namespace ${subject.namespace ?? 'default'}${didYouMean(name, beside)}${failing === undefined ? '' : `; its image ${failing.image} cannot be pulled`}`,
    severity: failing === undefined ? 'low' : severityOf(cluster, subject),
    since: event?.first ?? shown.pod.status.startTime,
    objects: group.map(({podRef}) => podRef),
    toward: shown.names.map((each) => ref('Secret', subject.namespace, each)),
    evidence:
      event === undefined
        ? proof(field, failing && waitingProof(failing.one))
        : proof(eventProof(event), field, failing && waitingProof(failing.one)),
    confirm: [`${inNamespace(subject)} get secret ${name}`],
    fix: [
      `${inNamespace(subject)} create secret docker-registry ${name} --docker-server=<registry> --docker-username=<user> --docker-password=<password>`,
    ],
  };
}

export default {
  title: 'An image pull secret does not exist',
  category: 'config',
  severity: 'high',
  why: 'The kubelet pulls without credentials when it cannot read the Secret named in imagePullSecrets, and a private registry then refuses.',
  confirm: ['kubectl -n <namespace> get secret <name>', 'kubectl describe pod <pod>: FailedToRetrieveImagePullSecret'],
  fix: [
    'create the Secret (type kubernetes.io/dockerconfigjson) in the namespace of the pods',
    'correct its name in the pod template or ServiceAccount',
  ],
  needs: ['Pod'],
  explains: [
    {rule: 'image-unauthorized', via: 'is'},
    {rule: 'image-not-found', via: 'is'},
    {rule: 'image-pull-failed', via: 'is'},
    ...takesFromService,
    {rule: '#client-errors', via: 'calls'},
  ],
  sources: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/',
    'pkg/kubelet/kubelet_pods.go (getPullSecretsForPod)',
  ],
  *check(cluster) {
    for (const [subject, group] of byWorkload(cluster, seen(cluster))) yield sighting(cluster, subject, group);
  },
} satisfies Rule;
