import {Cluster} from '../../src/lib/model/cluster.ts';
import {type Kind, kindRow} from '../../src/lib/model/kinds.ts';
import type {Mark} from '../../src/lib/model/pattern.ts';
import {ref} from '../../src/lib/model/ref.ts';
import type {Refuted, Sighting} from '../../src/lib/model/finding.ts';
import {isRefuted} from '../../src/lib/model/finding.ts';
import type {Rule} from '../../src/lib/model/rule.ts';
import type {ContainerLog, LogLine, NodeLog, Snapshot} from '../../src/lib/model/snapshot.ts';

/** The moment at which all test clusters stand. */
export const NOW = '2026-03-01T12:00:00Z';
/** A stamp so many seconds before NOW. */
export const ago = (seconds: number): string => new Date(Date.parse(NOW) - seconds * 1000).toISOString();

type Wires = Readonly<Partial<Record<Kind, readonly unknown[]>>>;
interface Extras {
  readonly containerLogs?: readonly ContainerLog[];
  readonly nodeLogs?: readonly NodeLog[];
  readonly kubelet?: Snapshot['kubelet'];
  readonly pages?: Snapshot['pages'];
  readonly namespace?: string;
}

/** A snapshot of wire objects, decoded as a real one is. Kinds not named count as not read. */
export function snapshot(wires: Wires, extras: Extras = {}): Snapshot {
  const objects = Object.fromEntries(
    Object.entries(wires).map(([kind, list]) => [kind, list.map((wire) => kindRow(kind as Kind).decode(wire))]),
  );
  return {
    origin: {kind: 'bundle'},
    now: new Date(NOW),
    objects: objects,
    containerLogs: [],
    nodeLogs: [],
    kubelet: new Map(),
    pages: new Map(),
    gaps: [],
    asked: {requests: 0, bytes: 0},
    ...extras,
  };
}

export const cluster = (wires: Wires, extras: Extras = {}): Cluster => new Cluster(snapshot(wires, extras));

/** Everything a rule says about a cluster: sightings, without what it refuted. */
export const sightings = (rule: Rule, on: Cluster): Sighting[] =>
  [...rule.check(on)].filter((one): one is Sighting => !isRefuted(one));
export const refutations = (rule: Rule, on: Cluster): Refuted[] => [...rule.check(on)].filter(isRefuted);

type Json = Readonly<Record<string, unknown>>;

export const meta = (name: string, more: Json = {}): Json => ({
  name,
  namespace: 'shop',
  uid: `uid-${name}`,
  creationTimestamp: ago(3600),
  ...more,
});
export const object = (name: string, body: Json = {}, metadata: Json = {}): Json => ({
  metadata: meta(name, metadata),
  ...body,
});

/** A running, ready pod of the Deployment `of` (through a ReplicaSet), on node-1, with label app. */
export function pod(
  name: string,
  {
    of,
    spec = {},
    status = {},
    metadata = {},
    container = {},
  }: {of?: string; spec?: Json; status?: Json; metadata?: Json; container?: Json} = {},
): Json {
  return {
    metadata: meta(name, {
      labels: {app: of ?? name},
      ...(of === undefined ? {} : {ownerReferences: [{kind: 'ReplicaSet', name: `${of}-1`, controller: true}]}),
      ...metadata,
    }),
    spec: {nodeName: 'node-1', containers: [{name: 'app', image: 'shop/app:1', ...container}], ...spec},
    status: {
      phase: 'Running',
      podIP: '10.0.0.1',
      startTime: ago(3600),
      conditions: [{type: 'Ready', status: 'True', lastTransitionTime: ago(3500)}],
      containerStatuses: [
        {
          name: 'app',
          ready: true,
          started: true,
          restartCount: 0,
          image: 'shop/app:1',
          containerID: 'containerd://c0ffee',
          state: {running: {startedAt: ago(3550)}},
          lastState: {},
        },
      ],
      ...status,
    },
  };
}

/** Status of a container that waits for a reason. */
export const waiting = (reason: string, message?: string, more: Json = {}): Json => ({
  phase: 'Pending',
  conditions: [{type: 'Ready', status: 'False', lastTransitionTime: ago(300)}],
  containerStatuses: [
    {name: 'app', ready: false, restartCount: 0, state: {waiting: {reason, message}}, lastState: {}, ...more},
  ],
});

