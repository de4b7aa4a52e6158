import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {conditionOf} from '../model/containers.ts';
import type {Sighting} from '../model/finding.ts';
import type {KubeObject} from '../model/kinds.ts';
import {conditionProof, proof} from '../model/proof.ts';
import {ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, MINUTE} from '../model/time.ts';
import {brief, inNamespace, named} from './_story.ts';

/** A failed discovery check may be a hiccup. */
const SETTLED = MINUTE / 2;

const needsResources = ({spec}: KubeObject<'HorizontalPodAutoscaler'>): boolean =>
  spec.metrics.some(({resource, containerResource}) => resource !== undefined || containerResource !== undefined);

/** Who is blind without it. */
const autoscalers = (cluster: Cluster, group: string | undefined): number =>
  group === 'metrics.k8s.io' ? cluster.all('HorizontalPodAutoscaler').filter(needsResources).length : 0;

function judged(cluster: Cluster, one: KubeObject<'APIService'>): Sighting | undefined {
  const available = conditionOf(one.status.conditions, 'Available');
  const {service, group} = one.spec;
  if (
    available?.status !== 'False' ||
    one.metadata.deletionTimestamp !== undefined ||
    (ageOf(available.lastTransitionTime, cluster.now) ?? Infinity) < SETTLED
  )
    return undefined;
  const subject = refOf('APIService', one);
  const behind = service === undefined ? undefined : ref('Service', service.namespace, service.name);
  const blind = autoscalers(cluster, group);
  return {
    subject,
    summary: `${named(subject)} is not available${behind === undefined ? '' : ` (served by ${named(behind)})`}: ${brief(available.message ?? available.reason ?? '', 200)}${blind > 0 ? `; ${String(blind)} HorizontalPodAutoscaler${blind === 1 ? ' has' : 's have'} no metrics` : ''}`,
    severity: blind > 0 ? 'high' : 'medium',
    since: available.lastTransitionTime,
    toward: behind === undefined ? [] : [behind],
    evidence: proof(conditionProof(subject, available)),
    confirm: [
      `kubectl describe apiservice ${subject.name}`,
      ...(behind === undefined ? [] : [`${inNamespace(behind)} get service,endpointslices ${behind.name}`]),
    ],
    fix:
      behind === undefined
        ? []
        : [
            `bring ${named(behind)} back, or delete the APIService when what it served is gone: kubectl delete apiservice ${subject.name}`,
          ],
  };
}

export default {
  title: 'An aggregated API is not available',
  category: 'control-plane',
  severity: 'medium',
  why: 'The API server hands requests for this API on to a Service that does not answer. What reads the API is blind (autoscalers without metrics), and no namespace can be deleted meanwhile, because its contents cannot be listed.',
  confirm: ['kubectl get apiservices', 'kubectl describe apiservice <name>: condition Available'],
  fix: [
    'bring the Service behind it back: its pods, its certificate, its port, the way from the API server to it',
    'delete the APIService of something that was removed',
  ],
  needs: ['APIService'],
  explains: [
    {rule: '#metrics-missing', via: 'depends on'},
    {rule: 'namespace-terminating', via: 'depends on'},
  ],
  sources: [
    'https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/',
    'staging/src/k8s.io/kube-aggregator/pkg/controllers/status/remote/remote_available_controller.go',
  ],
  *check(cluster) {
    for (const one of cluster.all('APIService')) {
      const found = judged(cluster, one);
      if (found !== undefined) yield found;
    }
  },
} satisfies Rule;
