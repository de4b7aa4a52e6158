import type {Cluster} from '../model/cluster.ts';
import {ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {leavesNoPods, madeBy, refused} from './_not-created.ts';
import {brief, named} from './_story.ts';
import {webhooksOf} from './_webhooks.ts';

interface Denial {
  readonly by: string;
  readonly why: string;
  readonly isPolicy: boolean;
}

const WEBHOOK = /admission webhook "(?<by>[^"]+)" denied the request(?: without explanation)?:?\s*(?<why>[\s\S]*)/;
/** ValidatingAdmissionPolicy, in the API server itself. */
const POLICY = /ValidatingAdmissionPolicy '(?<by>[^']+)'(?: with binding '[^']+')? denied request: (?<why>[\s\S]+)/;

function look(message: string): Denial | undefined {
  for (const [wording, isPolicy] of [
    [WEBHOOK, false],
    [POLICY, true],
  ] as const) {
    const {by, why = ''} = wording.exec(message)?.groups ?? {};
    if (by !== undefined) return {by, why: why.trim(), isPolicy};
  }
  return undefined;
}

function toward(cluster: Cluster, {by, isPolicy}: Denial) {
  if (isPolicy) return [ref('ValidatingAdmissionPolicy', undefined, by)];
  return webhooksOf(cluster).flatMap(({name, config}) => (name === by ? [config] : []));
}

export default {
  title: 'An admission policy refuses pods',
  category: 'security',
  severity: 'high',
  why: "A validating webhook or policy (Gatekeeper, Kyverno, Kubewarden, one's own) looked at the pods and said no, so their controller creates none.",
  confirm: [
    'kubectl describe replicaset <name>: FailedCreate, denied the request',
    'kubectl get validatingwebhookconfigurations,validatingadmissionpolicies',
  ],
  fix: ['change the pod template as the message asks', 'change the policy, or make an exception for the workload'],
  needs: ['Event'],
  explains: leavesNoPods,
  sources: [
    'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/',
    'https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/',
  ],
  *check(cluster) {
    yield* refused(cluster, look, (denial, {about, subject}) => ({
      summary: `${named(subject)} cannot create ${madeBy(about)}: ${denial.isPolicy ? `ValidatingAdmissionPolicy "${denial.by}"` : `admission webhook "${denial.by}"`} denied them${denial.why === '' ? ' without a reason' : `: ${brief(denial.why, 200)}`}`,
      toward: toward(cluster, denial),
    }));
  },
} satisfies Rule;
