import {describe, expect, test} from 'vitest';
import {decisive} from '../../../src/lib/views/evidence.ts';
import {isCommand} from '../../../src/lib/views/incident.ts';
import {reportView, type ReportViewOptions} from '../../../src/lib/views/report.ts';
import type {Block, Branch, Line} from '../../../src/lib/views/view.ts';
import type {Report} from '../../../src/lib/model/report.ts';
import {effect, event, incident, kernelLine, report, status} from '../../support/report.ts';

const textOf = (line: Line): string => line.map(({text}) => text).join('');
const view = (some: Partial<Report> = {}, options: Partial<ReportViewOptions> = {}) =>
  reportView(report(some), {explain: false, timeZone: 'UTC', ...options});
const only = <K extends Block['is']>(blocks: readonly Block[], is: K) =>
  blocks.filter((block): block is Extract<Block, {is: K}> => block.is === is);
const headline = (some: Partial<Report>, options: Partial<ReportViewOptions> = {}) =>
  only(view(some, options), 'headline').map(({left, right}) => [textOf(left), textOf(right)])[0];
const outline = (branches: readonly Branch[]): unknown =>
  branches.map(({body, branches: below}) => (below.length === 0 ? textOf(body) : [textOf(body), outline(below)]));

describe('the first line answers the question', () => {
  test('with what is wrong, where and when', () => {
    expect(headline({})).toEqual(['shop · 1 incident · 1 critical', 'prod-eu · v1.34.4 · 02:17:09 UTC']);
  });
  test('with counts of what is loud', () => {
    expect(
      headline({
        incidents: [incident(), incident({severity: 'high'}), incident({severity: 'low'}), incident({active: false})],
      })?.[0],
    ).toBe('shop · 3 incidents · 1 critical · 1 high · 1 healed');
  });
  test('all is well only where everything could be seen', () => {
    const gap = {what: 'nodes', why: 'forbidden'} as const;
    expect(headline({incidents: []})?.[0]).toBe('No incident found in shop.');
    expect(headline({incidents: [], scope: 'cluster'})?.[0]).toBe('No incident found in the cluster.');
    expect(headline({incidents: [], notChecked: [{gap}]})?.[0]).toBe(
      'No incident found in shop, as far as could be seen.',
    );
    expect(headline({incidents: [incident({active: false})]})?.[0]).toBe('Nothing is broken now in shop. · 1 healed');
  });
  test('a recording says its file and its day', () => {
    expect(headline({origin: {kind: 'bundle', path: '/tmp/a/incident.tar.zst'}})?.[1]).toBe(
      'incident.tar.zst · 2026-03-01 02:17:09 UTC',
    );
    expect(headline({}, {isKept: true})?.[1]).toBe('prod-eu · v1.34.4 · 2026-03-01 02:17:09 UTC');
  });
});

describe('evidence', () => {
  test('one witness of each kind is shown, the one that decides first', () => {
    const all = [
      kernelLine,
      status('db-0', 'OOMKilled'),
      status('db-1', 'OOMKilled'),
      event('db-0', 'BackOff', 'back-off'),
    ];
    expect(decisive(all)).toEqual([all[0], all[1], all[3]]);
  });
  test('a second of the same kind where there is no other', () => {
    const all = [status('db-0', 'a'), status('db-1', 'b'), status('db-2', 'c')];
    expect(decisive(all)).toEqual(all.slice(0, 2));
  });
  test('--explain shows all, and where to find it again', () => {
    const evidence = [status('db-0', 'a'), status('db-1', 'b'), status('db-2', 'c')];
    const incidents = [incident({cause: {evidence, changes: []}})];
    expect(only(view({incidents}, {explain: true}), 'facts')[0]?.facts.map(({quote}) => textOf(quote))).toEqual(
      evidence.map(({quote}) => `${quote}  (status.containerStatuses[db].lastState.terminated)`),
    );
    expect(textOf(only(view({incidents}), 'footer')[0]?.lines[1] ?? [])).toBe(
      '--explain: 1 more line of evidence, how to confirm, what was ruled out',
    );
  });
  test('an event says its reason and how often; a field that somebody wrote its path', () => {
    const evidence = [
      event('db-0', 'BackOff', 'restarting', 7),
      {
        from: 'object',
        ref: {kind: 'Deployment', namespace: 'shop', name: 'db'},
        path: 'spec.replicas',
        quote: '0',
      } as const,
    ];
    const facts = only(view({incidents: [incident({cause: {evidence, changes: []}})]}), 'facts')[0]?.facts;
    expect(facts?.map(({label, object, quote}) => [label, object, textOf(quote)])).toEqual([
      ['event', 'db-0', 'BackOff ×7: restarting'],
      ['object', 'Deployment db', 'spec.replicas: 0'],
    ]);
  });
});

