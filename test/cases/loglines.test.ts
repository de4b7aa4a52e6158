import {existsSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {entriesOf} from '../../src/lib/parse/lines/reader.ts';
import {recogniser} from '../../src/lib/patterns/_recognise.ts';
import {patterns} from '../../src/lib/patterns/index.ts';

/** Labelled lines; see README.md beside the data. */
const folder = new URL('../../../shared/cases/loglines/', import.meta.url);
const recognise = recogniser(patterns);
const now = new Date('2026-11-25T00:00:00Z');

interface Row {
  readonly id: string;
  readonly class: string;
  readonly text: string;
}

const rowsOf = (file: string): readonly Row[] =>
  readFileSync(new URL(file, folder), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
const named = ({text}: Row) => entriesOf(text, now).flatMap((entry) => recognise(entry.text) ?? []);

describe.skipIf(!existsSync(folder))('labelled lines', () => {
  test.each(['kernel.jsonl', 'runtime.jsonl', 'core.jsonl', 'app.jsonl'])(
    '%s: 95 % are named as they are labelled',
    (file) => {
      const rows = rowsOf(file);
      const missed = rows.filter((row) => !named(row).some(({pattern}) => pattern === row.class));
      console.log(`${file}: ${String(rows.length - missed.length)} of ${String(rows.length)}`);
      expect(missed.length / rows.length, missed.map(({id}) => id).join(' ')).toBeLessThanOrEqual(0.05);
    },
  );

  test('no line that only looks like a fault is called critical', () => {
    const alarms = rowsOf('benign.jsonl').filter((row) => named(row).some(({severity}) => severity === 'critical'));
    expect(alarms.map(({id}) => id)).toEqual([]);
  });
});
