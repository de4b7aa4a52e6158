/**
 * Paints the recorded incident as the README shows it: docs/pictures/doctor.svg, from what the program really prints.
 * `npm run generate` runs it; with --check it compares.
 */
import {spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');
const PICTURE = path.join(ROOT, 'docs/pictures/doctor.svg');
const COLUMNS = 112;
const CELL = {width: 8.4, height: 19};
const PAD = 18;

/** SGR codes that our formats use, as fills on a dark ground. */
const FILL = {31: '#ff7b72', 33: '#e3b341', 32: '#7ee787', 36: '#79c0ff', 90: '#8b949e', 2: '#8b949e'};
const PLAIN = '#c9d1d9';

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function spans(line) {
  const out = [];
  let fill = PLAIN;
  let bold = false;
  for (const part of line.split(/(\u001B\[[\d;]*m)/)) {
    const codes = /^\u001B\[([\d;]*)m$/.exec(part)?.[1]?.split(';').map(Number);
    if (codes === undefined) {
      if (part !== '') out.push({text: part, fill, bold});
      continue;
    }
    for (const code of codes) {
      if (code === 0 || code === 39) fill = PLAIN;
      if (code === 0 || code === 22) bold = false;
      if (code === 22) fill = PLAIN;
      if (code === 1) bold = true;
      if (FILL[code] !== undefined) fill = FILL[code];
    }
  }
  return out;
}

function painted(text) {
  const lines = text.trimEnd().split('\n');
  const rows = lines.map((line, at) => {
    const inner = spans(line)
      .map(
        ({text: said, fill, bold}) =>
          `<tspan fill="${fill}"${bold ? ' font-weight="bold"' : ''}>${escaped(said)}</tspan>`,
      )
      .join('');
    return `<text x="${PAD}" y="${PAD + 14 + at * CELL.height}" xml:space="preserve">${inner}</text>`;
  });
  const [width, height] = [PAD * 2 + COLUMNS * CELL.width, PAD * 2 + lines.length * CELL.height];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14">\n<rect width="100%" height="100%" rx="8" fill="#0d1117"/>\n${rows.join('\n')}\n</svg>\n`;
}

const run = spawnSync(
  process.execPath,
  [path.join(ROOT, 'bin/run.js'), 'doctor', '--from', 'test/fixtures/incidents/demo'],
  {cwd: ROOT, encoding: 'utf8', env: {...process.env, FORCE_COLOR: '1', NO_COLOR: '', COLUMNS: String(COLUMNS)}},
);
if (run.stdout === '') throw new Error(run.stderr);
const picture = painted(run.stdout);
if (process.argv.includes('--check')) {
  if (readFileSync(PICTURE, 'utf8') !== picture) {
    console.error('docs/pictures/doctor.svg is stale: npm run generate');
    process.exitCode = 1;
  }
} else {
  mkdirSync(path.dirname(PICTURE), {recursive: true});
  writeFileSync(PICTURE, picture);
}
