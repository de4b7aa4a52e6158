import {type Decoded, flag, list, map, maybe, name, number, object, textOrNumber, word, wordList} from '../schema.ts';
import {condition, meta, metaWithHistory, selector} from './meta.ts';

export const service = object({
  metadata: metaWithHistory,
  spec: object({
    type: word,
    clusterIP: word,
    clusterIPs: wordList,
    externalName: word,
    selector: map,
    ports: list(object({name: word, port: number, targetPort: textOrNumber, nodePort: number, protocol: word})),
    publishNotReadyAddresses: flag,
    externalTrafficPolicy: word,
    internalTrafficPolicy: word,
  }),
  status: object({loadBalancer: object({ingress: list(object({ip: word, hostname: word}))})}),
});
export type Service = Decoded<typeof service>;

const targetRef = maybe(object({kind: word, namespace: word, name: name}));

export const endpointSlice = object({
  metadata: meta,
  addressType: word,
  ports: list(object({name: word, port: number, protocol: word})),
  endpoints: list(
    object({
      addresses: list(name),
      conditions: object({ready: flag, serving: flag, terminating: flag}),
      nodeName: word,
      targetRef,
    }),
  ),
});
export type EndpointSlice = Decoded<typeof endpointSlice>;

const address = object({ip: name, nodeName: word, targetRef});

/** Endpoints (core/v1), read only where a cluster or a recording has no EndpointSlices. */
export const endpoints = object({
  metadata: meta,
  subsets: list(
    object({
      addresses: list(address),
      notReadyAddresses: list(address),
      ports: list(object({name: word, port: number})),
    }),
  ),
});

const backend = object({
  service: maybe(object({name: name, port: object({name: word, number: number})})),
  resource: maybe(object({kind: word, name: name})),
});

/** Ingress (networking.k8s.io/v1). */
export const ingress = object({
  metadata: metaWithHistory,
  spec: object({
    ingressClassName: word,
    defaultBackend: maybe(backend),
    tls: list(object({hosts: list(name), secretName: word})),
    rules: list(object({host: word, http: object({paths: list(object({path: word, backend}))})})),
  }),
  status: object({loadBalancer: object({ingress: list(object({ip: word, hostname: word}))})}),
});
export type Ingress = Decoded<typeof ingress>;

export const ingressClass = object({metadata: meta, spec: object({controller: word})});

const peer = object({
  podSelector: maybe(selector),
  namespaceSelector: maybe(selector),
  ipBlock: maybe(object({cidr: word, except: wordList})),
});
const policyPort = object({port: textOrNumber, protocol: word, endPort: number});

/** NetworkPolicy (networking.k8s.io/v1). `ingress: undefined` and an empty list both allow nothing once the type is named. */
export const networkPolicy = object({
  metadata: metaWithHistory,
  spec: object({
    podSelector: selector,
    policyTypes: wordList,
    ingress: list(object({from: list(peer), ports: list(policyPort)})),
    egress: list(object({to: list(peer), ports: list(policyPort)})),
  }),
});
export type NetworkPolicy = Decoded<typeof networkPolicy>;

const parentRef = object({kind: word, namespace: word, name: name, sectionName: word, port: number});
const backendRef = object({kind: word, namespace: word, name: name, port: number});
const routeStatus = object({parents: list(object({parentRef, conditions: list(condition)}))});

/** HTTPRoute (gateway.networking.k8s.io/v1). */
export const httpRoute = object({
  metadata: metaWithHistory,
  spec: object({
    parentRefs: list(parentRef),
    hostnames: list(name),
    rules: list(object({backendRefs: list(backendRef)})),
  }),
  status: routeStatus,
});

export const gateway = object({
  metadata: metaWithHistory,
  spec: object({gatewayClassName: word, listeners: list(object({name: name, port: number, protocol: word}))}),
  status: object({conditions: list(condition)}),
});

export const gatewayClass = object({
  metadata: meta,
  spec: object({controllerName: word}),
  status: object({conditions: list(condition)}),
});
