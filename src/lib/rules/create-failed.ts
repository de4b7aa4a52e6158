import type {Rule} from '../model/rule.ts';
import {leavesNoPods, madeBy, type Refusal, refused} from './_not-created.ts';
import {brief, named} from './_story.ts';

/** What other rules understand better. */
const OF_OTHERS = [
  /exceeded quota:/,
  /failed quota:/,
  /usage per (?:Container|Pod|PersistentVolumeClaim) is|max limit to request ratio/i,
  /violates PodSecurity|unable to validate against any (?:pod security policy|security context constraint)/,
  /denied the request|ValidatingAdmissionPolicy/,
  /failed calling webhook/,
  /service ?accounts? "[^"]+" not found/i,
];
/**
 * The controller loses races against itself, and namespaces go away: neither is a fault.
 * That a DaemonSet replaces a failed pod is no refusal at all.
 */
const NO_FAULT = [
  /object is being deleted|being terminated/,
  /already exists/,
  /the object has been modified/,
  /Found failed daemon pod/,
];
/** What the recorder and the controllers say before the API server's words. */
const OWN_WORDS =
  /^(?:\(combined from similar events\): )?(?:Error creating(?: job)?: |create (?:Claim \S+ (?:for )?)?Pod \S+ in StatefulSet \S+ failed error: )/;

const look = (message: string, {proof}: Refusal): string | undefined => {
  const isOurs = ![...OF_OTHERS, ...NO_FAULT].some((one) => one.test(message));
  return isOurs && proof.quote !== '' ? brief(message.replace(OWN_WORDS, ''), 240) : undefined;
};

export default {
  title: 'A controller cannot create pods',
  category: 'workload',
  severity: 'high',
  why: 'The API server refuses what the controller of a workload wants to create, so pods are missing.',
  confirm: ['kubectl describe replicaset <name>: FailedCreate'],
  fix: [
    'follow the message: an invalid field in the template, a missing PriorityClass or RuntimeClass, a right that the controller lacks',
  ],
  needs: ['Event'],
  tags: ['not-created'],
  explains: leavesNoPods.filter(({rule}) => rule !== '#not-created'),
  sources: ['pkg/controller/controller_utils.go (FailedCreatePodReason)'],
  *check(cluster) {
    yield* refused(cluster, look, (words, {about, subject}) => ({
      summary: `${named(subject)} cannot create ${madeBy(about)}: ${words}`,
    }));
  },
} satisfies Rule;
