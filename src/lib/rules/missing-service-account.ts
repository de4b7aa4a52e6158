import type {Cluster} from '../model/cluster.ts';
import {type AnyObject, refOf} from '../model/cluster/objects.ts';
import type {KubeEvent} from '../model/event.ts';
import type {Sighting} from '../model/finding.ts';
import {eventProof, fieldProof, proof} from '../model/proof.ts';
import {type Ref, ref, refKey} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {instant} from '../model/time.ts';
import {didYouMean} from '../parse/similar.ts';
import {allServing, type Serving} from './_services.ts';
import {inNamespace, named, severityOf, takesFromService} from './_story.ts';

/** `error looking up service account shop/robot: serviceaccount "robot" not found`, from the admission plugin; the token volume of a running pod says it in the plural. */
const NOT_FOUND = /service ?accounts? "([^"]+)" not found/i;

interface Seen {
  readonly subject: Ref;
  readonly name: string;
  readonly event: KubeEvent;
}

/** A controller that has created a pod since has found the account. */
function isHealed(cluster: Cluster, {about, last}: KubeEvent, name: string): boolean {
  if (cluster.get('ServiceAccount', about.namespace, name) !== undefined) return true;
  const [created] = cluster.events.of(about, 'SuccessfulCreate').slice(-1);
  const later = (instant(created?.last) ?? -1) >= (instant(last) ?? 0);
  const has = cluster.owners.podsBelow(about).length > 0;
  return !cluster.objects.wasRead('ServiceAccount') && about.kind !== 'Pod' && (later || has);
}

function* seen(cluster: Cluster): Generator<Seen> {
  for (const event of cluster.events.withReason('FailedCreate', 'FailedMount')) {
    const name = NOT_FOUND.exec(event.message)?.[1];
    const object: AnyObject | undefined = cluster.objects.byRef(event.about);
    if (name === undefined || object === undefined || object.metadata.deletionTimestamp !== undefined) continue;
    if (!isOutgrown(cluster, event.about) && !isHealed(cluster, event, name))
      yield {subject: cluster.owners.topOf(event.about), name, event};
  }
}

/** An old ReplicaSet scaled to zero wants no pods any more. */
const isOutgrown = (cluster: Cluster, {kind, namespace, name}: Ref): boolean =>
  kind === 'ReplicaSet' && cluster.get('ReplicaSet', namespace, name)?.spec.replicas === 0;

const accountsIn = (cluster: Cluster, {namespace}: Ref): readonly string[] =>
  cluster
    .all('ServiceAccount')
    .filter(({metadata}) => metadata.namespace === namespace)
    .map(({metadata}) => metadata.name);

function sighting(cluster: Cluster, {subject, name, event}: Seen): Sighting {
  return {
    subject,
    summary: `${named(subject)} cannot create pods: ServiceAccount "${name}" does not exist in namespace ${subject.namespace ?? 'default'}${didYouMean(name, accountsIn(cluster, subject))}`,
    severity: severityOf(cluster, subject),
    since: event.first,
    objects: [
      event.about,
      ...cluster.owners
        .podsBelow(subject)
        .slice(0, 10)
        .map((pod) => refOf('Pod', pod)),
    ],
    toward: [ref('ServiceAccount', subject.namespace, name)],
    evidence: proof(eventProof(event)),
    confirm: [`${inNamespace(subject)} get serviceaccount ${name}`],
    fix: [`${inNamespace(subject)} create serviceaccount ${name}, or correct serviceAccountName in ${named(subject)}`],
  };
}

/** Workloads that want pods whose template names an account that is not there, though no pod had to be made since. */
const dangling = (cluster: Cluster): readonly Serving[] =>
  allServing(cluster).filter(
    ({ref: {namespace}, replicas, spec: {serviceAccountName: account}}) =>
      replicas !== 0 && account !== undefined && cluster.objects.isAbsent('ServiceAccount', namespace, account),
  );

function latent(cluster: Cluster, {ref: subject, spec: {serviceAccountName: account = ''}}: Serving): Sighting {
  return {
    subject,
    summary: `${named(subject)} will be refused its next pod: it names ServiceAccount "${account}", which does not exist${didYouMean(account, accountsIn(cluster, subject))}`,
    severity: 'medium',
    toward: [ref('ServiceAccount', subject.namespace, account)],
    evidence: proof(fieldProof(subject, 'spec.template.spec.serviceAccountName', account)),
    confirm: [`${inNamespace(subject)} get serviceaccount ${account}`],
    fix: [
      `${inNamespace(subject)} create serviceaccount ${account}, or correct serviceAccountName in ${named(subject)}`,
    ],
  };
}

export default {
  title: 'A ServiceAccount that pods name does not exist',
  category: 'config',
  severity: 'high',
  why: 'The API server refuses pods whose ServiceAccount does not exist, so their controller creates none.',
  confirm: [
    'kubectl -n <namespace> get serviceaccount <name>',
    'kubectl describe replicaset <name>: FailedCreate, error looking up service account',
  ],
  fix: ['create the ServiceAccount in the namespace of the pods', 'correct serviceAccountName in the pod template'],
  needs: ['Event'],
  explains: [
    {rule: '#not-created', via: 'is'},
    {rule: '#not-starting', via: 'is'},
    ...takesFromService,
    {rule: '#client-errors', via: 'calls'},
  ],
  sources: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
    'plugin/pkg/admission/serviceaccount/admission.go',
  ],
  *check(cluster) {
    const bySubject = new Map<string, Seen>();
    for (const one of seen(cluster)) bySubject.set(refKey(one.subject), one);
    for (const one of bySubject.values()) yield sighting(cluster, one);
    for (const one of dangling(cluster)) if (!bySubject.has(refKey(one.ref))) yield latent(cluster, one);
  },
} satisfies Rule;
