import {describe, expect, test} from 'vitest';
import {code, prose} from '../../../src/lib/formats/_markdown.ts';
import markdown from '../../../src/lib/formats/markdown.ts';
import {hostileReport, incident, report} from '../../support/report.ts';

test('a report to paste into an issue', () => {
  expect(markdown.render(report(), {explain: false, colour: false, width: 80, timeZone: 'UTC'})).toMatchInlineSnapshot(`
    "## shop · 1 incident · 1 critical

    prod-eu · v1.34.4 · 2026-03-01 02:17:09 UTC

    ### CRITICAL: Deployment shop/db needs more memory than its limit of 256Mi (8m58s)

    - **kernel** \`node-2\` 02:08:11: \`Memory cgroup out of memory: Killed process 8812 (postgres) total-vm:1223212kB, anon-rss:251904kB, file-rss:1024kB, shmem-rss:0kB, UID:999 pgtables:812kB oom_score_adj:968\`
    - **status** \`db-0\` 02:08:11: \`OOMKilled, exit 137, 6 restarts\`
    - **metric** \`db-0\` 02:08:05: \`working set 255Mi of 256Mi\`
    - **changed** 02:03:00: \`image shop/db:14 → shop/db:15\`

    Because of it:

    - Service shop/db has no ready endpoint
      - Deployment shop/api: 4 of 4 pods crash, "dial tcp 10.96.3.7:5432: connect: connection refused"
        - Ingress shop/web answers 503
    - CronJob shop/report: 2 runs failed

    - **do** \`kubectl -n shop rollout undo deploy/db\`
    - **or** \`kubectl -n shop set resources deploy/db --limits=memory=384Mi\`

    checked 74 rules over 31 pods on 2 nodes · 41 requests, 892 KiB
    "
  `);
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
  expect(
    markdown.render(report({incidents: [incident({active: false})]}), {
      explain: false,
      colour: false,
      width: 80,
      timeZone: 'UTC',
    }),
  ).toContain('### healed: Deployment shop/db');
});
