import {refOf} from '../model/cluster/objects.ts';
import {eventProof, objectProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, MINUTE} from '../model/time.ts';
import {changedAt} from './_services.ts';
import {brief, named} from './_story.ts';

/** Clouds take minutes to make a balancer. */
const PATIENCE = 10 * MINUTE;

export default {
  title: 'A LoadBalancer Service has no address',
  category: 'network',
  severity: 'medium',
  why: 'Nothing gave the Service an external address, so it can only be reached inside the cluster.',
  confirm: ['kubectl describe service <service>'],
  fix: [
    'install a controller for load balancers (cloud controller manager, MetalLB)',
    'follow the event SyncLoadBalancerFailed: quota, subnet or rights',
    'use NodePort or an Ingress instead',
  ],
  needs: ['Service'],
  sources: ['https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer'],
  *check(cluster) {
    for (const service of cluster.all('Service')) {
      const {spec, status, metadata} = service;
      if (
        spec.type !== 'LoadBalancer' ||
        status.loadBalancer.ingress.length > 0 ||
        (ageOf(metadata.creationTimestamp, cluster.now) ?? Infinity) < PATIENCE
      )
        continue;
      const subject = refOf('Service', service);
      const [event] = cluster.events
        .of(subject)
        .filter(({isWarning}) => isWarning)
        .slice(-1);
      yield {
        subject,
        summary: `${named(subject)} of type LoadBalancer has no external address${event === undefined ? '' : `: ${brief(event.message)}`}`,
        since: changedAt(service),
        evidence:
          event === undefined
            ? proof(objectProof('Service', service, 'status.loadBalancer', 'loadBalancer: {}'))
            : proof(eventProof(event), objectProof('Service', service, 'status.loadBalancer', 'loadBalancer: {}')),
      };
    }
  },
} satisfies Rule;
