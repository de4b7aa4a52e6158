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
  shared,
  text,
  textOrNumber,
  word,
  wordList,
} from '../schema.ts';
import {condition, type Condition, meta, selector} from './meta.ts';

const keyRef = object({name: name, key: name, optional: flag});
const wholeRef = object({name: name, optional: flag});

const probe = object({
  httpGet: maybe(object({path: word, port: textOrNumber, scheme: word, host: word})),
  tcpSocket: maybe(object({port: textOrNumber, host: word})),
  grpc: maybe(object({port: number})),
  exec: maybe(object({command: wordList})),
  initialDelaySeconds: number,
  periodSeconds: number,
  timeoutSeconds: number,
  failureThreshold: number,
  successThreshold: number,
});
export type Probe = Decoded<typeof probe>;

const container = object({
  name: name,
  image: word,
  command: wordList,
  args: wordList,
  ports: list(object({name: word, containerPort: number, hostPort: number, protocol: word})),
  env: list(
    object({
      name: name,
      value: word,
      valueFrom: maybe(object({configMapKeyRef: maybe(keyRef), secretKeyRef: maybe(keyRef)})),
    }),
  ),
  envFrom: list(object({configMapRef: maybe(wholeRef), secretRef: maybe(wholeRef)})),
  resources: object({requests: map, limits: map}),
  volumeMounts: list(object({name: name, mountPath: word, subPath: word, readOnly: flag})),
  livenessProbe: maybe(probe),
  readinessProbe: maybe(probe),
  startupProbe: maybe(probe),
  restartPolicy: word,
  imagePullPolicy: word,
  securityContext: object({runAsNonRoot: flag, runAsUser: number, readOnlyRootFilesystem: flag}),
});
export type Container = Decoded<typeof container>;

const item = object({key: name, path: word});
const volume = object({
  name: name,
  configMap: maybe(object({name: name, optional: flag, items: list(item)})),
  secret: maybe(object({secretName: name, optional: flag, items: list(item)})),
  persistentVolumeClaim: maybe(object({claimName: name, readOnly: flag})),
  emptyDir: maybe(object({medium: word, sizeLimit: textOrNumber})),
  hostPath: maybe(object({path: word, type: word})),
  nfs: maybe(object({server: word, path: word})),
  csi: maybe(object({driver: word})),
  ephemeral: maybe(object({})),
  projected: maybe(
    object({
      sources: list(
        object({
          configMap: maybe(object({name: name, optional: flag, items: list(item)})),
          secret: maybe(object({name: name, optional: flag, items: list(item)})),
        }),
      ),
    }),
  ),
});
export type Volume = Decoded<typeof volume>;

/** The token volume that the ServiceAccount admission plugin adds has a random name in each pod; it would defeat sharing. */
const isTokenVolume = (one: {readonly name: string}): boolean => one.name.startsWith('kube-api-access-');
const without =
  <T extends {readonly name: string}>(decode: Decoder<readonly T[]>): Decoder<readonly T[]> =>
  (raw) =>
    decode(
      Array.isArray(raw) ? raw.filter((one) => !(isObject(one) && isTokenVolume({name: name(one['name'])}))) : raw,
    );

const tolerations = list(object({key: word, operator: word, value: word, effect: word}));
const nodeTerm = object({
  matchExpressions: list(object({key: name, operator: word, values: list(name)})),
  matchFields: list(object({key: name, operator: word, values: list(name)})),
});
const podTerm = object({labelSelector: maybe(selector), topologyKey: word, namespaces: wordList});

/** PodSpec (core/v1) but for `nodeName`, which stands on the Pod so that equal pods share one spec. */
export const podSpec = object({
  containers: list(container),
  initContainers: list(container),
  volumes: without(list(volume)),
  serviceAccountName: word,
  nodeSelector: map,
  affinity: object({
    nodeAffinity: object({
      requiredDuringSchedulingIgnoredDuringExecution: maybe(object({nodeSelectorTerms: list(nodeTerm)})),
    }),
    podAffinity: object({requiredDuringSchedulingIgnoredDuringExecution: list(podTerm)}),
    podAntiAffinity: object({requiredDuringSchedulingIgnoredDuringExecution: list(podTerm)}),
  }),
  tolerations,
  topologySpreadConstraints: list(object({topologyKey: word, whenUnsatisfiable: word, maxSkew: number})),
  imagePullSecrets: list(object({name: name})),
  priorityClassName: word,
  runtimeClassName: word,
  restartPolicy: word,
  schedulerName: word,
  hostNetwork: flag,
  dnsPolicy: word,
  activeDeadlineSeconds: number,
  terminationGracePeriodSeconds: number,
  schedulingGates: list(object({name: name})),
  securityContext: object({runAsNonRoot: flag, runAsUser: number}),
  hostname: word,
  subdomain: word,
});
export type PodSpec = Decoded<typeof podSpec>;

