// An API server for benchmarks: lists in pages, ready-made before the first request, so that only the client is measured.
//
//   node bench/server.mjs --pods 10000 --nodes 500     prints its address when it is ready; plain HTTP on 127.0.0.1
import {createServer} from 'node:http';
import {parseArgs} from 'node:util';
import {gzipSync} from 'node:zlib';
import {kinds} from '../src/lib/model/kinds.ts';
import {cluster, TAKEN} from './lib/objects.mjs';

const {values} = parseArgs({
  options: {pods: {type: 'string', default: '10000'}, nodes: {type: 'string', default: '500'}},
});

const PAGE = 500;
const LOG = Array.from(
  {length: 50},
  (_, line) => `2026-01-15T11:5${line % 10}:00.000000000Z could not connect to the database, attempt ${line}\n`,
).join('');

/** Kinds by their path: `/api/v1/pods`, `/apis/apps/v1/deployments`. */
const rows = Object.entries(kinds).map(([kind, {group, version, plural, namespaced, short}]) => {
  const groupVersion = group === '' ? version : `${group}/${version}`;
  return {
    kind,
    group,
    version,
    plural,
    namespaced,
    groupVersion,
    path: `${group === '' ? '/api' : '/apis'}/${groupVersion}`,
  };
});

/** Replies by path and, for lists, by where the page begins; JSON and gzipped. */
const replies = new Map();
const put = (key, value) => {
  const plain = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  replies.set(key, {plain, gzip: gzipSync(plain, {level: 4})});
};

function putList({kind, groupVersion, path, plural}, {count, make}) {
  for (let begin = 0; begin === 0 || begin < count; begin += PAGE) {
    const end = Math.min(begin + PAGE, count);
    const metadata = {
      resourceVersion: '200000',
      ...(end < count ? {continue: String(end), remainingItemCount: count - end} : {}),
    };
    const items = Array.from({length: end - begin}, (_, number) => make(begin + number));
    put(`${path}/${plural} ${begin}`, {kind: `${kind}List`, apiVersion: groupVersion, metadata, items});
  }
}

function putDiscovery() {
  const groups = Map.groupBy(
    rows.filter(({group}) => group !== ''),
    ({group}) => group,
  );
  const versionOf = ({groupVersion, version}) => ({groupVersion, version});
  put('/version', {major: '1', minor: '34', gitVersion: 'v1.34.4', platform: 'linux/amd64'});
  put('/api', {kind: 'APIVersions', versions: ['v1']});
  put('/apis', {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: [...groups].map(([name, [first]]) => ({
      name,
      versions: [versionOf(first)],
      preferredVersion: versionOf(first),
    })),
  });
  for (const [path, members] of Map.groupBy(rows, ({path}) => path)) {
    const resources = members.map(({kind, plural, namespaced, short}) => ({
      name: plural,
      singularName: '',
      kind,
      namespaced,
      verbs: ['get', 'list', 'watch'],
      shortNames: short,
    }));
    put(path, {kind: 'APIResourceList', apiVersion: 'v1', groupVersion: members[0].groupVersion, resources});
  }
}

function answer(request) {
  const {pathname, searchParams} = new URL(request.url, 'http://server');
  if (request.method === 'POST') return {status: 201, body: review(pathname)};
  if (pathname.endsWith('/log')) return {status: 200, type: 'text/plain', body: {plain: Buffer.from(LOG)}};
  const body = replies.get(pathname) ?? replies.get(`${pathname} ${searchParams.get('continue') ?? 0}`);
  return body === undefined ? {status: 404, body: notFound(pathname)} : {status: 200, body};
}

/** Everything may be read. */
function review(pathname) {
  const kind = pathname.endsWith('rulesreviews') ? 'SelfSubjectRulesReview' : 'SelfSubjectAccessReview';
  const status = {
    allowed: true,
    incomplete: false,
    resourceRules: [{verbs: ['*'], apiGroups: ['*'], resources: ['*']}],
    nonResourceRules: [],
  };
  return {plain: Buffer.from(JSON.stringify({kind, apiVersion: 'authorization.k8s.io/v1', spec: {}, status}))};
}

const notFound = (pathname) => ({
  plain: Buffer.from(
    JSON.stringify({
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      reason: 'NotFound',
      code: 404,
      message: `${pathname} not found`,
    }),
  ),
});

const objects = cluster({pods: Number(values.pods), nodes: Number(values.nodes)});
for (const row of rows) putList(row, objects[row.plural] ?? {count: 0});
putDiscovery();

const server = createServer((request, response) => {
  const {status, type = 'application/json', body} = answer(request);
  const isZipped = body.gzip !== undefined && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const bytes = isZipped ? body.gzip : body.plain;
  request.resume();
  response.writeHead(status, {
    'content-type': type,
    // The cluster's clock, from which ages are counted.
    date: new Date(TAKEN).toUTCString(),
    'content-length': bytes.length,
    ...(isZipped ? {'content-encoding': 'gzip'} : {}),
  });
  response.end(bytes);
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
