import type {Cluster} from '../model/cluster.ts';
import type {Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {similar} from '../parse/similar.ts';
import {partsOf, pullSightings, type PullTrouble, registryOf} from './_image.ts';
import {inNamespace, keepsFromStarting, resource} from './_story.ts';

/** Images of the same container in the workload's other revisions: what ran before the rollout. */
function imagesBefore(cluster: Cluster, {one, image}: PullTrouble, subject: Ref): readonly string[] {
  const pods = cluster.owners.podsBelow(subject).flatMap(({spec}) => spec.containers);
  const revisions = cluster
    .all('ReplicaSet')
    .filter(
      ({metadata}) =>
        metadata.namespace === subject.namespace && metadata.ownerReferences.some(({name}) => name === subject.name),
    )
    .toSorted(
      (a, b) =>
        Number(b.metadata.annotations['deployment.kubernetes.io/revision'] ?? 0) -
        Number(a.metadata.annotations['deployment.kubernetes.io/revision'] ?? 0),
    )
    .flatMap(({spec}) => spec.template.spec.containers);
  return [...pods, ...revisions]
    .filter((each) => each.name === one.status.name && each.image !== undefined && each.image !== image)
    .map((each) => each.image ?? '');
}

/** Images of the namespace that are pulled well: a misspelt repository resembles one of them. */
const imagesBeside = (cluster: Cluster, {one}: PullTrouble): readonly string[] =>
  cluster.network
    .podsIn(one.pod.metadata.namespace)
    .flatMap(({status}) => status.containerStatuses.filter(({ready}) => ready === true).map(({image = ''}) => image));

/** What registries say to those who may not know whether it exists. */
const PRIVATE = /pull access denied|insufficient_scope|authorization failed/;

function hint(
  cluster: Cluster,
  trouble: PullTrouble,
  subject: Ref,
): {readonly hint: string; readonly fix: readonly string[]} {
  const [before] = imagesBefore(cluster, trouble, subject);
  const {repository, tag} = partsOf(trouble.image);
  const near = before ?? similar(trouble.image, imagesBeside(cluster, trouble));
  const wanted = near ?? `${repository}:<tag that exists>`;
  const tagged = tag === undefined ? '' : ` (tag ${tag})`;
  return {
    hint: `${tagged}${before === undefined ? (near === undefined ? '' : `; did you mean "${near}"?`) : `; it ran with ${before} before`}`,
    fix: [
      subject.kind === 'Pod'
        ? `correct the image of ${subject.name}`
        : `${inNamespace(subject)} set image ${resource(subject)} ${trouble.one.status.name}=${wanted}`,
      ...(PRIVATE.test(trouble.message)
        ? [`name credentials for ${registryOf(trouble.image)} in imagePullSecrets, if the repository is private`]
        : []),
    ],
  };
}

export default {
  title: 'An image does not exist in its registry',
  category: 'workload',
  severity: 'high',
  why: 'The registry answers that it has no such tag or repository, so the container cannot start. Registries also say so about private repositories to those who may not read them.',
  confirm: [
    'kubectl describe pod <pod>: not found, manifest unknown or pull access denied in the event "Failed to pull image"',
    'crane ls <repository>, or docker manifest inspect <image>',
  ],
  fix: [
    'correct the image name or tag',
    'push the missing tag',
    'roll back: kubectl rollout undo deployment/<name>',
    'give credentials when the repository is private',
  ],
  needs: ['Pod'],
  explains: keepsFromStarting,
  sources: [
    'https://kubernetes.io/docs/concepts/containers/images/',
    'https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes',
  ],
  check: (cluster) => pullSightings(cluster, 'image-not-found', (trouble, subject) => hint(cluster, trouble, subject)),
} satisfies Rule;
