import {
  type Decoded,
  type Decoder,
  flag,
  isObject,
  list,
  map,
  maybe,
  name,
  number,
  object,
  text,
  textOrNumber,
  word,
  type Words,
  wordList,
} from '../schema.ts';
import {condition, meta, metaWithHistory, selector} from './meta.ts';

export const node = object({
  metadata: metaWithHistory,
  spec: object({
    unschedulable: flag,
    podCIDR: word,
    providerID: word,
    taints: list(object({key: name, value: word, effect: word, timeAdded: word})),
  }),
  status: object({
    capacity: map,
    allocatable: map,
    conditions: list(condition),
    addresses: list(object({type: word, address: name})),
    nodeInfo: object({
      kubeletVersion: word,
      containerRuntimeVersion: word,
      kernelVersion: word,
      osImage: word,
      bootID: word,
      architecture: word,
      operatingSystem: word,
    }),
    volumesAttached: list(object({name: name})),
  }),
});
export type Node = Decoded<typeof node>;

export const namespace = object({
  metadata: metaWithHistory,
  spec: object({finalizers: wordList}),
  status: object({phase: word, conditions: list(condition)}),
});

/** Values longer than this are files, not addresses; only their key is kept. */
const VALUE_AT_MOST = 256;

/** The data of a ConfigMap: every key, and the values short enough to be a host name, a URL or a switch. */
const data: Decoder<Words> = (raw) =>
  isObject(raw)
    ? map(
        Object.fromEntries(
          Object.entries(raw).map(([key, value]) => [
            key,
            typeof value === 'string' && value.length <= VALUE_AT_MOST ? value : '',
          ]),
        ),
      )
    : map(undefined);

export const configMap = object({metadata: metaWithHistory, data, binaryData: data});

/** A Secret is only ever asked for as PartialObjectMetadata: its data never leaves the API server. */
export const secret = object({metadata: meta});

export const serviceAccount = object({
  metadata: meta,
  imagePullSecrets: list(object({name: name})),
  secrets: list(object({name: name})),
});

const serviceTarget = maybe(object({namespace: word, name: name, port: number, path: word}));

/** Validating- and MutatingWebhookConfiguration (admissionregistration.k8s.io/v1). The CA is kept to judge its dates. */
export const webhookConfiguration = object({
  metadata: metaWithHistory,
  webhooks: list(
    object({
      name: name,
      failurePolicy: word,
      timeoutSeconds: number,
      clientConfig: object({service: serviceTarget, url: word, caBundle: text}),
      namespaceSelector: maybe(selector),
      objectSelector: maybe(selector),
      rules: list(object({apiGroups: wordList, resources: wordList, operations: wordList})),
    }),
  ),
});

export const apiService = object({
  metadata: meta,
  spec: object({service: serviceTarget, group: word, version: word}),
  status: object({conditions: list(condition)}),
});

export const lease = object({
  metadata: meta,
  spec: object({
    holderIdentity: word,
    renewTime: word,
    leaseDurationSeconds: number,
    leaseTransitions: number,
    acquireTime: word,
  }),
});

export const priorityClass = object({metadata: meta, value: number, globalDefault: flag, preemptionPolicy: word});
export const runtimeClass = object({metadata: meta, handler: word});

const roleRef = object({kind: word, name: name});
export const roleBinding = object({
  metadata: meta,
  roleRef,
  subjects: list(object({kind: word, namespace: word, name: name})),
});

export const certificateSigningRequest = object({
  metadata: meta,
  spec: object({signerName: word, username: word}),
  status: object({conditions: list(condition)}),
});

const reference = object({kind: word, namespace: word, name: name, uid: word, fieldPath: word});

/** What events.k8s.io/v1 and core/v1 Events have in common, under core/v1's names. */
export const event = object({
  metadata: object({name: name, namespace: word, creationTimestamp: word}),
  involvedObject: reference,
  related: maybe(reference),
  reason: word,
  message: text,
  type: word,
  action: word,
  count: number,
  firstTimestamp: word,
  lastTimestamp: word,
  eventTime: word,
  series: maybe(object({count: number, lastObservedTime: word})),
  source: object({component: word, host: word}),
  reportingComponent: word,
  reportingInstance: word,
  port: textOrNumber,
});
export type EventWire = Decoded<typeof event>;
