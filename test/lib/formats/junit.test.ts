import {describe, expect, test} from 'vitest';
import junit from '../../../src/lib/formats/junit.ts';
import type {Report} from '../../../src/lib/model/report.ts';
import {hostileReport, incident, report} from '../../support/report.ts';
import {readXml, type Xml} from '../../support/xml.ts';

const read = (some: Report): Xml => readXml(junit.render(some));
const suiteOf = (some: Report): Xml => read(some).children[0]!;
const testsOf = (some: Report): readonly Xml[] => suiteOf(some).children.filter(({name}) => name === 'testcase');

/**
 * What both schemas in use allow: Jenkins' junit-10.xsd and Ant's JUnit.xsd, which asks for more (a package and an id, a
 * time without a zone, properties first and both outputs last, at most one outcome, no attributes on the root).
 */
const SHAPES: Readonly<
  Record<string, {readonly attributes: Readonly<Record<string, RegExp>>; readonly children: RegExp}>
> = {
  testsuites: {attributes: {}, children: /^(testsuite )*$/},
  testsuite: {
    attributes: {
      id: /^\d+$/,
      name: /^\S.*\S$/,
      package: /^\S+$/,
      hostname: /^\S(.*\S)?$/,
      timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/,
      time: /^\d+(\.\d+)?$/,
      tests: /^\d+$/,
      failures: /^\d+$/,
      errors: /^\d+$/,
      skipped: /^\d+$/,
    },
    children: /^properties (testcase )*system-out system-err $/,
  },
  properties: {attributes: {}, children: /^(property )*$/},
  property: {attributes: {name: /^\S+$/, value: /^/}, children: /^$/},
  testcase: {
    attributes: {name: /^\S(.*\S)?$/, classname: /^\S+$/, time: /^\d+(\.\d+)?$/},
    children: /^((skipped|error|failure) )?$/,
  },
  failure: {attributes: {type: /^/, message: /^/}, children: /^$/},
  skipped: {attributes: {message: /^/}, children: /^$/},
  'system-out': {attributes: {}, children: /^$/},
  'system-err': {attributes: {}, children: /^$/},
};

function faults({name, attributes, children}: Xml): readonly string[] {
  const shape = SHAPES[name];
  if (shape === undefined) return [`<${name}> is unknown`];
  const missing = Object.keys(shape.attributes)
    .filter((key) => !(key in attributes))
    .map((key) => `<${name}> lacks ${key}`);
  const wrong = Object.entries(attributes)
    .filter(([key, value]) => shape.attributes[key]?.test(value) !== true)
    .map(([key, value]) => `<${name}> ${key}="${value}"`);
  const order = children.map((child) => `${child.name} `).join('');
  return [
    ...missing,
    ...wrong,
    ...(shape.children.test(order) ? [] : [`<${name}> holds ${order}`]),
    ...children.flatMap(faults),
  ];
}

const gaps: Report['notChecked'] = [
  {rule: 'node-not-ready', gap: {what: 'nodes', why: 'forbidden', hint: 'ask <somebody>'}},
  {gap: {what: 'kern.log', why: 'timed out'}},
];

test.each([
  ['an incident', report()],
  ['none', report({incidents: []})],
  ['gaps', report({notChecked: gaps})],
  ['healed only', report({incidents: [incident({active: false})]})],
  ['a bundle', report({origin: {kind: 'bundle', path: 'a.tar.zst'}})],
  ['hostile', hostileReport()],
])('%s is what CI servers read', (_, some) => {
  expect(faults(read(some))).toEqual([]);
  const {attributes} = suiteOf(some);
  const tests = testsOf(some);
  const having = (outcome: string): number => tests.filter(({children}) => children[0]?.name === outcome).length;
  expect([attributes['tests'], attributes['failures'], attributes['skipped']]).toEqual(
    [tests.length, having('failure'), having('skipped')].map(String),
  );
});

describe('a test', () => {
  test('that fails is an incident, with what proves it', () => {
    const [one] = testsOf(report());
    expect(one?.attributes['name']).toBe(
      'Deployment shop/db: A container was killed because it used more memory than its limit',
    );
    expect(one?.children[0]?.attributes).toEqual({
      type: 'container-oom-killed',
      message: 'critical: Deployment shop/db needs more memory than its limit of 256Mi',
    });
    expect(one?.children[0]?.text).toContain('kernel Node node-2 2026-03-01T02:08:11Z: Memory cgroup out of memory');
  });
  test('keeps its name while the numbers in the summary change', () => {
    const [a, b] = ['6 restarts', '7 restarts'].map(
      (summary) => testsOf(report({incidents: [incident({cause: {summary}})]}))[0],
    );
    expect(a?.attributes['name']).toBe(b?.attributes['name']);
  });
  test('that is skipped is a rule that could not be checked', () => {
    const skipped = testsOf(report({notChecked: gaps})).filter(({children}) => children[0]?.name === 'skipped');
    expect(skipped.map(({attributes, children}) => [attributes['name'], children[0]?.attributes['message']])).toEqual([
      ['rule node-not-ready can be checked', 'nodes: forbidden (ask <somebody>)'],
    ]);
    expect(suiteOf(report({notChecked: gaps})).children.find(({name}) => name === 'system-out')?.text).toContain(
      'not seen: kern.log: timed out',
    );
  });
  test('that passes says that nothing is wrong, or what has healed', () => {
    expect(testsOf(report({incidents: [incident({active: false})]})).map(({attributes}) => attributes['name'])).toEqual(
      ['nothing is wrong in shop', expect.stringMatching(/\(healed\)$/)],
    );
  });
});

test.each(['<a>', '<a b="1" b="2"/>', '<a>&nbsp;</a>', '<a>\u0000</a>', '<a/><b/>', '<a b="<"/>'])(
  'the reader of these tests refuses %j',
  (source) => {
    expect(() => readXml(source)).toThrow();
  },
);
