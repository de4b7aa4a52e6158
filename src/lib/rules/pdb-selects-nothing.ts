import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {fieldProof, proof} from '../model/proof.ts';
import type {LabelSelector} from '../model/kube/meta.ts';
import type {Rule} from '../model/rule.ts';
import {matchesSelector, spellSelector} from '../model/selector.ts';
import {ageOf, MINUTE} from '../model/time.ts';
import {isAlive, servingIn} from './_services.ts';
import {named} from './_story.ts';

/** A workload made in the same breath may come after its budget. */
const LONG = MINUTE;

/** Its workload is there and has no pods now: scaled to zero, between two runs, or in trouble of its own. */
const isIdle = (cluster: Cluster, namespace: string | undefined, selector: LabelSelector): boolean =>
  servingIn(cluster, namespace).some(({labels}) => matchesSelector(selector, labels)) ||
  cluster
    .all('CronJob')
    .some(
      ({metadata, spec}) =>
        metadata.namespace === namespace && matchesSelector(selector, spec.jobTemplate.spec.template.metadata.labels),
    );

export default {
  title: 'A PodDisruptionBudget selects no pods',
  category: 'workload',
  severity: 'low',
  why: 'A budget that matches nothing protects nothing: a drain may take all pods at once that it was meant for.',
  confirm: ["kubectl get pdb <name> -o jsonpath='{.spec.selector}'", 'kubectl get pods -l <selector>'],
  fix: ['make the selector match the labels of the pods', 'delete the budget when its workload is gone'],
  needs: ['PodDisruptionBudget', 'Pod'],
  sources: ['https://kubernetes.io/docs/tasks/run-application/configure-pdb/'],
  *check(cluster) {
    for (const one of cluster.all('PodDisruptionBudget')) {
      const {selector} = one.spec;
      const {namespace} = one.metadata;
      // A budget without a selector matches nothing by definition; an empty one matches the whole namespace.
      if (
        selector === undefined ||
        cluster.network.podsIn(namespace).some((pod) => isAlive(pod) && matchesSelector(selector, pod.metadata.labels))
      )
        continue;
      if (isIdle(cluster, namespace, selector)) continue;
      if ((ageOf(one.metadata.creationTimestamp, cluster.now) ?? Infinity) < LONG) continue;
      const subject = refOf('PodDisruptionBudget', one);
      yield {
        subject,
        summary: `${named(subject)} matches no pods: its selector is ${spellSelector(selector) || 'empty'}`,
        since: one.metadata.creationTimestamp,
        evidence: proof(fieldProof(subject, 'spec.selector', spellSelector(selector) || '{}')),
      };
    }
  },
} satisfies Rule;
