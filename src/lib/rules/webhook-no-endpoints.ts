import {fieldProof, proof} from '../model/proof.ts';
import {refKey} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {emptyServices} from './_services.ts';
import {blocksCreation, webhooksOf} from './_webhooks.ts';
import {named} from './_story.ts';

export default {
  title: 'A fail-closed admission webhook has no ready endpoints',
  category: 'control-plane',
  severity: 'high',
  why: 'The next object that the webhook watches will be refused: the API server may not store what it could not ask about.',
  confirm: ['kubectl get endpointslices -n <namespace> -l kubernetes.io/service-name=<service>'],
  fix: ['bring the pods behind the Service back'],
  needs: ['Service'],
  // The Service or its pods are at fault; the webhook shows it.
  tags: ['control-plane'],
  explains: [...blocksCreation, {rule: 'webhook-unreachable', via: 'is'}],
  sources: ['https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy'],
  *check(cluster) {
    const seen = new Set<string>();
    for (const {config, name, service, isFailClosed, watches} of webhooksOf(cluster)) {
      const empty = service === undefined ? undefined : emptyServices(cluster).get(refKey(service));
      if (service === undefined || empty === undefined || !isFailClosed || seen.has(config.name)) continue;
      seen.add(config.name);
      yield {
        subject: config,
        summary: `${named(config)}: the admission webhook "${name}" fails closed and its ${named(service)} has no ready endpoints: ${watches} is refused`,
        toward: [service],
        evidence: proof(
          fieldProof(service, 'status.endpoints', 'no ready endpoints'),
          fieldProof(config, `webhooks[${name}].failurePolicy`, 'failurePolicy: Fail'),
        ),
      };
    }
  },
} satisfies Rule;