const terminated = object({
  exitCode: number,
  signal: number,
  reason: word,
  message: text,
  startedAt: word,
  finishedAt: word,
  containerID: text,
});
export type Terminated = Decoded<typeof terminated>;

const state = object({
  waiting: maybe(object({reason: word, message: text})),
  running: maybe(object({startedAt: word})),
  terminated: maybe(terminated),
});

const anyContainerStatus = object({
  name: name,
  ready: flag,
  started: flag,
  restartCount: number,
  image: word,
  containerID: text,
  state,
  lastState: state,
});
export type ContainerStatus = Decoded<typeof anyContainerStatus>;

/** Runs, is ready, never ended: nothing will ask for its id or start, and without them equal containers are one object. */
const quietContainerStatus = shared((raw: unknown) => {
  const {name: called, image} = anyContainerStatus(raw);
  return anyContainerStatus({name: called, image, ready: true, started: true, restartCount: 0, state: {running: {}}});
});

const isQuiet = (raw: unknown): boolean =>
  isObject(raw) &&
  raw['ready'] === true &&
  raw['restartCount'] === 0 &&
  isObject(raw['state']) &&
  'running' in raw['state'];

const containerStatus: Decoder<ContainerStatus> = (raw) =>
  isQuiet(raw) ? quietContainerStatus(raw) : anyContainerStatus(raw);

const podConditions = list(condition);

/** Steps that every ready pod has taken, and that it is ready: the same words in each. */
const STEPS = new Set(['Ready', 'Initialized', 'ContainersReady', 'PodReadyToStartContainers', 'PodScheduled']);

/** What a ready pod says, all of them the same: since when it has been so is asked of those that are not. */
const READY = podConditions([{type: 'Ready', status: 'True'}]);

const conditions: Decoder<readonly Condition[]> = (raw) => {
  const all = podConditions(raw);
  const isReady = all.some(({type, status: is}) => type === 'Ready' && is === 'True');
  if (!isReady) return all;
  const telling = all.filter(({type, status: is}) => is !== 'True' || !STEPS.has(type ?? ''));
  return telling.length === 0 ? READY : [...telling, ...READY];
};

const anyContainerStatuses = list(containerStatus);
const quietContainerStatuses = shared(anyContainerStatuses);

/** Equal pods have equal quiet containers: one list of them. */
const containerStatuses: Decoder<readonly ContainerStatus[]> = (raw) =>
  Array.isArray(raw) && raw.every(isQuiet) ? quietContainerStatuses(raw) : anyContainerStatuses(raw);

const status = object({
  phase: word,
  reason: word,
  message: text,
  podIP: text,
  hostIP: word,
  startTime: word,
  qosClass: word,
  nominatedNodeName: word,
  conditions,
  containerStatuses,
  initContainerStatuses: list(containerStatus),
  ephemeralContainerStatuses: list(containerStatus),
});

const whole = object({metadata: meta, spec: shared(podSpec), status});
const nodeNameIn = (raw: unknown): string | undefined => {
  const spec = isObject(raw) ? raw['spec'] : undefined;
  return isObject(spec) ? word(spec['nodeName']) : undefined;
};

export type Pod = Decoded<typeof whole> & {readonly nodeName: string | undefined};
export const pod: Decoder<Pod> = (raw) => {
  const {metadata, spec, status: now} = whole(raw);
  return {metadata, spec, nodeName: nodeNameIn(raw), status: now};
};

/** PodTemplateSpec, as workloads carry it. */
export const podTemplate = object({metadata: meta, spec: shared(podSpec)});
