import {expect, test} from 'vitest';
import wrongPort from '../../../src/lib/rules/scrape-annotation-wrong-port.ts';
import rule from '../../../src/lib/rules/scrape-target-down.ts';
import {ago, cluster, deployment, meta, node, pod, service, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const REFUSED = 'Get "http://10.0.0.5:9102/metrics": dial tcp 10.0.0.5:9102: connect: connection refused';
const target = (more: Json = {}): Json => ({
  scrapeUrl: 'http://10.0.0.5:9102/metrics',
  scrapePool: 'pods',
  labels: {instance: '10.0.0.5:9102'},
  discoveredLabels: {},
  lastError: REFUSED,
  lastScrape: ago(5),
  health: 'down',
  ...more,
});
const prometheus = (metadata: Json = {}, ports: readonly Json[] = [{name: 'web', port: 9090}]) => ({
  metadata: meta('prometheus', {
    namespace: 'monitoring',
    labels: {'app.kubernetes.io/name': 'prometheus'},
    ...metadata,
  }),
  spec: {clusterIP: '10.96.0.9', selector: {app: 'monitoring'}, ports},
});
const KEY = '/api/v1/namespaces/monitoring/services/prometheus:9090/proxy/api/v1/targets?state=active';
const page = (targets: readonly Json[]) =>
  new Map([[KEY, JSON.stringify({status: 'success', data: {activeTargets: targets}})]]);

const annotated = (port: string) => ({annotations: {'prometheus.io/scrape': 'true', 'prometheus.io/port': port}});
function shop({
  targets,
  status = {},
  spec = {},
  metadata = annotated('9102'),
  services = [prometheus()],
  container = {ports: [{name: 'http', containerPort: 8080}]},
}: {
  container?: Json;
  targets?: readonly Json[];
  status?: Json;
  spec?: Json;
  metadata?: Json;
  services?: readonly Json[];
} = {}) {
  const {Deployment, ReplicaSet} = deployment('collector');
  return cluster(
    {
      Node: [node('node-1', 'True', {status: {addresses: [{type: 'InternalIP', address: '192.168.0.1'}]}})],
      Deployment: [Deployment],
      ReplicaSet: [ReplicaSet],
      Service: services,
      Pod: [
        pod('collector-a', {
          of: 'collector',
          container,
          status: {podIP: '10.0.0.5', ...status},
          spec,
          metadata: {labels: {app: 'collector'}, ...metadata},
        }),
      ],
    },
    targets === undefined ? {} : {pages: page(targets)},
  );
}

test('names workload, target, port and what the container declares', () => {
  const [found, ...more] = sightings(
    rule,
    shop({targets: [target(), target({scrapeUrl: 'http://10.0.0.5:8080/metrics', health: 'up', lastError: ''})]}),
  );
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'collector'});
  expect(found?.summary).toBe(
    'Prometheus cannot scrape Deployment shop/collector: target http://10.0.0.5:9102/metrics is down, nothing listens on port 9102 (the container declares 8080)',
  );
  expect(found?.evidence.map(({quote}) => quote)).toEqual([
    `health: down, scrapeUrl: http://10.0.0.5:9102/metrics, lastError: ${REFUSED}`,
    '9102',
  ]);
});

test.each([
  ['server returned HTTP status 404 Not Found', 'there is no page at /metrics (HTTP 404)'],
  ['server returned HTTP status 403 Forbidden', 'Prometheus may not read the page (HTTP 403)'],
  ['Get "https://x": http: server gave HTTP response to HTTPS client', 'speaks plain HTTP'],
  [
    'Get "https://x": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    'the certificate is not accepted',
  ],
  ['Get "http://x": context deadline exceeded', 'no answer on port 9102 within the scrape timeout'],
  ['expected a valid start token, got "<" ("INVALID") while parsing: "<"', 'is not in the Prometheus format'],
  [
    'received unsupported Content-Type "text/html" and no fallback_scrape_protocol specified',
    'is not in the Prometheus format',
  ],
  ['something new', 'something new'],
])('understands %s', (lastError, words) => {
  expect(sightings(rule, shop({targets: [target({lastError})]}))[0]?.summary).toContain(words);
});

