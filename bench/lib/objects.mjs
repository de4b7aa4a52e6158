// A made-up but ordinary cluster: the same objects for the same numbers, about as big as real ones (a pod is 6 KB of
// JSON, of which a third is managedFields). One pod in 500 is in a crash loop, so that a diagnosis has something to do.

const PODS_PER_WORKLOAD = 20;
const WORKLOADS_PER_NAMESPACE = 10;
const BROKEN_EVERY = 500;
/** Everything happened before this moment; a benchmark must not change with the day it runs on. */
export const TAKEN = Date.parse('2026-01-15T12:00:00Z');

const at = (minutesAgo) => new Date(TAKEN - minutesAgo * 60_000).toISOString().replace('.000', '');
/** Looks random, is not. */
const hash = (number, length = 8) => ((number + 1) * 2_654_435_761).toString(16).padStart(16, '7').slice(-length);
const uid = (kind, number) =>
  `${hash(kind * 1e6 + number)}-${hash(number, 4)}-4${hash(kind, 3)}-a${hash(number * 7, 3)}-${hash(number * 31, 12)}`;

const fieldsOf = (...paths) => Object.fromEntries(paths.map((path) => [`f:${path}`, {}]));
const condition = (type, status, minutesAgo) => ({
  type,
  status,
  lastProbeTime: null,
  lastTransitionTime: at(minutesAgo),
});

function placeOf(number) {
  const workload = Math.floor(number / PODS_PER_WORKLOAD);
  return {
    workload,
    namespace: `team-${Math.floor(workload / WORKLOADS_PER_NAMESPACE)}`,
    app: `app-${workload}`,
    set: `app-${workload}-${hash(workload, 9)}`,
  };
}

function managedFields(minutesAgo) {
  const container = {
    '.': {},
    ...fieldsOf(
      'env',
      'image',
      'imagePullPolicy',
      'name',
      'ports',
      'readinessProbe',
      'terminationMessagePath',
      'terminationMessagePolicy',
    ),
    'f:resources': {
      '.': {},
      'f:limits': {'.': {}, ...fieldsOf('cpu', 'memory')},
      'f:requests': {'.': {}, ...fieldsOf('cpu', 'memory')},
    },
  };
  const status = (type) => [
    `k:{"type":"${type}"}`,
    {'.': {}, ...fieldsOf('lastProbeTime', 'lastTransitionTime', 'observedGeneration', 'status', 'type')},
  ];
  return [
    {
      manager: 'kube-controller-manager',
      operation: 'Update',
      apiVersion: 'v1',
      time: at(minutesAgo),
      fieldsType: 'FieldsV1',
      fieldsV1: {
        'f:metadata': {
          'f:generateName': {},
          'f:labels': {
            '.': {},
            ...fieldsOf('app.kubernetes.io/name', 'app.kubernetes.io/part-of', 'pod-template-hash'),
          },
          'f:ownerReferences': {'.': {}, 'k:{"uid":"6f2e9a40-6d8e-4c2f-9a51-0f6f4f4b7a10"}': {}},
        },
        'f:spec': {
          'f:containers': {'k:{"name":"app"}': container, 'k:{"name":"proxy"}': container},
          ...fieldsOf(
            'dnsPolicy',
            'enableServiceLinks',
            'restartPolicy',
            'schedulerName',
            'securityContext',
            'terminationGracePeriodSeconds',
          ),
        },
      },
    },
    {
      manager: 'kubelet',
      operation: 'Update',
      apiVersion: 'v1',
      time: at(minutesAgo - 1),
      fieldsType: 'FieldsV1',
      subresource: 'status',
      fieldsV1: {
        'f:status': {
          'f:conditions': Object.fromEntries(
            ['ContainersReady', 'Initialized', 'PodReadyToStartContainers', 'Ready'].map(status),
          ),
          ...fieldsOf('containerStatuses', 'hostIP', 'hostIPs', 'observedGeneration', 'phase', 'startTime'),
          'f:podIP': {},
          'f:podIPs': {'.': {}, 'k:{"ip":"10.244.0.1"}': {'.': {}, 'f:ip': {}}},
        },
      },
    },
  ];
}

