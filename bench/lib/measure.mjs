import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {root} from '../../scripts/lib/root.mjs';

const WAIT4 = join(root, 'bench/lib/wait4.py');

/**
 * Runs each row once per round, so that whatever else the machine does hits all of them alike, and keeps what each run
 * cost. A row: `{name, command, env, before}`. The first round only warms up.
 */
export function interleaved(rows, rounds) {
  const costs = new Map(rows.map(({name}) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const {name, command, env = {}, before, codes = [0]} of rows) {
      before?.();
      const cost = once(command, env);
      if (!codes.includes(cost.code)) throw new Error(`${command.join(' ')} ended with ${cost.code}`);
      if (round > 0) costs.get(name).push(cost);
    }
  }
  return costs;
}

function once(command, env) {
  const {status, stdout, stderr, error} = spawnSync('python3', [WAIT4, '/dev/null', ...command], {
    encoding: 'utf8',
    env: {...process.env, ...env},
  });
  if (error !== undefined || status !== 0) throw new Error(`python3 is needed to measure: ${error?.message ?? stderr}`);
  return JSON.parse(stdout);
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Medians of a row, and medians of its per-round ratios to the peer: rounds differ, their ratios hardly. */
export function summary(costs, peerCosts) {
  const of = (what) => median(costs.map((cost) => cost[what]));
  const ratio = (what) => median(costs.map((cost, round) => cost[what] / peerCosts[round][what]));
  return {
    ms: of('ms'),
    cpuMs: of('cpuMs'),
    rssMb: of('rssMb'),
    ...(peerCosts === undefined ? {} : {wall: ratio('ms'), cpu: ratio('cpuMs'), rss: ratio('rssMb')}),
  };
}
