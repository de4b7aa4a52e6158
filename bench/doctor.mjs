import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {root} from '../scripts/lib/root.mjs';

const SMALL = 10_000;
const LARGE = 20_000;
const NODES = 500;

/** A whole diagnosis against one plain list of the same pods, and what twice the pods cost in memory. */
export async function doctor(kubectl) {
  const home = mkdtempSync(join(tmpdir(), 'kdiag-bench-'));
  const [small, large] = await Promise.all([serve(home, SMALL), serve(home, LARGE)]);
  const env = {HOME: home, XDG_CACHE_HOME: join(home, 'cache')};
  const kdiag = (config) => [
    process.execPath,
    join(root, 'bin/run.js'),
    'doctor',
    '--kubeconfig',
    config,
    '-o',
    'json',
  ];
  return {
    title: `${SMALL} pods on ${NODES} nodes (plain HTTP on this machine, gzip as asked for)`,
    rounds: 3,
    peer: 'kubectl get pods -A -o json',
    rows: [
      ...(kubectl
        ? [
            {
              name: 'kubectl get pods -A -o json',
              command: [kubectl.file, '--kubeconfig', small.config, 'get', 'pods', '-A', '-o', 'json'],
              env,
            },
          ]
        : []),
      {
        name: `kdiag doctor, ${SMALL} pods`,
        command: kdiag(small.config),
        env,
        codes: [0, 1],
        goals: {wall: 0.3, rss: 0.5},
      },
      {name: `kdiag doctor, ${LARGE} pods`, command: kdiag(large.config), env, codes: [0, 1]},
    ],
    remarks: (summaries) => {
      const [a, b] = [SMALL, LARGE].map((pods) => summaries.get(`kdiag doctor, ${pods} pods`)?.rssMb);
      const growth = ((b - a) / (LARGE - SMALL)) * 1000;
      return [`memory grows ${growth.toFixed(2)} MB per 1,000 pods (goal 1.5: ${growth <= 1.5 ? 'met' : 'missed'})`];
    },
    end: () => {
      small.server.kill();
      large.server.kill();
      rmSync(home, {recursive: true, force: true});
    },
  };
}

async function serve(home, pods) {
  const server = spawn(
    process.execPath,
    [join(root, 'bench/server.mjs'), '--pods', String(pods), '--nodes', String(NODES)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [address] = await once(server.stdout, 'data');
  mkdirSync(home, {recursive: true});
  const config = join(home, `kubeconfig-${pods}`);
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
