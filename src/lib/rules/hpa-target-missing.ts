import {isKind} from '../model/kinds.ts';
import {conditionOf} from '../model/containers.ts';
import {conditionProof, fieldProof, proof} from '../model/proof.ts';
import type {AnyObject} from '../model/cluster/objects.ts';
import type {Rule} from '../model/rule.ts';
import {didYouMean} from '../parse/similar.ts';
import {autoscalerRef, isTargetAbsent, targetOf} from './_autoscaler.ts';
import {brief, inNamespace, named} from './_story.ts';

export default {
  title: 'The target of an autoscaler does not exist',
  category: 'autoscaling',
  severity: 'medium',
  why: 'A HorizontalPodAutoscaler whose scaleTargetRef leads nowhere scales nothing.',
  confirm: [
    "kubectl get hpa <name> -o jsonpath='{.spec.scaleTargetRef}'",
    'kubectl describe hpa <name>: AbleToScale False, FailedGetScale',
  ],
  fix: ['correct kind, name or apiVersion in scaleTargetRef', 'delete the autoscaler when its workload is gone'],
  needs: ['HorizontalPodAutoscaler'],
  explains: [{rule: '#metrics-missing', via: 'is'}],
  sources: ['https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/'],
  *check(cluster) {
    for (const one of cluster.all('HorizontalPodAutoscaler')) {
      const target = targetOf(one);
      const condition = conditionOf(one.status.conditions, 'AbleToScale');
      const isRefused = condition?.status === 'False' && condition.reason === 'FailedGetScale';
      const isAbsent = isTargetAbsent(cluster, target);
      if (!isAbsent && !isRefused) continue;
      const subject = autoscalerRef(one);
      const beside =
        isKind(target.kind) && target.kind !== 'Event'
          ? (cluster.all(target.kind) as readonly AnyObject[])
              .filter(({metadata}) => metadata.namespace === target.namespace)
              .map(({metadata}) => metadata.name)
          : [];
      const field = fieldProof(
        subject,
        'spec.scaleTargetRef',
        `${one.spec.scaleTargetRef.apiVersion ?? ''} ${target.kind} ${target.name}`.trim(),
      );
      yield {
        subject,
        summary: `${named(subject)} cannot scale: its target ${named(target)} ${isAbsent ? `does not exist${didYouMean(target.name, beside)}` : `cannot be read (${brief(condition?.message ?? '')})`}`,
        since: isRefused ? condition.lastTransitionTime : one.metadata.creationTimestamp,
        evidence: isRefused ? proof(conditionProof(subject, condition), field) : proof(field),
        fix: [`${inNamespace(subject)} edit hpa ${subject.name}: correct spec.scaleTargetRef`],
      };
    }
  },
} satisfies Rule;
