import {fieldProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {blocksCreation, webhooksOf} from './_webhooks.ts';
import {named} from './_story.ts';

export default {
  title: 'An admission webhook points to a Service that does not exist',
  category: 'control-plane',
  severity: 'high',
  why: 'The API server cannot ask the webhook; with failurePolicy Fail it refuses everything that the webhook watches.',
  confirm: ['kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations -o yaml | grep -A4 service:'],
  fix: ['install the Service again', 'delete the configuration when its product is gone'],
  needs: ['Service'],
  explains: [...blocksCreation, {rule: 'webhook-unreachable', via: 'is'}],
  sources: ['https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/'],
  *check(cluster) {
    const seen = new Set<string>();
    for (const {config, name, service, isFailClosed, watches} of webhooksOf(cluster)) {
      if (
        service === undefined ||
        !cluster.objects.isAbsent('Service', service.namespace, service.name) ||
        seen.has(config.name)
      )
        continue;
      seen.add(config.name);
      yield {
        subject: config,
        severity: isFailClosed ? 'high' : 'low',
        summary: `${named(config)}: the admission webhook "${name}" calls ${named(service)}, which does not exist${isFailClosed ? `; it fails closed on ${watches}` : ''}`,
        toward: [service],
        evidence: proof(
          fieldProof(
            config,
            `webhooks[${name}].clientConfig.service`,
            `service ${service.namespace ?? ''}/${service.name}, failurePolicy ${isFailClosed ? 'Fail' : 'Ignore'}`,
          ),
        ),
        fix: [`kubectl delete ${config.kind.toLowerCase()} ${config.name} (when its product is gone)`],
      };
    }
  },
} satisfies Rule;
