import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {diagnose} from '../../src/lib/diagnose/diagnose.ts';
import {rules} from '../../src/lib/rules/index.ts';
import {caseSet, casesIn, isPresent, json, objectsIn, snapshotOf} from '../support/cases.ts';

/** Objects of popeye's own tests, with what it must say of each. Codes of faults count, those of style do not. */

interface Expectation {
  readonly issues: Readonly<Record<string, {readonly messages: readonly string[]}>>;
}

/** Of the codes in popeye's docs/codes.md: references to what does not exist, selectors without pods, unbound volumes. */
const FAULTS = /^\[POP-(?:204|207|403|405|407|500|501|507|6\d\d|7\d\d|900|100[0-2]|110[0-5]|1300)\]/;

describe.skipIf(!isPresent('lint-objects'))('lint-objects', () => {
  test.each(casesIn('lint-objects', 'expected.json'))('%s', (name) => {
    const {issues} = json('lint-objects', name, 'expected.json') as Expectation;
    const folder = join(caseSet('lint-objects'), name, 'objects');
    const objects = readdirSync(folder).flatMap((file) => objectsIn(join(folder, file)));
    const {incidents} = diagnose(snapshotOf(objects), rules);
    const told = new Set(
      incidents.flatMap(({cause}) =>
        [cause.subject, ...cause.objects].map(({namespace, name: object}) =>
          namespace === undefined ? object : `${namespace}/${object}`,
        ),
      ),
    );
    const faulty = Object.entries(issues).filter(([, {messages}]) => messages.some((message) => FAULTS.test(message)));
    expect(faulty.map(([object]) => object).filter((object) => !told.has(object))).toEqual([]);
  });
});
