import {once} from 'node:events';
import {mkdtempSync, readFileSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {hasTmux, RESTORED, type Terminal, terminal} from '../support/tmux.ts';
import {DEMO, kdiag} from './support.ts';

const NODE = process.execPath;
const TUI = `${NODE} bin/run.js tui`;
const SECONDS_30 = 30_000;

test('without a terminal it says what to do instead', () => {
  expect(kdiag(['tui', '--from', DEMO])).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'error: the incident room needs a terminal\n       kdiag doctor prints the same diagnosis wherever it is written to.\n',
  });
});

describe.skipIf(!hasTmux)('in a terminal (skipped where there is no tmux)', () => {
  let screen: Terminal;
  afterEach(() => {
    screen.close();
  });

  test(
    'a recorded incident: found, opened at its kernel line, read in its log, left without a trace',
    async () => {
      screen = terminal(`${TUI} --from ${DEMO}; echo code $?`);
      await screen.shows('Deployment shop/db is out of memory');
      expect(screen.modes()).toEqual({alternate: true, cursor: false, mouse: true, wrap: false});
      screen.press('Enter');
      await screen.shows('Memory cgroup out of memory: Killed process');
      screen.press('Enter');
      await screen.until('the line in kern.log', (now) =>
        /^▸◆ \S+ node-1 kernel: \[\S+\] Memory cgroup out of memory: Killed process 31790/m.test(now),
      );
      screen.resize(80, 24);
      await screen.until('the same line in a smaller terminal', (now) => /^▸◆ \S+ node-1 kernel:/m.test(now));
      screen.press('q', 'q', 'q');
      await screen.shows('code 0');
      expect(screen.screen()).not.toContain('out of memory');
      expect(screen.modes()).toEqual(RESTORED);
    },
    SECONDS_30,
  );

  test(
    'ctrl-z gives the shell its terminal, fg takes it back',
    async () => {
      screen = terminal(`${TUI} --from ${DEMO}`);
      await screen.shows('Deployment shop/db is out of memory');
      screen.press('C-z');
      await screen.until('the shell', (now) => !now.includes('out of memory') && now.includes('SHELL:'));
      expect(screen.modes()).toEqual(RESTORED);
      screen.press('f', 'g', 'Enter');
      await screen.shows('Deployment shop/db is out of memory');
      screen.press('C-c');
      await screen.until('the shell', (now) => now.includes('SHELL:') && !now.includes('out of memory'));
    },
    SECONDS_30,
  );

  test.each([
    ['SIGTERM', 'code 143'],
    ['SIGHUP', 'code 129'],
  ] as const)(
    'ended by %s it leaves the terminal as it was',
    async (signal, code) => {
      const pid = path.join(mkdtempSync(path.join(tmpdir(), 'kdiag-')), 'pid');
      screen = terminal(`sh -c 'echo $$ > ${pid}; exec ${TUI} --from ${DEMO}'; echo code $?`);
      await screen.shows('Deployment shop/db is out of memory');
      process.kill(Number(readFileSync(pid, 'utf8')), signal);
      await screen.shows(code);
      expect(screen.modes()).toEqual(RESTORED);
    },
    SECONDS_30,
  );

  test(
    'a crash leaves the terminal as it was, and says what happened where it can be read',
    async () => {
      const bomb = `data:text/javascript,setTimeout(()=>{throw new Error('bang')},2500)`;
      screen = terminal(`${NODE} --import "${bomb}" bin/run.js tui --from ${DEMO}; echo code $?`);
      await screen.shows('Deployment shop/db is out of memory');
      const end = await screen.shows('code 1');
      expect(end).toContain('bang');
      expect(screen.modes()).toEqual(RESTORED);
    },
    SECONDS_30,
  );

  test(
    'a connection that drops is said, and comes back',
    async () => {
      const {server, port} = await apiServer(0);
      screen = terminal(`${TUI} --server http://127.0.0.1:${String(port)} --refresh 1s`);
      await screen.shows('pods 0/0');
      await stopped(server);
      const lost = await screen.shows('NO CONNECTION');
      expect(lost).toContain('pods 0/0');
      expect(lost).toContain('shown as of');
      const again = await apiServer(port);
      await screen.until('live again', (now) => now.includes('live,') && !now.includes('NO CONNECTION'));
      screen.press('q');
      await screen.until('the shell', (now) => !now.includes('live,'));
      await stopped(again.server);
    },
    SECONDS_30,
  );
});

/** Just enough of an API server: its version, and lists of nothing. */
async function apiServer(port: number): Promise<{readonly server: Server; readonly port: number}> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(
      request.url === '/version' ? '{"gitVersion":"v1.34.4"}' : '{"metadata":{"resourceVersion":"1"},"items":[]}',
    );
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {server, port: (server.address() as AddressInfo).port};
}

async function stopped(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
