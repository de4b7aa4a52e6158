import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {spoken} from '../../src/lib/parse/exposition/content-type.ts';
import {familiesIn, samplesIn, type TextFormat} from '../../src/lib/parse/exposition/read.ts';
import {validate} from '../../src/lib/parse/exposition/validate.ts';
import {caseSet, casesIn, isPresent, json} from '../support/cases.ts';

interface Expected {
  readonly format?: string;
  readonly shouldParse?: boolean;
  readonly error?: string;
  readonly families?: readonly GoFamily[];
  readonly tokens?: readonly Token[];
}

/** io.prometheus.client's MetricFamily as Go spells it. */
interface GoFamily {
  readonly Name: string;
  readonly Help?: string;
  readonly Type: string;
  readonly Metric: readonly GoMetric[];
}
interface GoMetric {
  readonly Label?: ReadonlyArray<{readonly Name: string; readonly Value: string}>;
  readonly TimestampMs?: number;
  readonly Counter?: {readonly Value: number | string};
  readonly Gauge?: {readonly Value: number | string};
  readonly Untyped?: {readonly Value: number | string};
  readonly Summary?: {
    readonly SampleCount?: number;
    readonly SampleSum?: number | string;
    readonly Quantile?: ReadonlyArray<{readonly Quantile: number | string; readonly Value: number | string}>;
  };
  readonly Histogram?: {
    readonly SampleCountFloat?: number;
    readonly SampleSum?: number | string;
    readonly Bucket?: ReadonlyArray<{readonly UpperBound: number | string; readonly CumulativeCountFloat: number}>;
  };
}
interface Token {
  readonly m: string;
  readonly help?: string;
  readonly typ?: string;
  readonly unit?: string;
  readonly v?: number | string;
  readonly es?: ReadonlyArray<{
    readonly Labels: Readonly<Record<string, string>>;
    readonly Value: number;
    readonly HasTs?: boolean;
    readonly Ts?: number;
  }>;
}

const formatOf = ({format}: Expected): TextFormat =>
  format?.startsWith('openmetrics') === true ? 'openmetrics' : 'text';
const page = (set: string, name: string, file: string): Buffer => readFileSync(join(caseSet(set), name, file));
/** The byte 0xff, which the case is about by its error, did not survive on its way into the case's file. */
const withRawByte = (bytes: Buffer, {error}: Expected): Buffer =>
  error?.includes(String.raw`\xff`) === true
    ? Buffer.from(bytes.toString().replaceAll('\uFFFD', '\xff'), 'latin1')
    : bytes;
const expected = (set: string, name: string): Expected => json(set, name, 'expected.json') as Expected;

const parses = (read: () => unknown): boolean => {
  try {
    read();
    return true;
  } catch {
    return false;
  }
};

describe.skipIf(!isPresent('openmetrics-suite'))('the OpenMetrics conformance suite', () => {
  it.each(casesIn('openmetrics-suite', 'metrics'))('%s', (name) => {
    const faults = validate(page('openmetrics-suite', name, 'metrics'), 'openmetrics');
    expect(faults.length === 0, JSON.stringify(faults)).toBe(expected('openmetrics-suite', name).shouldParse);
  });
});

describe.skipIf(!isPresent('prom-text-expfmt'))("the Go text parser's own cases", () => {
  it.each(casesIn('prom-text-expfmt', 'metrics.txt'))('%s', (name) => {
    const {shouldParse, error, families} = expected('prom-text-expfmt', name);
    const bytes = page('prom-text-expfmt', name, 'metrics.txt');
    const faults = validate(bytes, 'text');
    expect(faults.length === 0, JSON.stringify(faults)).toBe(shouldParse);
    const line = /in line (\d+)/.exec(error ?? '')?.[1];
    if (line !== undefined && error?.includes('end of input stream') !== true)
      expect(linesOf(faults, bytes)).toContain(Number(line));
    if (families !== undefined) expect(pointsRead(bytes)).toEqual(families.flatMap(pointsOf).sort());
  });
});

