import {describe, expect, test} from 'vitest';
import text from '../../../src/lib/formats/text.ts';
import type {Report} from '../../../src/lib/model/report.ts';
import type {RenderOptions} from '../../../src/lib/formats/_format.ts';
import {effect, event, hostileReport, incident, report, status} from '../../support/report.ts';

const render = (some: Report, options: Partial<RenderOptions> = {}): string => text.render(some, {explain: false, colour: false, width: 80, timeZone: 'UTC', ...options});

const web = {kind: 'Deployment', namespace: 'shop', name: 'web'};
const pod = 'web-7d9f8c9bd5-x2lpq';
const image = 'registry.example.com/shop/web:9.99';
const busy = report({
  incidents: [
    incident(),
    incident({
      severity: 'high',
      since: '2026-02-28T20:00:00Z',
      cause: {
        subject: web,
        summary: `Deployment shop/web cannot pull ${image}: its registry has no such tag`,
        changes: [],
        effects: Array.from({length: 15}, (_, at) => effect({kind: 'Pod', namespace: 'shop', name: `web-${at}`}, `Pod shop/web-${at} is not ready`)),
        evidence: [
          event(pod, 'Failed', `Failed to pull image "${image}": rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`, 4),
          status(pod, `ImagePullBackOff: Back-off pulling image "${image}"`),
        ],
        advice: {why: '', confirm: [], fix: [`kubectl -n shop set image deployment/web web=registry.example.com/shop/web:9.98`]},
      },
    }),
    incident({active: false, severity: 'low', since: '2026-02-25T00:00:00Z', cause: {subject: {kind: 'Pod', namespace: 'media', name: 'encoder'}, summary: 'Pod media/encoder was out of memory', changes: [], effects: [], evidence: [status('encoder', 'OOMKilled, exit 137, 1 restart', '2026-02-25T00:00:00Z')]}}),
  ],
  notChecked: ['nodes', 'persistentvolumes', 'storageclasses', 'csinodes', 'leases', 'priorityclasses'].map((what) => ({rule: `needs-${what}`, gap: {what, why: 'forbidden', hint: `to see whether you may: kubectl auth can-i list ${what}`}})),
});

describe('a report', () => {
  test('in 80 columns', () => {
    expect(render(busy)).toMatchInlineSnapshot();
  });

  test('in 140 columns', () => {
    expect(render(busy, {width: 140})).toMatchInlineSnapshot();
  });

  test('explained', () => {
    expect(render(report(), {explain: true, width: 100})).toMatchInlineSnapshot();
  });

  test('of a healthy place', () => {
    expect(render(report({incidents: []}))).toMatchInlineSnapshot();
  });

  test('of somebody who means harm', () => {
    expect(render(hostileReport(), {width: 100})).toMatchInlineSnapshot();
  });
});

test('colour adds escape codes and nothing else', () => {
  const painted = render(busy, {colour: true});
  expect(painted).toContain('\u001B[31m');
  expect(painted.replaceAll(/\u001B\[\d+m/g, '')).toBe(render(busy));
});

describe('nothing of a hostile cluster reaches the terminal', () => {
  test.each([{}, {explain: true}, {width: 20}, {width: 500, explain: true}])('%j', (options) => {
    expect(render(hostileReport(), options)).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}\u2028\u2029]/u);
    // With colour, only our own: select graphic rendition.
    expect(render(hostileReport(), {...options, colour: true}).replaceAll(/\u001B\[\d+m/g, '')).not.toMatch(/[^\P{Cc}\n]/u);
  });
});

test('no line is wider than the terminal, names and commands aside', () => {
  for (const width of [60, 80, 120]) for (const line of render(busy, {width}).split('\n')) if (!line.includes('kubectl')) expect(line.length, line).toBeLessThanOrEqual(width);
});

test('a command is never broken', () => {
  const fix = `kubectl -n shop set image deployment/web ${'container=image:tag '.repeat(20)}`.trim();
  expect(render(report({incidents: [incident({cause: {advice: {why: '', confirm: [], fix: [fix]}}})]}))).toContain(fix);
});

test('a name is never cut', () => {
  const name = `api-${'long'.repeat(40)}`;
  const shown = render(report({incidents: [incident({cause: {subject: {...web, name}, summary: `Deployment shop/${name} is down`, evidence: [status(name, 'gone')]}})]}));
  expect(shown.match(new RegExp(name, 'g'))).toHaveLength(2);
});
