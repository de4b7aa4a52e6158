import {conditionProof, fieldProof, proof} from '../model/proof.ts';
import {distinctRefs, type Ref, ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, MINUTE} from '../model/time.ts';
import {brief, named, someOf} from './_story.ts';

const LONG = 2 * MINUTE;

/** What stands in the way, the most telling first (pkg/controller/namespace/deletion/status_condition_utils.go). */
const TELLING = [
  'NamespaceDeletionDiscoveryFailure',
  'NamespaceDeletionGroupVersionParsingFailure',
  'NamespaceDeletionContentFailure',
  'NamespaceFinalizersRemaining',
  'NamespaceContentRemaining',
];

/** `metrics.k8s.io/v1beta1: stale GroupVersion discovery` names the APIService v1beta1.metrics.k8s.io. */
const apiServices = (message: string): readonly Ref[] =>
  [...message.matchAll(/\b([a-z0-9][a-z0-9.-]*\.[a-z0-9.-]+)\/(v\d+[a-z0-9]*)\b/g)].map(
    ([, group = '', version = '']) => ref('APIService', undefined, `${version}.${group}`),
  );

/** With all that was in it gone, the namespace's own finalizers hold it (spec.finalizers is the controller's, and goes last). */
const left = (finalizers: readonly string[]): string =>
  finalizers.length === 0
    ? 'no condition says what is left'
    : `its finalizer${finalizers.length === 1 ? '' : 's'} ${someOf(finalizers)} ${finalizers.length === 1 ? 'is' : 'are'} still there`;

export default {
  title: 'A namespace is stuck while it is deleted',
  category: 'control-plane',
  severity: 'medium',
  why: 'A namespace is gone only when everything in it is. A finalizer whose controller no longer runs, or an API that does not answer, holds it, and nothing can be created in it meanwhile.',
  confirm: [
    "kubectl get namespace <name> -o jsonpath='{.status.conditions}'",
    'kubectl api-resources --verbs=list --namespaced -o name | xargs -n 1 kubectl get -n <name> --ignore-not-found',
  ],
  fix: [
    'bring the controller back that owns the finalizer, or remove the finalizer from the objects that are left',
    'mend or delete the APIService that does not answer',
  ],
  needs: ['Namespace'],
  sources: ['https://kubernetes.io/docs/tasks/administer-cluster/namespaces/#deleting-a-namespace'],
  *check(cluster) {
    for (const one of cluster.all('Namespace')) {
      const {deletionTimestamp: since} = one.metadata;
      if ((since === undefined && one.status.phase !== 'Terminating') || (ageOf(since, cluster.now) ?? Infinity) < LONG)
        continue;
      const subject = ref('Namespace', undefined, one.metadata.name);
      const held = TELLING.flatMap((type) =>
        one.status.conditions.filter((condition) => condition.type === type && condition.status === 'True'),
      );
      const [first, ...rest] = held;
      yield {
        subject,
        summary: `${named(subject)} has been Terminating since ${since ?? 'an unknown time'}: ${first?.message === undefined ? left(one.metadata.finalizers) : brief(first.message, 240)}`,
        since,
        toward: distinctRefs(
          held.filter(({type}) => type?.endsWith('DiscoveryFailure')).flatMap(({message = ''}) => apiServices(message)),
        ),
        evidence:
          first === undefined
            ? proof(
                fieldProof(subject, 'metadata.deletionTimestamp', since ?? 'Terminating', since),
                one.metadata.finalizers.length === 0
                  ? undefined
                  : fieldProof(subject, 'metadata.finalizers', one.metadata.finalizers.join(', ')),
              )
            : proof(conditionProof(subject, first), ...rest.map((condition) => conditionProof(subject, condition))),
      };
    }
  },
} satisfies Rule;