/** Go counts a line as begun once its line feed is read, which is where it judges what a histogram holds. */
const linesOf = (faults: ReturnType<typeof validate>, bytes: Buffer): readonly number[] =>
  faults.flatMap(({line}) => (line === bytes.toString().trimEnd().split('\n').length ? [line, line + 1] : [line]));

const valued = (value: number | string): string =>
  String(
    Object.is(Number(value), -0) ? '-0' : Number(value === '+Inf' ? Infinity : value === '-Inf' ? -Infinity : value),
  );

/** Samples as one sorted list of lines, so that Go's structure and the page's can be compared. */
function pointsRead(bytes: Buffer): readonly string[] {
  return samplesIn(bytes, {format: 'text'})
    .map(({name, labels, value, timestamp}) => point(name, labels, value, timestamp))
    .sort();
}

const NUMBERED = ['le', 'quantile'];
function point(
  name: string,
  labels: Readonly<Record<string, string>>,
  value: number | string,
  time: number | undefined,
): string {
  const spelt = Object.entries(labels).map(([label, text]) => [label, NUMBERED.includes(label) ? valued(text) : text]);
  return JSON.stringify([name, Object.fromEntries(spelt.sort()), valued(value), time ?? null]);
}

function pointsOf({Name: name, Metric: metrics}: GoFamily): readonly string[] {
  return metrics.flatMap((metric) => {
    const labels = Object.fromEntries((metric.Label ?? []).map((one) => [one.Name, one.Value]));
    const time = metric.TimestampMs;
    const single = (metric.Counter ?? metric.Gauge ?? metric.Untyped)?.Value;
    if (single !== undefined) return [point(name, labels, single, time)];
    const {Summary: summary, Histogram: histogram} = metric;
    const count = summary?.SampleCount ?? histogram?.SampleCountFloat;
    const sum = (summary ?? histogram)?.SampleSum;
    return [
      ...(count === undefined ? [] : [point(`${name}_count`, labels, count, time)]),
      ...(sum === undefined ? [] : [point(`${name}_sum`, labels, sum, time)]),
      ...(summary?.Quantile ?? []).map((one) =>
        point(name, {...labels, quantile: String(one.Quantile)}, one.Value, time),
      ),
      ...(histogram?.Bucket ?? []).map((one) =>
        point(`${name}_bucket`, {...labels, le: String(one.UpperBound)}, one.CumulativeCountFloat, time),
      ),
    ];
  });
}

describe.skipIf(!isPresent('prom-textparse'))("the Prometheus server's parsers", () => {
  const cases = casesIn('prom-textparse', 'metrics.txt');
  it.each(cases.filter((name) => /^(?:om|prom)-/.test(name)))('%s', (name) => {
    const meant = expected('prom-textparse', name);
    const bytes = withRawByte(page('prom-textparse', name, 'metrics.txt'), meant);
    expect(parses(() => familiesIn(bytes, {format: formatOf(meant)}))).toBe(meant.shouldParse);
    if (meant.tokens !== undefined) tokensAgree(bytes, formatOf(meant), meant.tokens);
  });

  it.each(cases.filter((name) => name.startsWith('federate-')))('%s is read whole', (name) => {
    const bytes = page('prom-textparse', name, 'metrics.txt');
    const lines = bytes
      .toString()
      .split('\n')
      .filter((line) => /^[a-z_]/.test(line));
    expect(samplesIn(bytes)).toHaveLength(lines.length);
    expect(validate(bytes, 'text')).toEqual([]);
  });
});

