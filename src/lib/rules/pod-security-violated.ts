import {ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {leavesNoPods, refused} from './_not-created.ts';
import {brief, inNamespace, named, resource} from './_story.ts';

const STANDARD = /violates PodSecurity "(?<level>[\w-]+)(?::(?<version>[\w.]+))?": (?<what>[\s\S]+)/;
/** PodSecurityPolicy (until 1.24) and OpenShift's SecurityContextConstraints. */
const OLDER =
  /unable to validate against any (?<level>pod security policy|security context constraint): (?<what>[\s\S]+)/;

const look = (message: string) => {
  const {level, what, version} = STANDARD.exec(message)?.groups ?? OLDER.exec(message)?.groups ?? {};
  return level === undefined || what === undefined
    ? undefined
    : {level, what, isStandard: STANDARD.test(message), version};
};

/** The names of what is wrong, without the advice in brackets: `allowPrivilegeEscalation != false`. */
const violations = (what: string): string => brief(what.replaceAll(/ \((?:[^()]|\([^()]*\))*\)/g, ''), 200);

export default {
  title: 'Pod security admission refuses pods',
  category: 'security',
  severity: 'high',
  why: 'The namespace enforces a Pod Security Standard, and the pods ask for more rights than it allows, so none is created.',
  confirm: [
    'kubectl get namespace <namespace> --show-labels: pod-security.kubernetes.io/enforce',
    'kubectl describe replicaset <name>: FailedCreate, violates PodSecurity',
  ],
  fix: [
    'give pods and containers the securityContext that the level demands',
    'enforce a lower level: kubectl label namespace <namespace> pod-security.kubernetes.io/enforce=<level> --overwrite',
  ],
  needs: ['Event'],
  explains: leavesNoPods,
  sources: [
    'https://kubernetes.io/docs/concepts/security/pod-security-admission/',
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  ],
  *check(cluster) {
    yield* refused(cluster, look, ({level, what, isStandard, version}, {subject}) => ({
      summary: `${named(subject)} cannot create pods: they violate ${isStandard ? `PodSecurity "${level}${version === undefined ? '' : `:${version}`}"` : `every ${level}`}${isStandard ? ` of namespace ${subject.namespace ?? ''}` : ''}: ${violations(what)}`,
      toward: isStandard && subject.namespace !== undefined ? [ref('Namespace', undefined, subject.namespace)] : [],
      fix: [`${inNamespace(subject)} edit ${resource(subject)}: set the securityContext that the message asks for`],
    }));
  },
} satisfies Rule;
