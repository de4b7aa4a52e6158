import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Ajv2020} from 'ajv/dist/2020.js';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {BUNDLE_SCHEMA, type BundleWriter} from '../../../src/lib/model/bundle.ts';
import {UserError} from '../../../src/lib/model/failure.ts';
import {createBundle} from '../../../src/lib/sources/bundle/write.ts';
import {openBundle} from '../../../src/lib/sources/bundle.ts';
import {fakeCluster, gapOf, listAll, NOW} from './bundle-fake.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kdiag-bundle-'));
});
afterEach(() => {
  rmSync(dir, {recursive: true, force: true});
});

const TOOL = {name: 'kdiag', version: '0.0.0'};
const FACTS = {origin: {context: 'test'}, takenAt: NOW, window: {from: NOW, to: NOW}};
const pods = (count: number, namespace: string): Array<Record<string, unknown>> =>
  Array.from({length: count}, (_, at) => ({
    metadata: {name: `web-${at}`, namespace, uid: `${namespace}-${at}`},
    status: {phase: 'Running'},
  }));

const node1 = 'node-1';
const cluster = () =>
  fakeCluster({
    lists: {
      Pod: [pods(500, 'shop'), pods(120, 'blog')],
      Node: [[{metadata: {name: node1, uid: 'n'}}]],
      Service: [],
      ConfigMap: [
        [{metadata: {name: 'a', namespace: 'shop', uid: 'a'}}],
        [{gap: {what: 'ConfigMap', why: 'expired', hint: 'the list took too long'}}],
      ],
      Secret: {what: 'Secret', why: 'forbidden', hint: 'needs list on secrets'},
    },
    logs: {
      'shop/web-0/app': '2026-03-01T11:59:00Z one\n2026-03-01T11:59:01Z two\n2026-03-01T11:59:02Z three\n',
      'shop/web-0/app previous': '',
    },
    nodeLogs: {'node-1 kernel': 'a\nb\nc\n'},
    pages: {
      'node-1 stats/summary': '{"node":{}}',
      '/readyz?verbose': '[+]ping ok\n',
      '/apis/metrics.k8s.io/v1beta1/nodes': '{"items":[]}',
      '/api/v1/namespaces/m/services/prometheus:9090/proxy/api/v1/targets': '{"data":{}}',
    },
  });

const container = {namespace: 'shop', pod: 'web-0', container: 'app'};
const target = {namespace: 'm', kind: 'services', name: 'prometheus:9090', path: 'api/v1/targets'} as const;

/** Asks everything there is, of a cluster or a bundle, and notes answers and gaps alike. */
async function everything(
  source: ReturnType<typeof cluster> | Awaited<ReturnType<typeof openBundle>> | ReturnType<BundleWriter['record']>,
): Promise<unknown> {
  const got = async (question: Promise<unknown>): Promise<unknown> => (await gapOf(question)) ?? (await question);
  return {
    pods: await got(listAll(source, 'Pod')),
    shop: await got(listAll(source, 'Pod', {namespace: 'blog'})),
    nodes: await got(listAll(source, 'Node', {namespace: 'shop'})),
    services: await got(listAll(source, 'Service')),
    configMaps: await got(listAll(source, 'ConfigMap')),
    secrets: await got(listAll(source, 'Secret')),
    log: await got(source.podLogs(container, {tail: 2})),
    bytes: await got(source.podLogs(container, {tail: 2, limitBytes: 10})),
    previous: await got(source.podLogs(container, {tail: 2, previous: true})),
    otherLog: await got(source.podLogs({...container, container: 'sidecar'}, {tail: 2})),
    kernel: await got(source.nodeLogs(node1, {layer: 'kernel', tailBytes: 4})),
    runtime: await got(source.nodeLogs(node1, {layer: 'runtime', tailBytes: 4})),
    summary: await got(source.kubelet(node1, 'stats/summary')),
    cadvisor: await got(source.kubelet(node1, 'metrics/cadvisor')),
    readyz: await got(source.raw('/readyz?verbose')),
    metrics: await got(source.raw('/apis/metrics.k8s.io/v1beta1/nodes')),
    livez: await got(source.raw('/livez')),
    targets: await got(source.proxy(target)),
    gaps: source.gaps(),
  };
}

const write = async (path: string): Promise<unknown> => {
  const writer = await createBundle(path, {tool: TOOL, key: new Uint8Array(32)});
  const asked = await everything(writer.record(cluster()));
  await writer.finish(FACTS);
  return asked;
};

