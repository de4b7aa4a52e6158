import type {Incident, Report} from '../model/report.ts';
import {printable} from '../parse/printable.ts';
import {named} from '../views/words.ts';
import type {Format} from './_format.ts';
import {gapLine, proofLines} from './_sentences.ts';
import {element, text} from './_xml.ts';

/**
 * For CI: every active incident is a failure (`--severity` says from where on), a rule that could not be checked is
 * skipped, and where nothing is wrong one test passes. Valid for Jenkins (junit-10.xsd) and for Ant's stricter schema,
 * which wants `properties`, both outputs and a time without a zone.
 */
export default {
  extension: 'xml',
  contentType: 'application/xml; charset=utf-8',
  render: (report) => `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', {}, [suite(report)])}\n`,
} satisfies Format;

const CLASS = 'kdiag.doctor';

interface Test {
  readonly is: 'failure' | 'skipped' | 'passed';
  readonly xml: string;
}

function suite(report: Report): string {
  const tests = testsOf(report);
  const number = (is: Test['is']): string => String(tests.filter((one) => one.is === is).length);
  const gaps = report.notChecked.filter(({rule}) => rule === undefined).map((one) => `not seen: ${gapLine(one)}`);
  return element(
    'testsuite',
    {
      id: '0',
      name: 'kdiag doctor',
      package: 'kdiag',
      hostname: printable(report.origin.context ?? 'localhost').trim() || 'localhost',
      timestamp: report.takenAt.slice(0, 19),
      time: '0',
      tests: String(tests.length),
      failures: number('failure'),
      errors: '0',
      skipped: number('skipped'),
    },
    [
      properties(report),
      ...tests.map(({xml}) => xml),
      element('system-out', {}, [text(gaps.join('\n'))], ''),
      element('system-err', {}, []),
    ],
  );
}

function properties({scope, origin, takenAt, counts, coverage}: Report): string {
  const all = {
    scope,
    context: origin.context,
    bundle: origin.path,
    version: origin.version,
    takenAt,
    rules: String(counts.rules),
    coverage: String(coverage),
  };
  const known = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [element('property', {name, value: printable(value)}, [])],
  );
  return element('properties', {}, known);
}

function testsOf({incidents, notChecked, scope}: Report): readonly Test[] {
  const skipped = notChecked.flatMap((one) =>
    one.rule === undefined
      ? []
      : [test('skipped', `rule ${one.rule} can be checked`, element('skipped', {message: gapLine(one)}, []))],
  );
  const tests = [...incidents.map(incidentTest), ...skipped];
  return incidents.some(({active}) => active) ? tests : [test('passed', `nothing is wrong in ${scope}`), ...tests];
}

function incidentTest({severity, active, cause, ...incident}: Incident): Test {
  const name = `${named(cause.subject)}: ${cause.title}`;
  if (!active) return test('passed', `${name} (healed)`);
  const body = proofLines({severity, active, cause, ...incident}).join('\n');
  return test(
    'failure',
    name,
    element(
      'failure',
      {type: printable(cause.rule), message: `${severity}: ${printable(cause.summary)}`},
      [text(body)],
      '',
    ),
  );
}

/** Names are tokens: no space at the ends, none twice. */
const token = (words: string): string => printable(words).replaceAll(/\s+/g, ' ').trim();

const test = (is: Test['is'], name: string, outcome?: string): Test => ({
  is,
  xml: element('testcase', {classname: CLASS, name: token(name), time: '0'}, outcome === undefined ? [] : [outcome]),
});
