import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Evidence} from '../model/evidence.ts';
import type {Sighting} from '../model/finding.ts';
import {conditionProof, eventProof, fieldProof} from '../model/proof.ts';
import {distinctRefs, type Ref, ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {earliest, HOUR, isRecent} from '../model/time.ts';
import {blocksCreation, type Webhook, webhooksOf} from './_webhooks.ts';
import {brief, named} from './_story.ts';

const CALL =
  /failed calling webhook(?:, failing (?:open|closed))? \\?"?(?<webhook>[\w.-]{1,253})\\?"?: (?<why>[\s\S]{1,600})/;
const SERVICE_IN_URL = /https:\/\/(?<service>[\w-]{1,63})\.(?<namespace>[\w-]{1,63})\.svc/;

/** Something that could not be made for want of an answer. */
interface Call {
  readonly webhook: string;
  readonly why: string;
  readonly about: Ref;
  readonly at: string | undefined;
  readonly proof: Evidence;
}

function calls(cluster: Cluster): readonly Call[] {
  const parsed = (message: string | undefined, about: Ref, at: string | undefined, proof: () => Evidence): Call[] => {
    const {webhook, why} = CALL.exec(message ?? '')?.groups ?? {};
    return webhook === undefined || why === undefined ? [] : [{webhook, why, about, at, proof: proof()}];
  };
  const events = cluster.events.all
    .filter(
      (event) =>
        event.message.includes('failed calling webhook') &&
        isRecent(event.last, cluster.now, HOUR) &&
        stillThere(cluster, event.about),
    )
    .flatMap((event) => parsed(event.message, event.about, event.first, () => eventProof(event)));
  const conditions = (['Deployment', 'ReplicaSet'] as const).flatMap((kind) =>
    cluster
      .all(kind)
      .flatMap((one) =>
        one.status.conditions
          .filter(({type, status}) => type === 'ReplicaFailure' && status === 'True')
          .flatMap((condition) =>
            parsed(condition.message, refOf(kind, one), condition.lastTransitionTime, () =>
              conditionProof(refOf(kind, one), condition),
            ),
          ),
      ),
  );
  return [...events, ...conditions];
}

const stillThere = (cluster: Cluster, about: Ref): boolean => cluster.objects.byRef(about) !== undefined;

/** A controller that has made all its pods since got over it. */
function isOver(cluster: Cluster, {about}: Call): boolean {
  if (about.kind !== 'ReplicaSet' && about.kind !== 'StatefulSet' && about.kind !== 'Deployment') return false;
  const object = cluster.get(about.kind, about.namespace, about.name);
  return object !== undefined && (object.status.replicas ?? 0) >= (object.spec.replicas ?? 1);
}

/** A reason in words; the message itself is the evidence. */
function reason(why: string): string {
  const known = [
    /no endpoints available for service/,
    /service "[^"]+" not found/,
    /x509: .{1,120}/,
    /connection refused/,
    /context deadline exceeded/,
    /i\/o timeout/,
    /no such host/,
    /no route to host/,
    /EOF/,
  ]
    .map((one) => one.exec(why)?.[0])
    .find((one) => one !== undefined);
  return known ?? brief(why, 120);
}

function sighting(
  cluster: Cluster,
  name: string,
  group: readonly [Call, ...Call[]],
  webhook: Webhook | undefined,
): Sighting {
  const [call] = group;
  const {service: spelt, namespace} = SERVICE_IN_URL.exec(call.why)?.groups ?? {};
  const service = webhook?.service ?? (spelt === undefined ? undefined : ref('Service', namespace, spelt));
  const subject = webhook?.config ?? service ?? ref('ValidatingWebhookConfiguration', undefined, name);
  const blocked = distinctRefs(group.map(({about}) => cluster.owners.topOf(about)));
  return {
    subject,
    severity: webhook?.isFailClosed === false ? 'medium' : 'critical',
    summary: `${named(subject)}: the admission webhook "${name}" cannot be called (${reason(call.why)})${webhook?.isFailClosed === false ? '' : ' and fails closed'}: ${named(blocked[0] ?? call.about)}${blocked.length > 1 ? ` and ${String(blocked.length - 1)} more` : ''} cannot create pods`,
    since: earliest(group.map(({at}) => at)),
    objects: distinctRefs([...group.map(({about}) => about), ...blocked]),
    toward: service === undefined ? [] : [service],
    evidence: [
      call.proof,
      ...(webhook === undefined
        ? []
        : [
            fieldProof(
              webhook.config,
              `webhooks[${name}].failurePolicy`,
              `failurePolicy: ${webhook.isFailClosed ? 'Fail' : 'Ignore'}, on ${webhook.watches}`,
            ),
          ]),
    ],
    confirm:
      service === undefined
        ? []
        : [
            `kubectl -n ${service.namespace ?? 'default'} get service,endpointslices -l kubernetes.io/service-name=${service.name}`,
          ],
    fix: [
      'bring the pods behind the webhook back, or mend its certificate',
      `when it is no longer installed: kubectl delete ${subject.kind.toLowerCase()} ${subject.name}`,
    ],
  };
}

export default {
  title: 'An admission webhook cannot be called',
  category: 'control-plane',
  severity: 'critical',
  why: 'The API server asks the webhook before it stores an object. When the webhook does not answer and its failurePolicy is Fail, nothing that it watches can be created or changed: rollouts hang and evicted pods do not come back.',
  confirm: [
    'kubectl get events -A | grep "failed calling webhook"',
    'kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations',
  ],
  fix: [
    'bring the Service of the webhook back',
    'renew its certificate and the caBundle together',
    'leave the namespaces that its own pods need out of namespaceSelector',
    'delete the configuration when its product is gone',
  ],
  needs: ['Event'],
  patterns: ['apiserver-webhook-failed'],
  // Controllers whose creates it refused are among its objects.
  explains: [...blocksCreation, {rule: '#not-created', via: 'is'}, {rule: '#unavailable', via: 'is'}],
  sources: ['https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy'],
  *check(cluster) {
    const known = new Map(webhooksOf(cluster).map((webhook) => [webhook.name, webhook]));
    const groups = Map.groupBy(
      calls(cluster).filter((call) => !isOver(cluster, call)),
      ({webhook}) => webhook,
    );
    for (const [name, [first, ...rest]] of groups)
      if (first !== undefined) yield sighting(cluster, name, [first, ...rest], known.get(name));
  },
} satisfies Rule;
