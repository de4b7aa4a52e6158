import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {constants, gzipSync, zstdCompressSync} from 'node:zlib';
import {pack} from 'tar-stream';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {UserError} from '../../../src/lib/model/failure.ts';
import {archiveFiles} from '../../../src/lib/sources/bundle/archive.ts';
import {directoryFiles, LIMITS} from '../../../src/lib/sources/bundle/files.ts';
import {openBundle} from '../../../src/lib/sources/bundle.ts';
import {caseSet, isPresent} from '../../support/cases.ts';
import {gapOf, listAll, NOW} from './bundle-fake.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kdiag-bundle-'));
});
afterEach(() => {
  rmSync(dir, {recursive: true, force: true});
});

const manifest = (more: object = {}): string =>
  JSON.stringify({
    schema: 'kdiag.bundle/v1',
    takenAt: NOW,
    files: [{path: 'objects/core_Pod.ndjson', answers: ['list Pod']}],
    ...more,
  });
const PODS = {'objects/core_Pod.ndjson': '{"metadata":{"name":"web"}}\n'};
const GOOD = {'bundle.json': manifest(), ...PODS};

type Entry = Partial<Parameters<ReturnType<typeof pack>['entry']>[0]> & {
  readonly name: string;
  readonly body?: string | Buffer;
};

async function tar(entries: readonly Entry[]): Promise<Buffer> {
  const out = pack();
  for (const {body = '', ...header} of entries) out.entry(header, body);
  out.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of out as unknown as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const plain = (files: Readonly<Record<string, string>>): Entry[] =>
  Object.entries(files).map(([name, body]) => ({name, body}));
const good = (): Promise<Buffer> => tar(plain(GOOD));

async function refused(bytes: Buffer | string, name = 'b.tar'): Promise<UserError> {
  const path = join(dir, name);
  writeFileSync(path, bytes);
  return refusedAt(path);
}

async function refusedAt(path: string): Promise<UserError> {
  const error: unknown = await openBundle(path).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).exit).toBe(3);
  // One sentence, of characters that leave a terminal alone.
  expect((error as UserError).message).toMatch(/^[\u0020-\u007e]+$/);
  return error as UserError;
}

const BIG = 'x'.repeat(20_000);
const noise = (): Buffer => Buffer.from(Array.from({length: 40_000}, (_, at) => ((at * 2_654_435_761) >>> 13) & 255));

const noisy = (): Promise<Buffer> => tar([...plain(GOOD), {name: 'n', body: noise()}]);
const damaged = (bytes: Buffer): Buffer =>
  bytes.fill(0x55, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 500);
const half = (bytes: Buffer): Buffer => bytes.subarray(0, Math.floor(bytes.length / 2));