function tokensAgree(bytes: Buffer, format: TextFormat, tokens: readonly Token[]): void {
  const families = familiesIn(bytes, {format});
  const byName = new Map(families.map((family) => [family.name, family]));
  for (const {m, help, typ, unit} of tokens) {
    if (help !== undefined) expect(byName.get(m)?.help).toBe(help);
    if (unit !== undefined) expect(byName.get(m)?.unit).toBe(unit);
    if (typ !== undefined) expect(byName.get(m)?.type).toBe(typ);
  }
  const samples = samplesIn(bytes, {format});
  const valuesIn = tokens.filter(({v}) => v !== undefined);
  for (const {m, v, es} of valuesIn) {
    const name = m.split('{')[0];
    const found = samples.filter((one) => one.name === name && Object.is(one.value, Number(v)));
    expect(found, m).not.toHaveLength(0);
    const [exemplar] = es ?? [];
    if (exemplar === undefined) continue;
    expect(found.map((one) => one.exemplar)).toContainEqual({
      labels: exemplar.Labels,
      value: exemplar.Value,
      timestamp: exemplar.HasTs === true ? exemplar.Ts : undefined,
    });
  }
}

interface Oracle {
  readonly parsedSamples: number;
  readonly sampleLines: number;
  readonly typeLines: Readonly<Record<string, number>>;
  readonly distinctSampleNames: number;
  readonly spotChecks: ReadonlyArray<{
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number | string;
  }>;
}

describe.skipIf(!isPresent('node-exporter'))("node_exporter's pages", () => {
  const pages = casesIn('node-exporter', 'expected.json');
  it.each(pages)('%s holds what the reference parser finds', (name) => {
    const folder = join(caseSet('node-exporter'), name);
    const bytes = existsSync(join(folder, 'metrics.txt'))
      ? readFileSync(join(folder, 'metrics.txt'))
      : gunzipSync(readFileSync(join(folder, 'metrics.txt.gz')));
    const oracle = json('node-exporter', name, 'expected.json') as Oracle;
    const samples = samplesIn(bytes);
    expect(samples).toHaveLength(oracle.parsedSamples);
    expect(new Set(samples.map((one) => one.name)).size).toBe(oracle.distinctSampleNames);
    for (const {name: metric, labels, value} of oracle.spotChecks) {
      const found = samples.filter(
        (one) => one.name === metric && JSON.stringify(one.labels) === JSON.stringify(labels),
      );
      expect(
        found.map((one) => valued(one.value)),
        metric,
      ).toContain(valued(value));
    }
    const types = familiesIn(bytes).filter(({samples: some, help}) => some.length > 0 || help !== undefined);
    const counted = Object.groupBy(types, ({type}) => type);
    for (const [type, count] of Object.entries(oracle.typeLines))
      if (type !== 'untyped') expect(counted[type as 'gauge'], type).toHaveLength(count);
    expect(validate(bytes, 'text')).toEqual([]);
  });

  it.each(casesIn('node-exporter', 'expected.out'))('%s', (name) => {
    const out = page('node-exporter', name, 'expected.out');
    expect(validate(out, 'text')).toEqual([]);
    expect(samplesIn(out).length).toBeGreaterThan(0);
  });
});

interface ContentTypeRow {
  readonly name: string;
  readonly contentType: string;
  readonly fallback?: string;
  readonly parser: string;
  readonly error?: string;
}

describe.skipIf(!isPresent('prom-textparse'))('the parser that a Content-Type asks for', () => {
  const {rows} = isPresent('prom-textparse')
    ? (json('prom-textparse', 'content-types.json') as {readonly rows: readonly ContentTypeRow[]})
    : {rows: []};
  const NAMES = {protobuf: 'protobuf', openmetrics: 'openmetrics', text: 'prometheus-text'};
  it.each(rows.map((row) => [row.name, row] as const))('%s', (_, {contentType, parser, error}) => {
    const said = spoken(contentType);
    if (error === undefined) expect(said.is === 'known' ? NAMES[said.format] : said.because).toBe(parser);
    else expect(said.is).toBe('unknown');
  });
});
