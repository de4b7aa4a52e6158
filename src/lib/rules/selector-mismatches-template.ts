import {refOf} from '../model/cluster/objects.ts';
import {fieldProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {isEmptySelector, matchesSelector, spellMap, spellSelector} from '../model/selector.ts';
import {named} from './_story.ts';

const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'] as const;

export default {
  title: "A workload's selector does not match its own pod template",
  category: 'workload',
  severity: 'high',
  why: 'A controller finds its pods by its selector. When its template makes pods that the selector does not match, it never sees them; the API server refuses such an object.',
  confirm: ["kubectl get deployment <name> -o jsonpath='{.spec.selector}{.spec.template.metadata.labels}'"],
  fix: ['make the labels of the template contain those of the selector; the selector itself cannot be changed'],
  needs: [],
  explains: [
    {rule: '#unavailable', via: 'is'},
    {rule: '#no-endpoints', via: 'selects'},
    {rule: '#client-errors', via: 'calls'},
  ],
  sources: ['https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector'],
  *check(cluster) {
    for (const kind of KINDS) {
      for (const one of cluster.all(kind)) {
        const {selector, template} = one.spec;
        if (isEmptySelector(selector) || matchesSelector(selector, template.metadata.labels)) continue;
        const subject = refOf(kind, one);
        yield {
          subject,
          summary: `${named(subject)} has the selector ${spellSelector(selector)}, which its own pod template (${spellMap(template.metadata.labels) || 'no labels'}) does not match`,
          since: one.metadata.creationTimestamp,
          evidence: proof(
            fieldProof(subject, 'spec.selector', spellSelector(selector)),
            fieldProof(subject, 'spec.template.metadata.labels', spellMap(template.metadata.labels) || 'none'),
          ),
        };
      }
    }
  },
} satisfies Rule;
