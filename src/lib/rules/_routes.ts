import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Ingress, Service} from '../model/kube/network.ts';
import {type Ref, ref} from '../model/ref.ts';

/** One backend of an Ingress and where it stands. */
export interface Backend {
  readonly ingress: Ingress;
  readonly subject: Ref;
  /** `shop.example.com/cart`. */
  readonly route: string;
  readonly service: Ref;
  readonly port: {readonly name?: string | undefined; readonly number?: number | undefined};
}

export const backendsOf = (cluster: Cluster): readonly Backend[] =>
  cluster.all('Ingress').flatMap((ingress) => {
    const {defaultBackend, rules} = ingress.spec;
    const routed = rules.flatMap(({host, http}) =>
      http.paths.map(({path, backend}) => ({route: `${host ?? '*'}${path ?? '/'}`, backend})),
    );
    const all = [
      ...(defaultBackend === undefined ? [] : [{route: 'the default backend', backend: defaultBackend}]),
      ...routed,
    ];
    return all.flatMap(({route, backend}): Backend[] =>
      backend.service === undefined
        ? []
        : [
            {
              ingress,
              subject: refOf('Ingress', ingress),
              route,
              service: ref('Service', ingress.metadata.namespace, backend.service.name),
              port: backend.service.port,
            },
          ],
    );
  });

export const hasPort = (service: Service, {name, number}: Backend['port']): boolean =>
  service.spec.ports.some((one) => (name !== undefined && name !== '' ? one.name === name : one.port === number)) ||
  (name === undefined && number === undefined);