/** Status of a container in back-off after it ended. */
export const crashed = (terminated: Json, restartCount = 4): Json => ({
  phase: 'Running',
  conditions: [{type: 'Ready', status: 'False', lastTransitionTime: ago(300)}],
  containerStatuses: [
    {
      name: 'app',
      ready: false,
      restartCount,
      containerID: 'containerd://c0ffee',
      state: {waiting: {reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container'}},
      lastState: {terminated: {startedAt: ago(60), finishedAt: ago(30), ...terminated}},
    },
  ],
});

/** A Deployment with its current ReplicaSet, as two wire objects. */
export function deployment(
  name: string,
  {
    spec = {},
    status = {},
    metadata = {},
    template = {},
  }: {spec?: Json; status?: Json; metadata?: Json; template?: Json} = {},
): {Deployment: Json; ReplicaSet: Json} {
  const selector = {matchLabels: {app: name}};
  const podTemplate = {
    metadata: {labels: {app: name}},
    spec: {containers: [{name: 'app', image: 'shop/app:1'}], ...template},
  };
  return {
    Deployment: {
      metadata: meta(name, {generation: 1, ...metadata}),
      spec: {replicas: 1, selector, template: podTemplate, ...spec},
      status: {
        observedGeneration: 1,
        replicas: 1,
        readyReplicas: 1,
        availableReplicas: 1,
        updatedReplicas: 1,
        ...status,
      },
    },
    ReplicaSet: {
      metadata: meta(`${name}-1`, {
        ownerReferences: [{kind: 'Deployment', name, controller: true}],
        annotations: {'deployment.kubernetes.io/revision': '1'},
      }),
      spec: {replicas: 1, selector, template: podTemplate},
      status: {replicas: 1, readyReplicas: 1},
    },
  };
}

/** A Warning event, newest `seconds` ago. */
export const event = (kind: string, name: string, reason: string, message: string, more: Json = {}): Json => ({
  metadata: {name: `${name}.${reason}`, namespace: 'shop', creationTimestamp: ago(600)},
  involvedObject: {kind, name, namespace: 'shop'},
  reason,
  message,
  type: 'Warning',
  count: 3,
  firstTimestamp: ago(600),
  lastTimestamp: ago(20),
  ...more,
});

export const service = (name: string, selector: Json = {app: name}, more: Json = {}): Json =>
  object(name, {
    spec: {clusterIP: '10.96.0.10', selector, ports: [{name: 'http', port: 80, targetPort: 8080}], ...more},
  });

/** An EndpointSlice of a Service with so many ready and unready pods. */
export const slice = (serviceName: string, pods: readonly string[] = [], notReady: readonly string[] = []): Json => ({
  metadata: meta(`${serviceName}-abc`, {labels: {'kubernetes.io/service-name': serviceName}}),
  addressType: 'IPv4',
  ports: [{name: 'http', port: 8080}],
  endpoints: [...pods.map((name) => [name, true] as const), ...notReady.map((name) => [name, false] as const)].map(
    ([name, ready], at) => ({
      addresses: [`10.0.0.${String(at + 1)}`],
      conditions: {ready},
      targetRef: {kind: 'Pod', namespace: 'shop', name},
    }),
  ),
});

export const node = (
  name: string,
  ready: 'True' | 'False' | 'Unknown' = 'True',
  more: {spec?: Json; status?: Json; conditions?: readonly Json[]} = {},
): Json => ({
  metadata: {name, uid: `uid-${name}`, creationTimestamp: ago(86_400), labels: {'kubernetes.io/hostname': name}},
  spec: {...more.spec},
  status: {
    capacity: {cpu: '4', memory: '8Gi', pods: '110'},
    allocatable: {cpu: '4', memory: '8Gi', pods: '110'},
    conditions: [
      {
        type: 'Ready',
        status: ready,
        reason: ready === 'True' ? 'KubeletReady' : 'NodeStatusUnknown',
        message: ready === 'True' ? 'kubelet is posting ready status' : 'Kubelet stopped posting node status.',
        lastTransitionTime: ago(120),
        lastHeartbeatTime: ago(150),
      },
      ...(more.conditions ?? []),
    ],
    ...more.status,
  },
});

/** A line of a log with the marks that patterns would have left. */
export const line = (text: string, marks: readonly Mark[] = [], at: string = ago(30)): LogLine => ({at, text, marks});
export const mark = (pattern: string, fields: Readonly<Record<string, string>> = {}): Mark => ({pattern, fields});

export const podLog = (
  podName: string,
  lines: readonly LogLine[],
  {container = 'app', previous = false, namespace = 'shop'} = {},
): ContainerLog => ({pod: ref('Pod', namespace, podName), container, previous, lines});
export const nodeLog = (
  name: string,
  lines: readonly LogLine[],
  layer: NodeLog['layer'] = 'kernel',
  source = 'kern.log',
): NodeLog => ({node: name, layer, source, lines});