test('joins by the labels of the target, a Service, and a node', () => {
  const by = (more: Json) =>
    sightings(rule, shop({services: [prometheus(), service('web')], targets: [target(more)]}))[0]?.subject;
  expect(by({scrapeUrl: 'http://1.2.3.4:9102/metrics', labels: {namespace: 'shop', pod: 'collector-a'}})?.name).toBe(
    'collector',
  );
  expect(by({scrapeUrl: 'http://web.shop.svc:80/metrics'})).toEqual({kind: 'Service', namespace: 'shop', name: 'web'});
  expect(by({scrapeUrl: 'https://192.168.0.1:10250/metrics'})).toEqual({kind: 'Node', name: 'node-1'});
});

const young = ({asked = 5, declares = 8080, isProbed = true}) => ({
  targets: [target({lastScrape: ago(asked)})],
  status: {startTime: ago(30)},
  container: {
    ports: [{name: 'http', containerPort: declares}],
    ...(isProbed ? {readinessProbe: {httpGet: {path: '/', port: 8080}}} : {}),
  },
});

test('need not wait where a probe says that a young pod serves and nobody declares the port', () => {
  expect(sightings(rule, shop(young({})))).toHaveLength(1);
});

test.each([
  ['a young pod that nobody probes', young({isProbed: false})],
  ['a young pod that may still open its declared port', young({declares: 9102})],
  ['a young pod asked at once', young({asked: 25})],
  ['a target that is up', {targets: [target({health: 'up', lastError: ''})]}],
  ['a target not scraped yet', {targets: [target({health: 'unknown', lastError: ''})]}],
  ['a pod that is gone', {targets: [target({labels: {namespace: 'shop', pod: 'collector-b'}})]}],
  ['an address nobody knows', {targets: [target({scrapeUrl: 'http://8.8.8.8:80/metrics'})]}],
  ['a pod that is not ready', {targets: [target()], status: {conditions: [{type: 'Ready', status: 'False'}]}}],
  ['a pod that has just begun', {targets: [target()], status: {startTime: ago(10)}}],
  ['a pod on its way out', {targets: [target()], metadata: {deletionTimestamp: ago(5)}}],
  ['a page that is none', {targets: [target({scrapeUrl: 'x'})]}],
])('is silent about %s', (_, how) => {
  expect(sightings(rule, shop(how))).toEqual([]);
});

test('blames Prometheus when most targets are down', () => {
  const pods = Array.from({length: 6}, (_, at) => pod(`p-${String(at)}`, {status: {podIP: `10.0.1.${String(at)}`}}));
  const on = cluster(
    {Service: [prometheus()], Pod: pods},
    {
      pages: page(
        pods.map((_, at) =>
          target({scrapeUrl: `http://10.0.1.${String(at)}:80/metrics`, lastError: 'context deadline exceeded'}),
        ),
      ),
    },
  );
  expect(sightings(rule, on).map(({summary}) => summary)).toEqual([
    'Service monitoring/prometheus: Prometheus cannot scrape 6 of its 6 targets (context deadline exceeded)',
  ]);
});

test('asks what looks like a Prometheus, and nothing that only bears the name', () => {
  const targetOf = (services: readonly Json[]) => [...rule.leads(shop({services}))].map(({target: {name}}) => name);
  expect(targetOf([prometheus()])).toEqual(['prometheus:9090']);
  expect(targetOf([prometheus({name: 'k-prometheus', labels: {}}, [{name: 'https-web', port: 9091}])])).toEqual([
    'https:k-prometheus:9091',
  ]);
  for (const name of [
    'prometheus-operator',
    'prometheus-node-exporter',
    'prometheus-adapter',
    'prometheus-pushgateway',
    'prometheus-alertmanager',
  ])
    expect(targetOf([prometheus({name, labels: {}})])).toEqual([]);
  expect(targetOf(Array.from({length: 9}, (_, at) => prometheus({name: `prometheus-${String(at)}`})))).toHaveLength(3);
});

test('suspects the annotation only where no Prometheus answered', () => {
  const [found] = sightings(wrongPort, shop());
  expect(found?.summary).toBe(
    'Deployment shop/collector is to be scraped by Prometheus on port 9102 (prometheus.io/port), and its containers declare only 8080',
  );
  expect(found?.severity).toBe('medium');
  expect(sightings(wrongPort, shop({services: []}))[0]?.severity).toBe('low');
  expect(sightings(wrongPort, shop({targets: []}))).toEqual([]);
});