describe('archives that are refused', () => {
  test.each<[string, () => Promise<Buffer> | Buffer, RegExp]>([
    [
      'a path that climbs out',
      () => tar([{name: '../../etc/cron.d/x', body: 'x'}]),
      /"\.\.\/\.\.\/etc\/cron\.d\/x" in it leads outside/,
    ],
    ['one that climbs in the middle', () => tar([{name: 'objects/../../x', body: 'x'}]), /leads outside/],
    ['an absolute path', () => tar([{name: '/etc/passwd', body: 'x'}]), /leads outside/],
    ['backslashes', () => tar([{name: '..\\..\\x', body: 'x'}]), /leads outside/],
    ['a drive', () => tar([{name: 'C:\\x', body: 'x'}]), /leads outside/],
    ['a directory outside', () => tar([{name: '../x', type: 'directory'}]), /leads outside/],
    [
      'a symbolic link',
      () => tar([{name: 'bundle.json', type: 'symlink', linkname: '/etc/passwd'}]),
      /is a symbolic link/,
    ],
    ['a hard link', () => tar([{name: 'bundle.json', type: 'link', linkname: '/etc/passwd'}]), /is a hard link/],
    ['a device', () => tar([{name: 'bundle.json', type: 'character-device', devmajor: 1, devminor: 3}]), /is a device/],
    ['a pipe', () => tar([{name: 'bundle.json', type: 'fifo'}]), /is a pipe/],
    ['a name with escape sequences', () => tar([{name: '../\u001b[2J\u009b31m', body: 'x'}]), /leads outside/],
    ['the same file twice', () => tar([...plain(GOOD), {name: './bundle.json', body: 'x'}]), /twice/],
    ['a name of a mile', () => tar([{name: 'a/'.repeat(700) + 'b', body: 'x'}]), /names longer/],
    ['nothing', () => Buffer.alloc(0), /is empty/],
    ['a few bytes', () => Buffer.from('hi'), /not an archive/],
    ['text', () => Buffer.from('apiVersion: v1\n'.repeat(100)), /not an archive/],
    ['a zip', () => Buffer.from('PK\u0003\u0004'.padEnd(600, 'x')), /zip archive/],
    ['zeros', () => Buffer.alloc(4096), /not an archive/],
    ['gzip of no tar', () => gzipSync(noise()), /damaged|not a bundle/],
    ['zstd of no tar', () => zstdCompressSync(noise()), /damaged|not a bundle/],
    ['a damaged gzip', async () => damaged(gzipSync(await noisy())), /damaged/],
    [
      'a damaged zstd',
      async () => damaged(zstdCompressSync(await noisy(), {params: {[constants.ZSTD_c_checksumFlag]: 1}})),
      /damaged/,
    ],
    ['a truncated tar', async () => (await good()).subarray(0, 700), /cut short/],
    [
      'a tar truncated between files',
      async () => (await good()).subarray(0, 1024),
      /cut short: "objects\/core_Pod\.ndjson" is not in it/,
    ],
    ['a truncated gzip', async () => half(gzipSync(await noisy())), /cut short/],
    ['a truncated zstd', async () => half(zstdCompressSync(await noisy())), /cut short/],
    ['no manifest', () => tar(plain({...PODS})), /there is no bundle\.json in it/],
    ['a manifest that is no JSON', () => tar(plain({...PODS, 'bundle.json': '{'})), /is not JSON/],
    ['a manifest that is a list', () => tar(plain({...PODS, 'bundle.json': '[]'})), /is not JSON/],
    [
      'a later schema',
      () => tar(plain({...GOOD, 'bundle.json': manifest({schema: 'kdiag.bundle/v9'})})),
      /is of kdiag\.bundle\/v9, this kdiag reads v1/,
    ],
    [
      'another schema',
      () => tar(plain({...GOOD, 'bundle.json': JSON.stringify({schema: 'x\u001b[2J'})})),
      /another schema/,
    ],
    ['no time', () => tar(plain({...GOOD, 'bundle.json': manifest({takenAt: 'then'})})), /when it was taken/],
    [
      'a support bundle',
      () =>
        tar(plain({'support-bundle-1/version.yaml': 'x', 'support-bundle-1/cluster-resources/pods/shop.json': '{}'})),
      /is a support bundle of troubleshoot\.sh, not a bundle of kdiag/,
    ],
    [
      'a must-gather',
      () => tar(plain({'must-gather.local.1/quay-io/cluster-scoped-resources/core/nodes/a.yaml': 'x'})),
      /is a must-gather of OpenShift/,
    ],
    ['an Insights archive', () => tar(plain({'insights-operator/gathers.json': '{}'})), /Insights operator/],
  ])('%s', async (_name, bytes, said) => {
    expect((await refused(await bytes())).message).toMatch(said);
  });

  test('more than the limits', async () => {
    const path = join(dir, 'b.tar.gz');
    writeFileSync(path, gzipSync(await tar([...plain(GOOD), {name: 'a', body: BIG}, {name: 'b', body: BIG}])));
    await expect(archiveFiles(path, {...LIMITS, fileBytes: 10_000})).rejects.toThrow('"a" in it is larger than 0 MiB');
    await expect(archiveFiles(path, {...LIMITS, totalBytes: 30_000})).rejects.toThrow('it unpacks to more than');
    await expect(archiveFiles(path, {...LIMITS, entries: 3})).rejects.toThrow('it has more than 3 entries');
    await expect(archiveFiles(path, {...LIMITS, ratio: 10, ratioFrom: 1000})).rejects.toThrow('decompression bomb');
    expect((await archiveFiles(path)).names).toHaveLength(4);
  });

  test('bombs: a file that claims gigabytes, and gigabytes of zeros', async () => {
    const header = (await tar([{name: 'bundle.json', body: 'x'}])).subarray(0, 512);
    header.write('77777777777\0', 124);
    header.fill(' ', 148, 156);
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    expect((await refused(Buffer.concat([header, Buffer.alloc(4096)]))).message).toMatch(/larger than 128 MiB/);
    const entry = (await tar([{name: 'a', body: Buffer.alloc(100 * 1024 ** 2)}])).subarray(0, -1024);
    expect((await refused(zstdCompressSync(entry))).message).toMatch(/decompression bomb/);
  });
});