function container(name, app) {
  return {
    name,
    image: `registry.example.com/team/${app}-${name}:1.24.3`,
    ports: [{name: 'http', containerPort: 8080, protocol: 'TCP'}],
    env: [
      {name: 'LOG_LEVEL', value: 'info'},
      {name: 'DATABASE_HOST', value: `${app}-db.databases.svc.cluster.local`},
      {name: 'POD_NAME', valueFrom: {fieldRef: {apiVersion: 'v1', fieldPath: 'metadata.name'}}},
    ],
    resources: {limits: {cpu: '500m', memory: '256Mi'}, requests: {cpu: '100m', memory: '128Mi'}},
    volumeMounts: [
      {name: 'kube-api-access', readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount'},
    ],
    readinessProbe: {
      httpGet: {path: '/ready', port: 'http', scheme: 'HTTP'},
      timeoutSeconds: 1,
      periodSeconds: 10,
      successThreshold: 1,
      failureThreshold: 3,
    },
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
  };
}

function containerStatus(name, app, number, isBroken) {
  const ended = {
    exitCode: 1,
    reason: 'Error',
    startedAt: at(6),
    finishedAt: at(5),
    containerID: `containerd://${hash(number, 16).repeat(4)}`,
  };
  return {
    name,
    state: isBroken
      ? {waiting: {reason: 'CrashLoopBackOff', message: `back-off 5m0s restarting failed container=${name} pod=${app}`}}
      : {running: {startedAt: at(600)}},
    lastState: isBroken ? {terminated: ended} : {},
    ready: !isBroken,
    restartCount: isBroken ? 12 : 0,
    image: `registry.example.com/team/${app}-${name}:1.24.3`,
    imageID: `registry.example.com/team/${app}-${name}@sha256:${hash(number, 16).repeat(4)}`,
    containerID: `containerd://${hash(number + 3, 16).repeat(4)}`,
    started: !isBroken,
  };
}

const isBroken = (number) => number % BROKEN_EVERY === BROKEN_EVERY - 1;

function pod(number, nodes) {
  const {workload, namespace, app, set} = placeOf(number);
  const node = number % nodes;
  const broken = isBroken(number);
  const ip = `10.${128 + (node >> 8)}.${node & 255}.${2 + Math.floor(number / nodes)}`;
  return {
    metadata: {
      name: `${set}-${hash(number, 5)}`,
      generateName: `${set}-`,
      namespace,
      uid: uid(1, number),
      resourceVersion: String(100_000 + number),
      creationTimestamp: at(602),
      labels: {
        'app.kubernetes.io/name': app,
        'app.kubernetes.io/part-of': namespace,
        'pod-template-hash': hash(workload, 9),
      },
      annotations: {'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080'},
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: set,
          uid: uid(2, workload),
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
      managedFields: managedFields(602),
    },
    spec: {
      volumes: [
        {
          name: 'kube-api-access',
          projected: {sources: [{serviceAccountToken: {expirationSeconds: 3607, path: 'token'}}], defaultMode: 420},
        },
      ],
      containers: [container('app', app), container('proxy', app)],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      serviceAccountName: 'default',
      serviceAccount: 'default',
      nodeName: `node-${node}`,
      securityContext: {runAsNonRoot: true},
      schedulerName: 'default-scheduler',
      tolerations: ['not-ready', 'unreachable'].map((key) => ({
        key: `node.kubernetes.io/${key}`,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      })),
      priority: 0,
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
    },
    status: {
      phase: 'Running',
      conditions: [
        condition('PodReadyToStartContainers', 'True', 601),
        condition('Initialized', 'True', 602),
        condition('Ready', broken ? 'False' : 'True', broken ? 5 : 600),
        condition('ContainersReady', broken ? 'False' : 'True', broken ? 5 : 600),
        condition('PodScheduled', 'True', 602),
      ],
      hostIP: `10.0.${node >> 8}.${node & 255}`,
      hostIPs: [{ip: `10.0.${node >> 8}.${node & 255}`}],
      podIP: ip,
      podIPs: [{ip}],
      startTime: at(602),
      containerStatuses: [containerStatus('app', app, number, broken), containerStatus('proxy', app, number, false)],
      qosClass: 'Burstable',
    },
  };
}

function node(number) {
  const healthy = ['MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => ({
    ...condition(type, 'False', 9000),
    lastHeartbeatTime: at(1),
    reason: `KubeletHasNo${type}`,
    message: 'kubelet has enough of it',
  }));
  const resources = {cpu: '8', 'ephemeral-storage': '102350Mi', memory: '32614184Ki', pods: '110'};
  return {
    metadata: {
      name: `node-${number}`,
      uid: uid(3, number),
      resourceVersion: String(number),
      creationTimestamp: at(9000),
      labels: {'kubernetes.io/hostname': `node-${number}`, 'topology.kubernetes.io/zone': `zone-${number % 3}`},
    },
    spec: {podCIDR: `10.${128 + (number >> 8)}.${number & 255}.0/24`},
    status: {
      capacity: resources,
      allocatable: resources,
      conditions: [
        ...healthy,
        {
          ...condition('Ready', 'True', 9000),
          lastHeartbeatTime: at(1),
          reason: 'KubeletReady',
          message: 'kubelet is posting ready status',
        },
      ],
      addresses: [
        {type: 'InternalIP', address: `10.0.${number >> 8}.${number & 255}`},
        {type: 'Hostname', address: `node-${number}`},
      ],
      nodeInfo: {
        kubeletVersion: 'v1.34.4',
        containerRuntimeVersion: 'containerd://2.1.4',
        osImage: 'Debian GNU/Linux 12',
        kernelVersion: '6.1.0-28-amd64',
        operatingSystem: 'linux',
        architecture: 'amd64',
      },
      images: Array.from({length: 20}, (_, image) => ({
        names: [`registry.example.com/team/app-${image}-app:1.24.3`],
        sizeBytes: 48_000_000 + image,
      })),
    },
  };
}

