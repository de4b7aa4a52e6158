import * as clusterKinds from './kube/cluster.ts';
import * as networkKinds from './kube/network.ts';
import {pod} from './kube/pod.ts';
import * as storageKinds from './kube/storage.ts';
import * as workloads from './kube/workloads.ts';
import type {Decoded, Decoder} from './schema.ts';

/** Where a kind lives in the API, under which names people type it, and how its wire form is decoded. */
interface KindRow {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** What kubectl users type besides kind and plural. */
  readonly short: readonly string[];
  readonly decode: Decoder<unknown>;
  /** Ask only for metadata: data that must never be read. */
  readonly metadataOnly?: true;
  /** Not part of every cluster; a 404 is no gap. */
  readonly extension?: true;
  /** Read only when the kind named here could not be. */
  readonly insteadOf?: string;
}

const row = <const R extends KindRow>(one: R): R => one;
const core = {group: '', version: 'v1'} as const;
const apps = {group: 'apps', version: 'v1'} as const;
const batch = {group: 'batch', version: 'v1'} as const;
const storage = {group: 'storage.k8s.io', version: 'v1', namespaced: false} as const;
const networking = {group: 'networking.k8s.io', version: 'v1'} as const;
const gatewayApi = {group: 'gateway.networking.k8s.io', version: 'v1', extension: true} as const;
const admission = {group: 'admissionregistration.k8s.io', version: 'v1', namespaced: false, short: []} as const;

