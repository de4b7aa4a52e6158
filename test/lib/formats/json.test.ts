import {readFileSync} from 'node:fs';
import {Ajv2020} from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {describe, expect, test} from 'vitest';
import {parse, parseDocument} from 'yaml';
import json from '../../../src/lib/formats/json.ts';
import ndjson from '../../../src/lib/formats/ndjson.ts';
import yaml from '../../../src/lib/formats/yaml.ts';
import type {Report} from '../../../src/lib/model/report.ts';
import {effect, HOSTILE, hostileReport, incident, report, status} from '../../support/report.ts';

const ajv = new Ajv2020({strict: true, allErrors: true, strictRequired: false, strictTypes: false});
addFormats.default(ajv);
const isReport = ajv.compile(JSON.parse(readFileSync('schemas/report.v1.json', 'utf8')) as object);
const check = (value: unknown): unknown => (isReport(value) ? [] : isReport.errors);

const reports: ReadonlyArray<readonly [string, Report]> = [
  ['one incident', report()],
  ['none', report({incidents: []})],
  [
    'a bundle with gaps',
    report({
      origin: {kind: 'bundle', path: 'a.tar.zst'},
      notChecked: [
        {rule: 'x', gap: {what: 'nodes', why: 'forbidden'}},
        {gap: {what: 'logs', why: 'not captured', hint: 'h'}},
      ],
    }),
  ],
  ['healed, without onset', report({incidents: [incident({active: false, since: undefined})]})],
  ['hostile', hostileReport()],
];

const withoutAbsent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe.each(reports)('%s', (_, one) => {
  test('is the report, by its schema', () => {
    const printed = JSON.parse(json.render(one)) as unknown;
    expect(printed).toEqual(withoutAbsent(one));
    expect(check(printed)).toEqual([]);
  });
  test('is the same in YAML, read as 1.1 and as 1.2', () => {
    // YAML has no way to write half a character; JSON has.
    const expected = JSON.parse(JSON.stringify(one).replaceAll(/\\ud800/g, '�')) as unknown;
    for (const version of ['1.1', '1.2'] as const) expect(parse(yaml.render(one), {version})).toEqual(expected);
    expect(parseDocument(yaml.render(one)).errors).toEqual([]);
  });
  test('has one incident a line in NDJSON', () => {
    const lines = ndjson.render(one).split('\n').slice(0, -1);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(withoutAbsent(one.incidents));
  });
  test('shows a terminal nothing that it would obey', () => {
    for (const format of [json, yaml, ndjson])
      expect(format.render(one)).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}\u2028\u2029]/u);
  });
});

test('the schema refuses what is not promised', () => {
  const good = JSON.parse(json.render(report())) as Record<string, unknown>;
  for (const bad of [
    {...good, extra: 1},
    {...good, schema: 'kdiag.report/v2'},
    {...good, incidents: [{}]},
    {...good, origin: {kind: 'cloud'}},
  ])
    expect(check(bad)).not.toEqual([]);
  const wrong = JSON.parse(
    json.render(report({incidents: [incident({cause: {evidence: [{...status('a', 'b'), from: 'log'} as never]}})]})),
  ) as unknown;
  expect(check(wrong)).not.toEqual([]);
});

test('keys stand in one order, however the report was built', () => {
  const shuffled = {...report()};
  const turned = Object.fromEntries(Object.entries(shuffled).toReversed()) as unknown as Report;
  expect(json.render(turned)).toBe(json.render(shuffled));
  expect(Object.keys(JSON.parse(json.render(shuffled)) as object).slice(0, 6)).toEqual([
    'schema',
    'origin',
    'takenAt',
    'window',
    'scope',
    'incidents',
  ]);
});

test.each([
  'yes',
  'n',
  'off',
  '0o7',
  '012',
  '1e3',
  '12:30:45',
  '2026-03-01',
  '=',
  '<<',
  '~',
  'null',
  '- a',
  'a: b',
  '',
  ' ',
  '#x',
  '%x',
  '@x',
  '"',
  'a\nb\n',
  'a\r\n',
])('YAML keeps %j as text', (scope) => {
  const text = yaml.render(report({scope}));
  for (const version of ['1.1', '1.2'] as const) expect((parse(text, {version}) as Report).scope).toBe(scope);
});

test('YAML repeats what is shared rather than pointing to it', () => {
  const shared = effect({kind: 'Pod', namespace: 'a', name: 'b'}, 'c');
  expect(yaml.render(report({incidents: [incident({cause: {effects: [shared, shared]}})]}))).not.toMatch(/[&*]a\d/);
});

test('JSON spells what would reorder or hide text', () => {
  expect(json.render(report({scope: HOSTILE}))).toContain('evil\\u202egnp.exe\\u200b\\u009b31m\\ud800');
});