describe('what is written is what is read', () => {
  test.each(['b.tar.zst', 'b.tar.gz', 'b.tgz', 'b.tar', 'b'])('%s', async (name) => {
    const path = join(dir, name);
    const live = await write(path);
    const bundle = await openBundle(path);
    expect(await everything(bundle)).toEqual(live);
    expect(bundle.now()).toEqual(new Date(NOW));
    expect(bundle.origin).toMatchObject({kind: 'bundle', context: 'test', path});
    expect(readdirSync(dir)).toEqual([name]);
  });

  test('pages of 500', async () => {
    await write(join(dir, 'b'));
    const sizes: number[] = [];
    for await (const page of (await openBundle(join(dir, 'b'))).list('Pod', {})) sizes.push(page.length);
    expect(sizes).toEqual([500, 120]);
  });

  test('what nobody asked is not captured, and says so', async () => {
    await write(join(dir, 'b'));
    const bundle = await openBundle(join(dir, 'b'));
    expect(await gapOf(listAll(bundle, 'Job'))).toMatchObject({what: 'Job', why: 'not captured'});
    expect(await gapOf(bundle.kubelet('node-2', 'metrics'))).toMatchObject({why: 'not captured'});
  });

  test('a list that a namespace was asked for is not an answer for others', async () => {
    const writer = await createBundle(join(dir, 'b'), {tool: TOOL});
    await listAll(writer.record(cluster()), 'Pod', {namespace: 'blog'});
    await writer.finish(FACTS);
    const bundle = await openBundle(join(dir, 'b'));
    expect(await listAll(bundle, 'Pod', {namespace: 'blog'})).toHaveLength(120);
    expect(await gapOf(listAll(bundle, 'Pod', {namespace: 'shop'}))).toMatchObject({why: 'not captured'});
    expect(await gapOf(listAll(bundle, 'Pod'))).toMatchObject({why: 'not captured'});
  });

  test('objects that come twice are kept once', async () => {
    const writer = await createBundle(join(dir, 'b'), {tool: TOOL});
    const source = writer.record(cluster());
    await listAll(source, 'Pod', {namespace: 'blog'});
    await listAll(source, 'Pod');
    await listAll(source, 'Pod');
    await writer.finish(FACTS);
    expect(await listAll(await openBundle(join(dir, 'b')), 'Pod')).toHaveLength(620);
  });

  test('equal input makes an equal archive', async () => {
    for (const name of ['a.tar.zst', 'b.tar.zst', 'a.tar.gz', 'b.tar.gz']) await write(join(dir, name));
    expect(readFileSync(join(dir, 'a.tar.zst')).equals(readFileSync(join(dir, 'b.tar.zst')))).toBe(true);
    expect(readFileSync(join(dir, 'a.tar.gz')).equals(readFileSync(join(dir, 'b.tar.gz')))).toBe(true);
  });

  test('a bundle recorded from a bundle is the same', async () => {
    await write(join(dir, 'a'));
    const writer = await createBundle(join(dir, 'b'), {tool: TOOL});
    const first = await everything(writer.record(await openBundle(join(dir, 'a'))));
    await writer.finish(FACTS);
    expect(await everything(await openBundle(join(dir, 'b')))).toEqual(first);
  });

  test('the manifest keeps its schema', async () => {
    await write(join(dir, 'b'));
    const manifest: unknown = JSON.parse(readFileSync(join(dir, 'b', 'bundle.json'), 'utf8'));
    const schema = JSON.parse(readFileSync('schemas/bundle.v1.json', 'utf8')) as object;
    const validate = new Ajv2020({strict: true, formats: {'date-time': true}}).compile(schema);
    validate(manifest);
    expect(validate.errors).toBeNull();
    expect(manifest).toMatchObject({
      schema: BUNDLE_SCHEMA,
      gaps: expect.arrayContaining([
        {asked: 'list Secret', what: 'Secret', why: 'forbidden', hint: 'needs list on secrets'},
      ]) as unknown,
    });
  });

  test('secrets do not reach the disk', async () => {
    const writer = await createBundle(join(dir, 'b'), {tool: TOOL});
    const source = writer.record(
      fakeCluster({
        lists: {
          Secret: [[{metadata: {name: 's', uid: 's'}, data: {p: 'aHVudGVyMg=='}}]],
          Pod: [[{metadata: {name: 'p'}, spec: {containers: [{env: [{name: 'PASSWORD', value: 'hunter2'}]}]}}]],
        },
        logs: {'shop/web-0/app': 'login with password=hunter2\n'},
        pages: {'/api/v1/secrets': '{"items":[{"data":{"p":"aHVudGVyMg=="}}]}'},
      }),
    );
    await listAll(source, 'Secret');
    await listAll(source, 'Pod');
    await source.podLogs(container, {tail: 10});
    await source.raw('/api/v1/secrets');
    const {redactions} = await writer.finish(FACTS);
    const all = readdirSync(join(dir, 'b'), {recursive: true, withFileTypes: true})
      .filter((one) => one.isFile())
      .map((one) => readFileSync(join(one.parentPath, one.name), 'utf8'))
      .join('\n');
    expect(all).not.toMatch(/hunter2|aHVudGVyMg/);
    expect(redactions).toBe(2);
  });

  test('names of a hostile API server stay inside', async () => {
    const writer = await createBundle(join(dir, 'b'), {tool: TOOL});
    const ref = {namespace: '../../..', pod: 'a/../../b', container: '..'};
    const source = writer.record(
      fakeCluster({logs: {'../../../a/../../b/..': 'line\n'}, nodeLogs: {'../x kernel': 'k\n'}}),
    );
    await source.podLogs(ref, {tail: 10});
    await source.nodeLogs('../x', {layer: 'kernel', tailBytes: 10});
    await writer.finish(FACTS);
    const bundle = await openBundle(join(dir, 'b'));
    expect(await bundle.podLogs(ref, {tail: 10})).toBe('line\n');
    expect(readdirSync(dir)).toEqual(['b']);
  });
});

