// An API server with a metrics.k8s.io for benchmarks: ready-made pages, JSON and gzip, so that only the client is measured.
//
//   node bench/usage-server.mjs --pods 50000 --nodes 500     prints its address when it is ready; plain HTTP on 127.0.0.1
import {createServer} from 'node:http';
import {parseArgs} from 'node:util';
import {gzipSync} from 'node:zlib';

const {values} = parseArgs({
  options: {pods: {type: 'string', default: '50000'}, nodes: {type: 'string', default: '500'}},
});
const [pods, nodes] = [Number(values.pods), Number(values.nodes)];
const TAKEN = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
const API = 'metrics.k8s.io/v1beta1';

const random = (seed) => ((seed * 2654435761) >>> 0) / 2 ** 32;
/** As metrics-server writes them: nanocores and kibibytes. */
const usage = (seed) => ({
  cpu: `${Math.floor(random(seed) * 5e8)}n`,
  memory: `${4096 + Math.floor(random(seed + 7) * 1e6)}Ki`,
});

const podMetrics = (at) => ({
  metadata: {
    name: `app-${at % 1000}-7d9c5b${(at % 4096).toString(16)}-${at.toString(36)}`,
    namespace: `team-${at % 100}`,
    creationTimestamp: TAKEN,
    labels: {
      app: `app-${at % 1000}`,
      'pod-template-hash': `7d9c5b${(at % 4096).toString(16)}`,
      tier: at % 3 === 0 ? 'front' : 'back',
    },
  },
  timestamp: TAKEN,
  window: '15.013s',
  containers: [{name: 'app', usage: usage(at)}, ...(at % 4 === 0 ? [{name: 'proxy', usage: usage(at + 3)}] : [])],
});

const node = (at) => ({
  metadata: {name: `node-${at}`, labels: {'kubernetes.io/hostname': `node-${at}`}},
  status: {allocatable: {cpu: '16', memory: '64Gi', pods: '110'}, capacity: {cpu: '16', memory: '64Gi', pods: '110'}},
});

const version = {groupVersion: API, version: 'v1beta1'};
const list = (kind, count, make) => ({
  kind,
  apiVersion: API,
  metadata: {},
  items: Array.from({length: count}, (_, at) => make(at)),
});
const BODIES = {
  '/version': {major: '1', minor: '34', gitVersion: 'v1.34.4'},
  '/api': {kind: 'APIVersions', versions: ['v1']},
  '/apis': {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: [{name: 'metrics.k8s.io', versions: [version], preferredVersion: version}],
  },
  [`/apis/${API}/pods`]: list('PodMetricsList', pods, podMetrics),
  [`/apis/${API}/nodes`]: list('NodeMetricsList', nodes, (at) => ({
    metadata: {name: `node-${at}`, creationTimestamp: TAKEN},
    timestamp: TAKEN,
    window: '15s',
    usage: usage(at),
  })),
  '/api/v1/nodes': {
    kind: 'NodeList',
    apiVersion: 'v1',
    metadata: {},
    items: Array.from({length: nodes}, (_, at) => node(at)),
  },
};
const replies = new Map(
  Object.entries(BODIES).map(([path, body]) => {
    const plain = Buffer.from(JSON.stringify(body));
    return [path, {plain, gzip: gzipSync(plain, {level: 4})}];
  }),
);
const missing = Buffer.from(
  JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    reason: 'NotFound',
    code: 404,
    message: 'the server could not find the requested resource',
  }),
);

const server = createServer((request, response) => {
  const body = replies.get(new URL(request.url, 'http://server').pathname);
  const isZipped = body !== undefined && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const bytes = body === undefined ? missing : isZipped ? body.gzip : body.plain;
  response.writeHead(body === undefined ? 404 : 200, {
    'content-type': 'application/json',
    'content-length': bytes.length,
    ...(isZipped ? {'content-encoding': 'gzip'} : {}),
  });
  response.end(bytes);
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