describe('archives that are read', () => {
  test('whatever they are called, and in a folder of their own', async () => {
    const bytes = await tar([
      {name: './incident/', type: 'directory'},
      ...plain(GOOD).map(({name, body = ''}) => ({name: `./incident/${name}`, body})),
    ]);
    writeFileSync(join(dir, 'mail-attachment.bin'), gzipSync(bytes));
    expect(await listAll(await openBundle(join(dir, 'mail-attachment.bin')), 'Pod')).toEqual([
      {metadata: {name: 'web'}},
    ]);
  });

  test('as the tar command makes them', async () => {
    const folder = join(dir, 'incident');
    mkdirSync(join(folder, 'objects'), {recursive: true});
    for (const [name, body] of Object.entries(GOOD)) writeFileSync(join(folder, name), body);
    execFileSync('tar', ['czf', join(dir, 'a.tgz'), '-C', dir, 'incident']);
    execFileSync('tar', ['cf', join(dir, 'b.tar'), '-C', folder, '.']);
    for (const name of ['a.tgz', 'b.tar'])
      expect(await listAll(await openBundle(join(dir, name)), 'Pod')).toHaveLength(1);
  });

  test('invalid UTF-8 is replaced, lines that are no objects are skipped and counted', async () => {
    const body = Buffer.concat([
      Buffer.from('{"metadata":{"name":"a'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}}\n{"metadata":\n[1]\nnull\n\n{"metadata":{"name":"b"}}'),
    ]);
    writeFileSync(
      join(dir, 'b.tar'),
      await tar([
        {name: 'bundle.json', body: manifest()},
        {name: 'objects/core_Pod.ndjson', body},
      ]),
    );
    const bundle = await openBundle(join(dir, 'b.tar'));
    expect(await listAll(bundle, 'Pod')).toEqual([{metadata: {name: 'a\ufffd\ufffd'}}, {metadata: {name: 'b'}}]);
    await listAll(bundle, 'Pod');
    expect(bundle.gaps()).toEqual([
      expect.objectContaining({what: '3 lines of objects/core_Pod.ndjson', why: 'truncated'}),
    ]);
  });

  test('a manifest of wrong types, and paths in it that lead elsewhere', async () => {
    const files = [{path: '/etc/passwd', answers: ['page /x']}, {path: 7}, 'x', null];
    mkdirSync(join(dir, 'b'));
    writeFileSync(
      join(dir, 'b', 'bundle.json'),
      manifest({files, gaps: [{what: 1}, 'x'], origin: [], window: null, tool: 3, redactions: 'many', namespace: {}}),
    );
    const bundle = await openBundle(join(dir, 'b'));
    expect(await gapOf(bundle.raw('/x'))).toMatchObject({why: 'not captured'});
    expect(bundle.gaps()).toHaveLength(2);
  });
});

describe('directories', () => {
  const make = (files: Readonly<Record<string, string>> = GOOD): string => {
    const path = join(dir, 'b');
    mkdirSync(join(path, 'objects'), {recursive: true});
    for (const [name, body] of Object.entries(files)) writeFileSync(join(path, name), body);
    return path;
  };

  test('a link that leads outside, to a directory, to itself or nowhere is refused; one inside is a file', async () => {
    const path = make();
    symlinkSync('../objects/core_Pod.ndjson', join(path, 'objects', 'inside'));
    expect(await listAll(await openBundle(path), 'Pod')).toHaveLength(1);
    for (const [target, said] of [
      ['/etc/passwd', /leads outside/],
      ['../../..', /leads outside/],
      ['.', /not a plain file/],
      ['bad', /leads outside/],
      ['nowhere', /leads outside/],
    ] as const) {
      symlinkSync(target, join(path, 'objects', 'bad'));
      expect((await refusedAt(path)).message).toMatch(said);
      rmSync(join(path, 'objects', 'bad'));
    }
  });

  test('a pipe in it does not hang', async () => {
    const path = make();
    execFileSync('mkfifo', [join(path, 'pipe')]);
    expect((await refusedAt(path)).message).toMatch(/is not a plain file/);
  });

  test('a file that was taken out is not captured', async () => {
    const path = make();
    rmSync(join(path, 'objects', 'core_Pod.ndjson'));
    expect(await gapOf(listAll(await openBundle(path), 'Pod'))).toEqual({
      what: 'Pod',
      why: 'not captured',
      hint: 'Its file is no longer in the bundle.',
    });
  });

  test('limits hold here too', async () => {
    const path = make();
    await expect(directoryFiles(path, {...LIMITS, fileBytes: 10})).rejects.toThrow(UserError);
    await expect(directoryFiles(path, {...LIMITS, entries: 1})).rejects.toThrow(UserError);
    await expect(directoryFiles(path, {...LIMITS, depth: 0})).rejects.toThrow(UserError);
  });

  test('no such file, an empty directory, a socket', async () => {
    expect(await refusedAt(join(dir, 'nowhere'))).toMatchObject({
      message: `${join(dir, 'nowhere')} cannot be read: there is no such file`,
    });
    expect((await refusedAt(dir)).message).toMatch(/is not a bundle of kdiag/);
    expect((await refusedAt('/dev/null')).message).toMatch(/neither a file nor a directory/);
  });
});

const OTHERS = ['support-bundle-pods', 'insights-archive'];
test.skipIf(!OTHERS.every(isPresent))('bundles of other tools are called by their name', async () => {
  expect((await refusedAt(join(caseSet('support-bundle-pods'), 'sample-bundle'))).message).toMatch(
    /is (?:a support bundle|not a bundle)/,
  );
  expect((await refusedAt(join(caseSet('insights-archive'), 'archive'))).message).toMatch(/Insights operator/);
});
