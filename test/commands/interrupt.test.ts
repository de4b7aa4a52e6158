import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readdirSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {ROOT} from './support.ts';

/** Says its version, and never answers anything else. */
const silent: Server = createServer((request, response) => {
  if (request.url === '/version') response.end('{"gitVersion":"v1.34.4"}');
  else silent.emit('asked');
});
let url = '';

beforeAll(async () => {
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  url = `http://127.0.0.1:${String((silent.address() as AddressInfo).port)}`;
});

afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

async function interrupted(
  args: readonly string[],
  signal: NodeJS.Signals,
): Promise<{code: number | null; stdout: string; stderr: string}> {
  const asked = once(silent, 'asked');
  const child = spawn(process.execPath, [path.join(ROOT, 'bin/run.js'), ...args, '--server', url], {
    env: {PATH: process.env['PATH'], HOME: tmpdir()},
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await asked;
  child.kill(signal);
  const [code] = (await once(child, 'close')) as [number | null];
  return {code, stdout, stderr};
}

test('Ctrl-C stops doctor at once, with 130 and no stack trace', async () => {
  expect(await interrupted(['doctor'], 'SIGINT')).toEqual({code: 130, stdout: '', stderr: ''});
});

test.each(['SIGINT', 'SIGTERM'] as const)('a capture ended by %s leaves nothing behind', async (signal) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kdiag-'));
  const {code} = await interrupted(['capture', '-o', path.join(folder, 'incident.tar.zst')], signal);
  expect([code, readdirSync(folder)]).toEqual([signal === 'SIGINT' ? 130 : 143, []]);
});