function workloads(pods) {
  const count = Math.ceil(pods / PODS_PER_WORKLOAD);
  const each = (make) => Array.from({length: count}, (_, number) => make(number, placeOf(number * PODS_PER_WORKLOAD)));
  const metadata = (kind, number, name, {namespace, app}) => ({
    name,
    namespace,
    uid: uid(kind, number),
    resourceVersion: String(number),
    generation: 1,
    creationTimestamp: at(605),
    labels: {'app.kubernetes.io/name': app},
    managedFields: managedFields(605).slice(0, 1),
  });
  const spec = ({app}) => ({
    replicas: PODS_PER_WORKLOAD,
    selector: {matchLabels: {'app.kubernetes.io/name': app}},
    template: {
      metadata: {labels: {'app.kubernetes.io/name': app}},
      spec: {containers: [container('app', app), container('proxy', app)]},
    },
  });
  const ready = {
    replicas: PODS_PER_WORKLOAD,
    readyReplicas: PODS_PER_WORKLOAD,
    availableReplicas: PODS_PER_WORKLOAD,
    updatedReplicas: PODS_PER_WORKLOAD,
    observedGeneration: 1,
  };
  return {
    deployments: each((number, place) => ({
      metadata: metadata(4, number, place.app, place),
      spec: spec(place),
      status: ready,
    })),
    replicasets: each((number, place) => ({
      metadata: {
        ...metadata(2, number, place.set, place),
        ownerReferences: [
          {apiVersion: 'apps/v1', kind: 'Deployment', name: place.app, uid: uid(4, number), controller: true},
        ],
      },
      spec: spec(place),
      status: ready,
    })),
    services: each((number, place) => ({
      metadata: metadata(5, number, place.app, place),
      spec: {
        type: 'ClusterIP',
        clusterIP: `10.96.${number >> 8}.${number & 255}`,
        selector: {'app.kubernetes.io/name': place.app},
        ports: [{name: 'http', port: 80, targetPort: 'http', protocol: 'TCP'}],
      },
      status: {loadBalancer: {}},
    })),
    namespaces: Array.from({length: Math.ceil(count / WORKLOADS_PER_NAMESPACE)}, (_, number) => ({
      metadata: {name: `team-${number}`, uid: uid(6, number), creationTimestamp: at(9000)},
      status: {phase: 'Active'},
    })),
  };
}

/** All objects by plural, each made when it is asked for: `{count, make(number)}`. */
export function cluster({pods, nodes}) {
  const lists = Object.entries(workloads(pods)).map(([plural, items]) => [
    plural,
    {count: items.length, make: (number) => items[number]},
  ]);
  return {
    pods: {count: pods, make: (number) => pod(number, nodes)},
    nodes: {count: nodes, make: node},
    ...Object.fromEntries(lists),
  };
}
