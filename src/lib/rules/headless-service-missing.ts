import {refOf} from '../model/cluster/objects.ts';
import {fieldProof, proof} from '../model/proof.ts';
import {ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, MINUTE} from '../model/time.ts';
import {didYouMean} from '../parse/similar.ts';
import {inNamespace, named} from './_story.ts';

export default {
  title: 'The headless Service that a StatefulSet names does not exist',
  category: 'network',
  severity: 'medium',
  why: 'The pods of a StatefulSet get their DNS names (<pod>.<service>) through this Service. Without it the names do not resolve, and members of a cluster do not find each other.',
  confirm: ["kubectl get statefulset <name> -o jsonpath='{.spec.serviceName}'", 'kubectl get services'],
  fix: [
    'create the Service with clusterIP: None and the selector of the pods',
    'create the StatefulSet anew with the right serviceName',
  ],
  needs: ['StatefulSet', 'Service'],
  explains: [
    {rule: '#client-errors', via: 'calls'},
    {rule: '#client-errors', via: 'is'},
  ],
  sources: ['https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id'],
  *check(cluster) {
    for (const one of cluster.all('StatefulSet')) {
      const {serviceName = ''} = one.spec;
      const {namespace} = one.metadata;
      if (serviceName === '' || !cluster.objects.isAbsent('Service', namespace, serviceName)) continue;
      // Both are made, and deleted, by one command in some order.
      const isNew = (ageOf(one.metadata.creationTimestamp, cluster.now) ?? Infinity) < MINUTE;
      if (isNew || one.metadata.deletionTimestamp !== undefined) continue;
      const subject = refOf('StatefulSet', one);
      const names = cluster.network.servicesIn(namespace).map(({metadata}) => metadata.name);
      yield {
        subject,
        summary: `${named(subject)} names the headless Service "${serviceName}", which does not exist${didYouMean(serviceName, names)}`,
        since: one.metadata.creationTimestamp,
        severity: one.spec.replicas === 0 ? 'low' : 'medium',
        objects: [ref('Service', namespace, serviceName)],
        evidence: proof(fieldProof(subject, 'spec.serviceName', serviceName)),
        fix: [
          `${inNamespace(subject)} create service clusterip ${serviceName} --clusterip=None, with the selector of the pods`,
        ],
      };
    }
  },
} satisfies Rule;
