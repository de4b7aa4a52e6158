import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {root} from '../scripts/lib/root.mjs';

const PODS = 50_000;
const NODES = 500;

/** The same table by both from the same server, which speaks JSON only: kubectl asks for protobuf and takes what comes. */
export async function top(kubectl) {
  const home = mkdtempSync(join(tmpdir(), 'kdiag-bench-'));
  const {server, config} = await serve(home);
  const env = {HOME: home, XDG_CACHE_HOME: join(home, 'cache'), NO_COLOR: '1'};
  const kdiag = (...args) => [process.execPath, join(root, 'bin/run.js'), 'top', ...args, '--kubeconfig', config];
  const peer = 'kubectl top pods -A';
  return {
    title: `use of ${PODS} pods (plain HTTP on this machine, gzip as asked for)`,
    rounds: 5,
    peer,
    rows: [
      ...(kubectl ? [{name: peer, command: [kubectl.file, '--kubeconfig', config, 'top', 'pods', '-A'], env}] : []),
      {name: 'kdiag top pods -A', command: kdiag('pods', '-A'), env, goals: {wall: 0.4, rss: 0.9}},
      {name: 'kdiag top pods -A --sort-by', command: kdiag('pods', '-A', '--sort-by', 'memory,cpu'), env},
      {name: 'kdiag top pods -A -o csv', command: kdiag('pods', '-A', '-o', 'csv'), env},
      {name: 'kdiag top nodes', command: kdiag('nodes'), env},
    ],
    end: () => {
      server.kill();
      rmSync(home, {recursive: true, force: true});
    },
  };
}

async function serve(home) {
  const server = spawn(
    process.execPath,
    [join(root, 'bench/usage-server.mjs'), '--pods', String(PODS), '--nodes', String(NODES)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [address] = await once(server.stdout, 'data');
  const config = join(home, 'kubeconfig');
  const name = 'bench';
  writeFileSync(
    config,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': name,
      clusters: [{name, cluster: {server: String(address).trim()}}],
      contexts: [{name, context: {cluster: name, user: name}}],
      users: [{name, user: {token: 'bench'}}],
    }),
  );
  return {server, config};
}
