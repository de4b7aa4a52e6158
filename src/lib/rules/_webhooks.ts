import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import {type Ref, ref} from '../model/ref.ts';

const KINDS = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'] as const;

export interface Webhook {
  readonly config: Ref;
  readonly name: string;
  /** True when the API server refuses what it could not ask about. */
  readonly isFailClosed: boolean;
  readonly service: Ref | undefined;
  readonly port: number | undefined;
  readonly url: string | undefined;
  /** `create pods, update deployments`. */
  readonly watches: string;
}

const watchesOf = (
  rules: ReadonlyArray<{readonly resources: readonly string[]; readonly operations: readonly string[]}>,
): string => rules.map(({operations, resources}) => `${operations.join('/')} of ${resources.join(', ')}`).join('; ');

export const webhooksOf = (cluster: Cluster): readonly Webhook[] =>
  KINDS.flatMap((kind) =>
    cluster.all(kind).flatMap((config) =>
      config.webhooks.map((one): Webhook => {
        const {service, url} = one.clientConfig;
        return {
          config: refOf(kind, config),
          name: one.name,
          isFailClosed: (one.failurePolicy ?? 'Fail') === 'Fail',
          service: service === undefined ? undefined : ref('Service', service.namespace, service.name),
          port: service?.port,
          url,
          watches: watchesOf(one.rules),
        };
      }),
    ),
  );

/** What a webhook that rejects everything keeps from being made. */
export const blocksCreation = [
  {rule: '#not-created', via: 'depends on'},
  {rule: '#unavailable', via: 'depends on'},
] as const;
