import {isReady} from '../../model/containers.ts';
import type {KubeObject} from '../../model/kinds.ts';
import {ref} from '../../model/ref.ts';
import * as column from './columns.ts';
import {type Resource, resourceTable, type World} from './kind.ts';

interface Row extends Resource {
  readonly service: KubeObject<'Service'>;
  readonly ready: number;
  readonly pods: number;
  readonly createdAt: string | undefined;
  readonly now: Date;
}

export const services = resourceTable<Row>({
  name: 'services',
  also: ['svc', 'service'],
  columns: [
    column.namespace(),
    column.name(),
    column.words('type', 'how it is reached', ({service}) => service.spec.type),
    column.words('cluster-ip', 'its address', ({service}) => service.spec.clusterIP),
    column.words('ports', 'what it listens on', ({service}) =>
      service.spec.ports
        .map(({port, targetPort}) => `${String(port ?? '')}→${String(targetPort ?? port ?? '')}`)
        .join(','),
    ),
    {
      ...column.words<Row>(
        'endpoints',
        'pods behind it that are ready',
        ({ready, pods}) => `${String(ready)}/${String(pods)}`,
        {
          tone: ({isFaulty}) => (isFaulty ? 'bad' : 'plain'),
        },
      ),
      value: ({ready}) => ready,
    },
    column.aged<Row>(),
  ],
  rows: ({cluster}: World) =>
    cluster.all('Service').map((service): Row => {
      const {name, namespace, labels, creationTimestamp} = service.metadata;
      const pods = cluster.network.podsSelectedBy(service);
      const ready = pods.filter(isReady).length;
      return {
        ref: ref('Service', namespace, name),
        labels,
        service,
        ready,
        pods: pods.length,
        // Without a selector somebody else says where it leads.
        isFaulty: Object.keys(service.spec.selector).length > 0 && ready === 0,
        createdAt: creationTimestamp,
        now: cluster.now,
      };
    }),
  below: ({ref: of}) => ({kind: 'pods', of}),
});
