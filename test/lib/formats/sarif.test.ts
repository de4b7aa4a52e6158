import {readFileSync} from 'node:fs';
import {Ajv} from 'ajv';
import addFormats from 'ajv-formats';
import {describe, expect, test} from 'vitest';
import sarif from '../../../src/lib/formats/sarif.ts';
import type {Report} from '../../../src/lib/model/report.ts';
import {hostileReport, incident, report} from '../../support/report.ts';

/** Draft 4, of which ajv knows all that this schema uses but how the draft and the id are named; one of its patterns is no /u. */
const {properties, definitions, required, type} = JSON.parse(
  readFileSync('test/fixtures/schemas/sarif-2.1.0.json', 'utf8'),
) as Record<string, unknown>;
const schema = {properties, definitions, required, type, additionalProperties: false};
const ajv = new Ajv({strict: false, allErrors: true, unicodeRegExp: false});
addFormats.default(ajv);
const isSarif = ajv.compile(schema);

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: string;
  readonly level: string;
  readonly message: {readonly text: string};
  readonly partialFingerprints: unknown;
  readonly locations: ReadonlyArray<{
    readonly physicalLocation: {readonly artifactLocation: {readonly uri: string}};
    readonly logicalLocations: unknown;
  }>;
}
interface Log {
  readonly runs: ReadonlyArray<{
    readonly tool: {readonly driver: {readonly rules: ReadonlyArray<{readonly id: string}>}};
    readonly results: readonly Result[];
    readonly invocations: ReadonlyArray<{readonly toolExecutionNotifications: unknown}>;
  }>;
}

const print = (some: Report): string => sarif.render(some);
const run = (some: Report) => (JSON.parse(print(some)) as Log).runs[0]!;
const gaps: Report['notChecked'] = [
  {rule: 'node-not-ready', gap: {what: 'nodes', why: 'forbidden', hint: 'ask'}},
  {gap: {what: 'kern.log of node a', why: 'timed out'}},
];

test.each([
  ['an incident', report()],
  ['none', report({incidents: []})],
  ['gaps', report({notChecked: gaps})],
  ['healed, without onset', report({incidents: [incident({active: false, since: undefined})]})],
  ['a bundle', report({origin: {kind: 'bundle', path: 'a.tar.zst'}})],
  ['hostile', hostileReport()],
])('%s is valid SARIF 2.1.0', (_, some) => {
  const printed = JSON.parse(print(some)) as unknown;
  isSarif(printed);
  expect(isSarif.errors ?? []).toEqual([]);
  expect(print(some)).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}\u2028\u2029]/u);
});

test('the schema would notice', () => {
  expect(isSarif({version: '2.1.0', runs: [{tool: {driver: {}}}]})).toBe(false);
});

describe('a result', () => {
  const [one] = run(report()).results;
  test('names the object as an address and as a path that code scanning takes', () => {
    expect(one?.locations).toEqual([
      {
        physicalLocation: {artifactLocation: {uri: 'shop/Deployment/db'}},
        logicalLocations: [{name: 'db', fullyQualifiedName: 'shop/Deployment/db', kind: 'resource'}],
      },
    ]);
  });
  test('is known again by the id of its incident', () => {
    expect(one?.partialFingerprints).toEqual({'kdiagIncident/v1': '0123456789abcdef'});
  });
  test('says what is wrong, what proves it and what to do', () => {
    expect(one?.message.text.split('\n')[0]).toBe('Deployment shop/db needs more memory than its limit of 256Mi');
    expect(one?.message.text).toContain('kernel Node node-2 2026-03-01T02:08:11Z: Memory cgroup out of memory');
    expect(one?.message.text).toContain('do: kubectl -n shop rollout undo deploy/db');
  });
});

test('a level is that of the severity, and none for what has healed', () => {
  const incidents = (['critical', 'high', 'medium', 'low', 'info'] as const).map((severity) => incident({severity}));
  const {results} = run(report({incidents: [...incidents, incident({active: false})]}));
  expect(results.map(({kind, level}) => `${kind} ${level}`)).toEqual([
    'fail error',
    'fail error',
    'fail warning',
    'fail note',
    'fail note',
    'informational none',
  ]);
});

test('a rule is described once, and its results point to it', () => {
  const {tool, results} = run(report({incidents: [incident(), incident({cause: {rule: 'b'}}), incident()]}));
  expect(tool.driver.rules.map(({id}) => id)).toEqual(['container-oom-killed', 'b']);
  expect(results.map(({ruleId, ruleIndex}) => [ruleId, ruleIndex])).toEqual([
    ['container-oom-killed', 0],
    ['b', 1],
    ['container-oom-killed', 0],
  ]);
});

test('what was not seen is told', () => {
  expect(run(report({notChecked: gaps})).invocations[0]?.toolExecutionNotifications).toEqual([
    {level: 'warning', message: {text: 'Not checked: nodes: forbidden (ask)'}, associatedRule: {id: 'node-not-ready'}},
    {level: 'warning', message: {text: 'Not seen: kern.log of node a: timed out'}},
  ]);
});