describe('the target', () => {
  const create = (path: string, force = false) => createBundle(path, {tool: TOOL, force});
  const refused = (path: string, force = false): Promise<UserError> =>
    create(path, force).then(
      () => expect.unreachable(),
      (error: unknown) => error as UserError,
    );

  test('nothing stands under its name until it is finished, and nothing at all when it is given up', async () => {
    for (const name of ['b.tar.zst', 'b']) {
      const writer = await create(join(dir, name));
      await listAll(writer.record(cluster()), 'Pod');
      expect(existsSync(join(dir, name))).toBe(false);
      expect(readdirSync(dir)).toEqual([expect.stringMatching(/^\.b.*\.[0-9a-f]{8}\.part$/)]);
      writer.discard();
      expect(readdirSync(dir)).toEqual([]);
    }
  });

  test('an existing one is refused, also when it comes up meanwhile', async () => {
    writeFileSync(join(dir, 'b.tar'), 'precious');
    expect(await refused(join(dir, 'b.tar'))).toMatchObject({
      exit: 3,
      message: expect.stringContaining('exists already') as unknown,
    });
    const writer = await create(join(dir, 'c.tar'));
    writeFileSync(join(dir, 'c.tar'), 'precious');
    await expect(writer.finish(FACTS)).rejects.toThrow(UserError);
    writer.discard();
    expect(readFileSync(join(dir, 'c.tar'), 'utf8')).toBe('precious');
    expect(readdirSync(dir).sort()).toEqual(['b.tar', 'c.tar']);
  });

  test('--force replaces a bundle, never another directory', async () => {
    await write(join(dir, 'b'));
    await (await create(join(dir, 'b'), true)).finish(FACTS);
    expect((await openBundle(join(dir, 'b'))).manifest.files).toEqual([]);
    mkdirSync(join(dir, 'home'));
    expect((await refused(join(dir, 'home'), true)).message).toContain('is not a bundle');
    expect(readdirSync(dir).sort()).toEqual(['b', 'home']);
  });

  test('a missing directory, a file in its place, another ending', async () => {
    writeFileSync(join(dir, 'file'), '');
    expect((await refused(join(dir, 'no', 'b.tar'))).message).toContain('there is no directory');
    expect((await refused(join(dir, 'file', 'b.tar'))).message).toContain('not a directory');
    expect(await refused('b.zip')).toMatchObject({exit: 2});
  });

  test('others on the machine may not read it', async () => {
    await write(join(dir, 'b.tar.zst'));
    expect(statSync(join(dir, 'b.tar.zst')).mode & 0o077).toBe(0);
  });
});
