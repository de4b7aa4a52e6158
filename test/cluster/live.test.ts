import {execFileSync} from 'node:child_process';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {kindNames, kindRow} from '../../src/lib/model/kinds.ts';
import {type Source, Unavailable, type Wire} from '../../src/lib/model/source.ts';
import {openCluster} from '../../src/lib/sources/live.ts';
import {drained, refusal} from '../lib/sources/live-support.ts';

const env = process.env;
const there = (env['KUBECONFIG'] ?? '') !== '';

/** Any cluster that KUBECONFIG leads to; nothing is written to it. */
describe.skipIf(!there)('a real cluster', () => {
  let source: Source;
  beforeAll(async () => {
    ({source} = await openCluster({env}));
  });
  afterAll(() => source.close());

  const all = async (kind: (typeof kindNames)[number], namespace?: string): Promise<readonly Wire[]> =>
    (await drained(source.list(kind, {namespace}))).flat();
  const nameOf = (object: Wire | undefined): string => (object?.['metadata'] as {name: string}).name;
  const gapOf = (error: unknown): Unavailable['gap'] => {
    expect(error).toBeInstanceOf(Unavailable);
    return (error as Unavailable).gap;
  };

  it('tells its version, and the time as kubectl sees it', () => {
    expect(source.origin.version).toMatch(/^v1\.\d+/);
    expect(Math.abs(source.now().getTime() - Date.now())).toBeLessThan(60_000);
  });

  it.each(kindNames)('lists %s, or says why not', async (kind) => {
    const read = await all(kind).catch((error: unknown) => gapOf(error).why);
    if (!Array.isArray(read)) expect(['not installed', 'forbidden']).toContain(read);
    else for (const object of read as readonly Wire[]) kindRow(kind).decode(object);
  });

  it('shows the objects that kubectl shows', async () => {
    const names = execFileSync('kubectl', ['get', 'namespaces', '-o', 'name'], {encoding: 'utf8'});
    expect((await all('Namespace')).map((one) => `namespace/${nameOf(one)}`).sort()).toEqual(
      names.trim().split('\n').sort(),
    );
  });

  it('never has the data of a secret', async () => {
    for (const secret of await all('Secret')) expect(Object.keys(secret)).toEqual(['metadata']);
  });

  it('gives the pages and logs of a node', async () => {
    const nodes = await all('Node');
    const [node = ''] = nodes.filter((one) => JSON.stringify(one).includes('"reason":"KubeletReady"')).map(nameOf);
    expect(JSON.parse(await source.kubelet(node, 'stats/summary'))).toHaveProperty('node');
    expect(await source.kubelet(node, 'metrics/cadvisor')).toContain('container_');
    for (const layer of ['kernel', 'runtime', 'component'] as const) {
      const read = await source.nodeLogs(node, {layer, tailBytes: 4000}).catch((error: unknown) => gapOf(error).why);
      if (typeof read === 'string') expect(read).toBe('not captured');
      else for (const {text} of read) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4000);
    }
  });

  it('gives the log of a container, and says why there is none', async () => {
    const pod = (await all('Pod', 'kube-system')).find((one) => (one['status'] as {phase: string}).phase === 'Running');
    const container = (pod?.['spec'] as {containers: Array<{name: string}>}).containers[0]?.name ?? '';
    const asked = {namespace: 'kube-system', pod: nameOf(pod), container};
    expect(await source.podLogs(asked, {tail: 3})).toMatch(/^(\d{4}-\d\d-\d\dT\S+Z .*\n|$)/);
    expect(gapOf(await refusal(source.podLogs({...asked, container: 'no-such'}, {tail: 3}))).hint).toMatch(
      /no such container/,
    );
    expect(gapOf(await refusal(source.podLogs({...asked, pod: 'no-such'}, {tail: 3}))).hint).toMatch(/pod is gone/);
  });

  it('asks for a node that is not there in vain', async () => {
    expect(gapOf(await refusal(source.kubelet('no-such-node', 'stats/summary'))).why).toBe('not installed');
  });

  it('watches what changes', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 15_000);
    for await (const {type} of source.watch!('Lease', {}, stop.signal)) {
      expect(['ADDED', 'MODIFIED', 'DELETED']).toContain(type);
      stop.abort();
    }
  }, 20_000);

  it.each([
    [{tlsServerName: 'other.test'}, /certificate of .* is for other names/],
    [{context: 'no-such-context'}, /no context no-such-context/],
    [{server: 'https://127.0.0.1:1'}, /was refused/],
    [{server: 'https://no-such-host.invalid'}, /does not resolve/],
  ])('says what is wrong with %j', async (flags, message) => {
    expect(await refusal(openCluster({env, ...flags}))).toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(message) as string,
    });
  });

  it('shows a stranger nothing but gaps', async () => {
    const {source: other} = await openCluster({env, as: 'kdiag-stranger', asGroup: ['system:authenticated']});
    expect(gapOf(await refusal(drained(other.list('Pod', {}))))).toMatchObject({
      why: 'forbidden',
      hint: /can-i list pods -A --as kdiag-stranger/,
    });
    expect(gapOf(await refusal(other.nodeLogs('x', {layer: 'kernel', tailBytes: 1}))).why).toBe('forbidden');
    await other.close();
  });
});
