import {describe, expect, test} from 'vitest';
import {code, prose} from '../../../src/lib/formats/_markdown.ts';
import markdown from '../../../src/lib/formats/markdown.ts';
import {hostileReport, incident, report} from '../../support/report.ts';

test('a report to paste into an issue', () => {
  expect(markdown.render(report(), {explain: false, colour: false, width: 80, timeZone: 'UTC'})).toMatchInlineSnapshot();
});

describe('code', () => {
  test.each([
    ['plain', '`plain`'],
    ['a `b` c', '``a `b` c``'],
    ['`', '`` ` ``'],
    ['``` fence', '```` ``` fence ````'],
    [' x ', '`  x  `'],
  ])('%s', (text, written) => {
    expect(code(text)).toBe(written);
  });
});

describe('prose', () => {
  test.each([
    ['Deployment shop/db_main needs 4 of 4', 'Deployment shop/db_main needs 4 of 4'],
    ['<b>x</b> *y* [z](u)', '\\<b\\>x\\</b\\> \\*y\\* \\[z\\](u)'],
    ['ask @everyone about #12', 'ask `@everyone` about `#12`'],
    ['see https://evil.example and www.evil.example', 'see `https://evil.example` and `www.evil.example`'],
    ['# no heading', '\\# no heading'],
    ['- no list', '\\- no list'],
    ['1. no list', '1\\. no list'],
    ['&amp; |', '\\&amp; \\|'],
  ])('%s', (text, written) => {
    expect(prose(text)).toBe(written);
  });
});

test('a hostile cluster gets no HTML, no mention and no control through', () => {
  const text = markdown.render(hostileReport(), {explain: true, colour: false, width: 80, timeZone: 'UTC'});
  expect(text).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}\u2028\u2029]/u);
  // What is left outside of code spans, as CommonMark finds them: a run of backticks to the next run of that length.
  const outside = text.replaceAll(/\\[\\`]/g, '').replaceAll(/(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/g, '');
  expect(outside).not.toMatch(/(?<!\\)<|@/);
});

test('a healed incident says so', () => {
  expect(markdown.render(report({incidents: [incident({active: false})]}), {explain: false, colour: false, width: 80, timeZone: 'UTC'})).toContain('### healed: Deployment shop/db');
});
