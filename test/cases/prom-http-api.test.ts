import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {answerIn} from '../../src/lib/stores/prometheus/answer.ts';
import {Prometheus} from '../../src/lib/stores/prometheus.ts';
import {caseSet, casesIn, isPresent, json} from '../support/cases.ts';

const SET = 'prom-http-api';

interface Expected {
  readonly status: string;
  readonly resultType?: string;
  readonly series?: number;
  readonly items?: number;
  readonly activeTargets?: number;
  readonly health?: Readonly<Record<string, number>>;
}

const body = (name: string): string => readFileSync(join(caseSet(SET), name, 'response.json'), 'utf8');
const expected = (name: string): Expected => json(SET, name, 'expected.json') as Expected;
const store = (name: string): Prometheus => new Prometheus(async () => body(name));

describe.skipIf(!isPresent(SET))('documented answers of the HTTP API', () => {
  it.each(casesIn(SET, 'response.json'))('%s is opened', (name) => {
    expect(expected(name).status).toBe('success');
    const {data} = answerIn(body(name), name);
    expect(data).toBeDefined();
    const {items} = expected(name);
    if (items !== undefined) expect(data).toHaveLength(items);
  });

  it('a range is read value by value', async () => {
    const {series} = await store('range-queries-1').queryRange('up', {start: 0, end: 1}, 1);
    expect(series).toHaveLength(expected('range-queries-1').series ?? -1);
    expect(series.map(({points}) => points.map(({value}) => value))).toEqual([
      [1, 1, 1],
      [0, 0, 1],
    ]);
    expect(series[0]?.points[0]?.at).toBe(1435781430781);
  });

  it('targets are read with their health', async () => {
    const {active} = await store('targets-1').targets();
    const {activeTargets, health} = expected('targets-1');
    expect(active).toHaveLength(activeTargets ?? -1);
    expect(active.filter((one) => one.health === 'up')).toHaveLength(health?.['up'] ?? -1);
    expect(active[0]).toMatchObject({pool: 'prometheus', duration: 50.688943, labels: {instance: '127.0.0.1:9090'}});
  });

  it('label names, rules, and the build are read', async () => {
    expect(await store('getting-label-names-1').labels()).toHaveLength(21);
    expect(await store('build-information-1').status('buildinfo')).toMatchObject({version: '2.13.1'});
    const [rule] = await store('rules-1').rules();
    expect(rule).toMatchObject({name: 'HighRequestLatency', hold: 600_000, alerts: [{state: 'firing'}]});
  });
});
