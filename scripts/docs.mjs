/**
 * Writes docs/rules/ from the rules themselves; with --check, compares instead and exits 1 where a page is stale.
 * A page nobody has to keep by hand cannot drift from what the rule does.
 */
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import * as prettier from 'prettier';
import {rules} from '../src/lib/rules/index.ts';

const FOLDER = path.resolve(import.meta.dirname, '../docs/rules');

const list = (items) => items.map((item) => `- ${item}`).join('\n');
const section = (title, body) => (body === '' ? '' : `\n## ${title}\n\n${body}\n`);
/** Angle brackets are placeholders in our texts, not HTML. */
const escaped = (text) => text.replaceAll(/<(?=[^>]*>)/g, '\\<');
const link = (name) => (name.startsWith('#') ? `every rule tagged \`${name.slice(1)}\`` : `[${name}](${name}.md)`);

function page(name, rule) {
  const facts = [
    `**Category** ${rule.category}`,
    `**Severity** ${rule.severity}`,
    `**Needs** ${rule.needs.join(', ') || 'nothing'}`,
    ...(rule.tags?.length ? [`**Shows as** ${rule.tags.join(', ')}`] : []),
  ];
  return [
    `# ${name}\n\n${escaped(rule.title)}.\n\n${facts.join(' · ')}\n`,
    section('Why it matters', escaped(rule.why)),
    section('How to confirm', list(rule.confirm.map(escaped))),
    section('How to fix', list(rule.fix.map(escaped))),
    section(
      'What it explains',
      list((rule.explains ?? []).map(({rule: other, via}) => `${link(other)}, via _${via}_`)),
    ),
    section('Log lines it reads', list((rule.patterns ?? []).map((one) => `\`${one}\``))),
    section('Sources', list((rule.sources ?? []).map((one) => (/^https?:/.test(one) ? `<${one}>` : one)))),
  ].join('');
}

function index() {
  const byCategory = Map.groupBy(Object.entries(rules), ([, {category}]) => category);
  const tables = [...byCategory]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([category, members]) =>
        `\n## ${category}\n\n| rule | severity | what it says |\n| --- | --- | --- |\n${members.map(([name, {severity, title}]) => `| [${name}](${name}.md) | ${severity} | ${escaped(title)} |`).join('\n')}\n`,
    );
  return `# Rules\n\nGenerated from \`src/lib/rules/\` by \`npm run generate\`. ${String(Object.keys(rules).length)} rules.\n${tables.join('')}`;
}

const pages = new Map([
  ['README.md', index()],
  ...Object.entries(rules).map(([name, rule]) => [`${name}.md`, page(name, rule)]),
]);
const wanted = new Map(
  await Promise.all([...pages].map(async ([file, text]) => [file, await prettier.format(text, {parser: 'markdown'})])),
);

if (process.argv.includes('--check')) {
  const there = existsSync(FOLDER) ? readdirSync(FOLDER) : [];
  const stale = [...wanted]
    .filter(([file, text]) => !there.includes(file) || readFileSync(path.join(FOLDER, file), 'utf8') !== text)
    .map(([file]) => file);
  const extra = there.filter((file) => !wanted.has(file));
  for (const file of [...stale, ...extra]) console.error(`docs/rules/${file} is stale: npm run generate`);
  process.exitCode = stale.length + extra.length > 0 ? 1 : 0;
} else {
  rmSync(FOLDER, {recursive: true, force: true});
  mkdirSync(FOLDER, {recursive: true});
  for (const [file, text] of wanted) writeFileSync(path.join(FOLDER, file), text);
}