/** Every kind that kdiag reads. A row here is all it takes to have a kind listed, captured and indexed. */
export const kinds = {
  Pod: row({...core, plural: 'pods', namespaced: true, short: ['po'], decode: pod}),
  Node: row({...core, plural: 'nodes', namespaced: false, short: ['no'], decode: clusterKinds.node}),
  Namespace: row({...core, plural: 'namespaces', namespaced: false, short: ['ns'], decode: clusterKinds.namespace}),
  Event: row({...core, plural: 'events', namespaced: true, short: ['ev'], decode: clusterKinds.event}),
  Service: row({...core, plural: 'services', namespaced: true, short: ['svc'], decode: networkKinds.service}),
  EndpointSlice: row({
    group: 'discovery.k8s.io',
    version: 'v1',
    plural: 'endpointslices',
    namespaced: true,
    short: [],
    decode: networkKinds.endpointSlice,
  }),
  Endpoints: row({
    ...core,
    plural: 'endpoints',
    namespaced: true,
    short: ['ep'],
    decode: networkKinds.endpoints,
    insteadOf: 'EndpointSlice',
  }),
  ConfigMap: row({...core, plural: 'configmaps', namespaced: true, short: ['cm'], decode: clusterKinds.configMap}),
  Secret: row({
    ...core,
    plural: 'secrets',
    namespaced: true,
    short: [],
    decode: clusterKinds.secret,
    metadataOnly: true,
  }),
  ServiceAccount: row({
    ...core,
    plural: 'serviceaccounts',
    namespaced: true,
    short: ['sa'],
    decode: clusterKinds.serviceAccount,
  }),
  ResourceQuota: row({
    ...core,
    plural: 'resourcequotas',
    namespaced: true,
    short: ['quota'],
    decode: workloads.resourceQuota,
  }),
  LimitRange: row({...core, plural: 'limitranges', namespaced: true, short: ['limits'], decode: workloads.limitRange}),
  PersistentVolumeClaim: row({
    ...core,
    plural: 'persistentvolumeclaims',
    namespaced: true,
    short: ['pvc'],
    decode: storageKinds.persistentVolumeClaim,
  }),
  PersistentVolume: row({
    ...core,
    plural: 'persistentvolumes',
    namespaced: false,
    short: ['pv'],
    decode: storageKinds.persistentVolume,
  }),
  ReplicationController: row({
    ...core,
    plural: 'replicationcontrollers',
    namespaced: true,
    short: ['rc'],
    decode: workloads.workload,
  }),
  Deployment: row({...apps, plural: 'deployments', namespaced: true, short: ['deploy'], decode: workloads.workload}),
  ReplicaSet: row({...apps, plural: 'replicasets', namespaced: true, short: ['rs'], decode: workloads.workload}),
  StatefulSet: row({...apps, plural: 'statefulsets', namespaced: true, short: ['sts'], decode: workloads.workload}),
  DaemonSet: row({...apps, plural: 'daemonsets', namespaced: true, short: ['ds'], decode: workloads.workload}),
  Job: row({...batch, plural: 'jobs', namespaced: true, short: [], decode: workloads.job}),
  CronJob: row({...batch, plural: 'cronjobs', namespaced: true, short: ['cj'], decode: workloads.cronJob}),
  HorizontalPodAutoscaler: row({
    group: 'autoscaling',
    version: 'v2',
    plural: 'horizontalpodautoscalers',
    namespaced: true,
    short: ['hpa'],
    decode: workloads.horizontalPodAutoscaler,
  }),
  PodDisruptionBudget: row({
    group: 'policy',
    version: 'v1',
    plural: 'poddisruptionbudgets',
    namespaced: true,
    short: ['pdb'],
    decode: workloads.podDisruptionBudget,
  }),
  Ingress: row({...networking, plural: 'ingresses', namespaced: true, short: ['ing'], decode: networkKinds.ingress}),
  IngressClass: row({
    ...networking,
    plural: 'ingressclasses',
    namespaced: false,
    short: [],
    decode: networkKinds.ingressClass,
  }),
  NetworkPolicy: row({
    ...networking,
    plural: 'networkpolicies',
    namespaced: true,
    short: ['netpol'],
    decode: networkKinds.networkPolicy,
  }),
  HTTPRoute: row({...gatewayApi, plural: 'httproutes', namespaced: true, short: [], decode: networkKinds.httpRoute}),
  Gateway: row({...gatewayApi, plural: 'gateways', namespaced: true, short: ['gtw'], decode: networkKinds.gateway}),
  GatewayClass: row({
    ...gatewayApi,
    plural: 'gatewayclasses',
    namespaced: false,
    short: ['gc'],
    decode: networkKinds.gatewayClass,
  }),
  StorageClass: row({...storage, plural: 'storageclasses', short: ['sc'], decode: storageKinds.storageClass}),
  VolumeAttachment: row({...storage, plural: 'volumeattachments', short: [], decode: storageKinds.volumeAttachment}),
  CSIDriver: row({...storage, plural: 'csidrivers', short: [], decode: storageKinds.csiDriver}),
  CSINode: row({...storage, plural: 'csinodes', short: [], decode: storageKinds.csiNode}),
  ValidatingWebhookConfiguration: row({
    ...admission,
    plural: 'validatingwebhookconfigurations',
    decode: clusterKinds.webhookConfiguration,
  }),
  MutatingWebhookConfiguration: row({
    ...admission,
    plural: 'mutatingwebhookconfigurations',
    decode: clusterKinds.webhookConfiguration,
  }),
  APIService: row({
    group: 'apiregistration.k8s.io',
    version: 'v1',
    plural: 'apiservices',
    namespaced: false,
    short: [],
    decode: clusterKinds.apiService,
  }),
  Lease: row({
    group: 'coordination.k8s.io',
    version: 'v1',
    plural: 'leases',
    namespaced: true,
    short: [],
    decode: clusterKinds.lease,
  }),
  PriorityClass: row({
    group: 'scheduling.k8s.io',
    version: 'v1',
    plural: 'priorityclasses',
    namespaced: false,
    short: ['pc'],
    decode: clusterKinds.priorityClass,
  }),
  RuntimeClass: row({
    group: 'node.k8s.io',
    version: 'v1',
    plural: 'runtimeclasses',
    namespaced: false,
    short: [],
    decode: clusterKinds.runtimeClass,
  }),
  RoleBinding: row({
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    plural: 'rolebindings',
    namespaced: true,
    short: [],
    decode: clusterKinds.roleBinding,
  }),
  CertificateSigningRequest: row({
    group: 'certificates.k8s.io',
    version: 'v1',
    plural: 'certificatesigningrequests',
    namespaced: false,
    short: ['csr'],
    decode: clusterKinds.certificateSigningRequest,
  }),
} as const satisfies Readonly<Record<string, KindRow>>;

export type Kind = keyof typeof kinds;
export type KubeObject<K extends Kind> = Decoded<(typeof kinds)[K]['decode']>;
/** Kinds whose objects have metadata with an optional namespace and labels: all but Event. */
export type ObjectKind = Exclude<Kind, 'Event'>;

export const kindNames = Object.keys(kinds) as readonly Kind[];
export const isKind = (word: string): word is Kind => Object.hasOwn(kinds, word);
export const isNamespaced = (kind: Kind): boolean => (kinds[kind] as KindRow).namespaced;
export const kindRow = (kind: Kind): KindRow => kinds[kind];

/** The kind that a person means by `deploy`, `deployments`, `Deployment` or `deployments.apps`. */
export function kindNamed(typed: string): Kind | undefined {
  const [wanted = ''] = typed.toLowerCase().split('.');
  return kindNames.find((kind) => {
    const {plural, short} = kindRow(kind);
    return kind.toLowerCase() === wanted || plural === wanted || short.includes(wanted);
  });
}
