import {conditionOf} from '../model/containers.ts';
import {conditionProof, fieldProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, latest, MINUTE} from '../model/time.ts';
import {autoscalerRef, targetOf} from './_autoscaler.ts';
import {inNamespace, named} from './_story.ts';

/** A peak is no shortage. */
const LONG = 15 * MINUTE;

export default {
  title: 'An autoscaler is at its maximum and wants more',
  category: 'autoscaling',
  severity: 'medium',
  why: 'The load asks for more replicas than maxReplicas allows, so each of them has more to do than it should.',
  confirm: ['kubectl describe hpa <name>: ScalingLimited True, TooManyReplicas'],
  fix: [
    'raise maxReplicas when the nodes have room',
    'find out why the load is so high, or why each pod does so little',
  ],
  needs: ['HorizontalPodAutoscaler'],
  explains: [{rule: '#client-errors', via: 'calls'}],
  sources: [
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale-walkthrough/#appendix-horizontal-pod-autoscaler-status-conditions',
  ],
  *check(cluster) {
    for (const one of cluster.all('HorizontalPodAutoscaler')) {
      const {maxReplicas: most} = one.spec;
      const condition = conditionOf(one.status.conditions, 'ScalingLimited');
      // Without figures the condition is left from before; nobody knows what is wanted now.
      const isBlind = conditionOf(one.status.conditions, 'ScalingActive')?.status === 'False';
      const isLimited = condition?.status === 'True' && condition.reason === 'TooManyReplicas' && !isBlind;
      // At its floor and its ceiling at once, it is not an autoscaler but a number.
      if (!isLimited || most === undefined || (one.status.currentReplicas ?? 0) < most || one.spec.minReplicas === most)
        continue;
      const subject = autoscalerRef(one);
      const since = latest([condition.lastTransitionTime, one.status.lastScaleTime]);
      yield {
        subject,
        summary: `${named(subject)} is at its maximum of ${String(most)} replicas and wants more for ${named(targetOf(one))}`,
        severity: (ageOf(since, cluster.now) ?? Infinity) < LONG ? 'low' : 'medium',
        since,
        objects: [targetOf(one)],
        evidence: proof(
          conditionProof(subject, condition),
          fieldProof(
            subject,
            'status.currentReplicas',
            `current ${String(one.status.currentReplicas ?? 0)}, maxReplicas ${String(most)}`,
          ),
        ),
        confirm: [`${inNamespace(subject)} describe hpa ${subject.name}`],
        fix: [
          `${inNamespace(subject)} patch hpa ${subject.name} -p '{"spec":{"maxReplicas":<more than ${String(most)}>}}'`,
        ],
      };
    }
  },
} satisfies Rule;
