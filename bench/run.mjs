// `npm run bench [-- startup|doctor|top] [--rounds N]`: kdiag and kubectl in one run, turn by turn. Read the ratios; times
// change with the machine. Goals are printed, not enforced: a busy machine must not fail a build.
import {parseArgs} from 'node:util';
import {doctor} from './doctor.mjs';
import {findKubectl} from './lib/kubectl.mjs';
import {interleaved, summary} from './lib/measure.mjs';
import {startup} from './startup.mjs';
import {top} from './top.mjs';

const BENCHES = {startup, doctor, top};

const {values, positionals} = parseArgs({allowPositionals: true, options: {rounds: {type: 'string'}}});

const kubectl = findKubectl();
console.log(
  kubectl
    ? `kubectl ${kubectl.version}, Node ${process.version}`
    : 'No kubectl on PATH and no testbed: its rows are skipped, and with them all ratios.',
);

for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHES)) {
  const {title, rows, peer, rounds, remarks, end} = await BENCHES[name](kubectl);
  try {
    const costs = interleaved(rows, Number(values.rounds ?? rounds));
    const summaries = new Map(rows.map((row) => [row.name, summary(costs.get(row.name), costs.get(peer))]));
    print(title, rows, summaries);
    for (const remark of remarks?.(summaries) ?? []) console.log(remark);
  } finally {
    end();
  }
}

function print(title, rows, summaries) {
  const number = (value, digits) => (value === undefined ? '-' : value.toFixed(digits)).padStart(8);
  console.log(
    `\n${title}\n${''.padEnd(34)}${['ms', 'CPU ms', 'MB', 'wall', 'CPU', 'memory'].map((head) => head.padStart(8)).join('')}`,
  );
  for (const {name, goals = {}} of rows) {
    const {ms, cpuMs, rssMb, wall, cpu, rss} = summaries.get(name);
    const said = Object.entries(goals).map(([what, goal]) => verdict(what, summaries.get(name)[what], goal));
    console.log(
      `${name.padEnd(34)}${number(ms, 0)}${number(cpuMs, 0)}${number(rssMb, 0)}${number(wall, 2)}${number(cpu, 2)}${number(rss, 2)}  ${said.join(', ')}`,
    );
  }
}

function verdict(what, value, goal) {
  return `${what} goal ${goal}: ${value === undefined ? 'skipped' : value <= goal ? 'met' : 'missed'}`;
}