describe('effects', () => {
  const pods = (number: number) =>
    Array.from({length: number}, (_, at) =>
      effect({kind: 'Pod', namespace: 'shop', name: `web-${at}`}, `Pod shop/web-${at} is not ready`),
    );
  const tree = (effects: Report['incidents'][number]['cause']['effects'], options: Partial<ReportViewOptions> = {}) =>
    only(view({incidents: [incident({cause: {effects}})]}, options), 'tree')[0]?.branches ?? [];

  test('hang under what caused them', () => {
    expect(outline(tree(incident().cause.effects))).toEqual([
      [
        'Service shop/db has no ready endpoint',
        [[expect.stringContaining('Deployment shop/api'), ['Ingress shop/web answers 503']]],
      ],
      'CronJob shop/report: 2 runs failed',
    ]);
  });
  test('many of one rule are counted, four are not', () => {
    expect(outline(tree(pods(15)))).toEqual([
      'Pod shop/web-0 is not ready',
      'Pod shop/web-1 is not ready',
      'Pod shop/web-2 is not ready',
      '12 more Pods',
    ]);
    expect(tree(pods(4))).toHaveLength(4);
    expect(tree(pods(15), {explain: true})).toHaveLength(15);
  });
  test('what is counted is told by kind', () => {
    const mixed = [
      ...pods(4),
      effect({kind: 'Ingress', namespace: 'shop', name: 'web'}, 'Ingress shop/web'),
      effect({kind: 'Ingress', namespace: 'shop', name: 'api'}, 'Ingress shop/api'),
    ];
    expect(outline(tree(mixed))).toContain('1 more Pod, 2 more Ingresses');
  });
  test('a summary that does not name its object is helped', () => {
    expect(outline(tree([effect({kind: 'Node', name: 'node-1'}, 'is not ready')]))).toEqual([
      'Node node-1: is not ready',
    ]);
  });
  test('an age is told where it is not that of the cause', () => {
    const [young] = tree([
      {...effect({kind: 'Pod', namespace: 'shop', name: 'a'}, 'a'), since: '2026-03-01T02:16:09Z'},
    ]);
    expect([young?.aside.text, tree(pods(1))[0]?.aside.text]).toEqual(['60s', '']);
  });
});

test('what has healed is told in a line and asks for nothing', () => {
  const blocks = view({incidents: [incident({active: false, cause: {effects: [], changes: []}})]});
  expect(blocks.map(({is}) => is)).toEqual(['headline', 'heading', 'facts', 'footer']);
  expect(only(blocks, 'heading')[0]?.label.text).toBe('healed');
  expect(only(blocks, 'facts')[0]?.facts).toHaveLength(1);
});

describe('what was not seen', () => {
  const notes = (notChecked: Report['notChecked'], explain = false) =>
    only(view({notChecked}, {explain}), 'notes').flatMap(({items}) =>
      items.map(({label, body}) => `${label.text}|${textOf(body)}`),
    );

  test('is told once for each reason', () => {
    const forbidden = ['a', 'b', 'c', 'd', 'e', 'f'].map((what) => ({
      rule: `needs-${what}`,
      gap: {what, why: 'forbidden', hint: `to see whether you may: kubectl auth can-i list ${what}`} as const,
    }));
    const late = {gap: {what: 'stats/summary of node n', why: 'timed out', hint: 'the node is slow'} as const};
    expect(notes([...forbidden, ...forbidden, late])).toEqual([
      'not seen|forbidden: a, b, c, d and 2 more (--explain)',
      '|timed out: stats/summary of node n (the node is slow)',
    ]);
    expect(notes(forbidden, true)).toEqual(['not seen|forbidden: a, b, c, d, e, f']);
  });
  test('a single one says what to do about it', () => {
    expect(
      notes([{gap: {what: 'nodes', why: 'forbidden', hint: 'to see whether you may: kubectl auth can-i list nodes'}}]),
    ).toEqual(['not seen|forbidden: nodes (to see whether you may: kubectl auth can-i list nodes)']);
  });
  test('many reasons are capped', () => {
    const many = Array.from({length: 9}, (_, at) => ({gap: {what: `x${at}`, why: 'failed', hint: `h${at}`} as const}));
    expect(notes(many).at(-1)).toBe('|and 3 more reasons (--explain)');
    expect(notes(many, true)).toHaveLength(9);
  });
  test('lowers the number of rules that were checked', () => {
    const gap = {what: 'nodes', why: 'forbidden'} as const;
    expect(
      textOf(
        only(view({notChecked: [{rule: 'a', gap}, {rule: 'b', gap}, {gap}], suppressed: 2}), 'footer')[0]?.lines[0] ??
          [],
      ),
    ).toBe(
      'checked 72 of 74 rules over 31 pods on 2 nodes · 41 requests, 892 KiB · 2 incidents left out by --severity or --category',
    );
  });
});

test.each([
  ['kubectl -n shop rollout undo deploy/db', true],
  ['find the leak when use only ever grows', false],
  ['kubectl create configmap x, or correct the name', false],
  ['kubectl describe pod <pod>: last state OOMKilled', false],
])('"%s" can be copied: %s', (text, is) => {
  expect(isCommand(text)).toBe(is);
});
