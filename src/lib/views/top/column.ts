import type {UsageRow} from '../../model/usage-row.ts';
import type {Column, Value} from '../listing.ts';
import type {Tone} from '../view.ts';
import {NONE, spellPercent, toneOfShare} from './words.ts';

/** What has to be read for a column besides CPU and memory. */
export type Need = 'pods' | 'nodes' | 'owners' | 'summary' | 'cadvisor' | 'rates';

export interface TopColumn extends Column<UsageRow> {
  readonly needs: readonly Need[];
  /** Below the column with --sum. */
  readonly total?: ((rows: readonly UsageRow[]) => number | undefined) | undefined;
  readonly spellTotal?: ((total: number) => string) | undefined;
}

interface Named {
  readonly name: string;
  readonly header: string;
  readonly shows: string;
  readonly when?: Column<UsageRow>['when'] | undefined;
  readonly needs?: readonly Need[] | undefined;
  readonly align?: 'left' | 'right' | undefined;
}

type Pick = (row: UsageRow) => number | undefined;

interface Amount extends Named {
  readonly pick: Pick;
  readonly spell: (value: number) => string;
  /** In place of an absent value. */
  readonly absent?: string | undefined;
  /** What programs get: cores rather than nanocores. */
  readonly scale?: number | undefined;
  readonly isSummable?: boolean | undefined;
  readonly tone?: ((row: UsageRow) => Tone) | undefined;
}

/** A number with a unit. */
export function amount({pick, spell, absent = NONE, scale = 1, isSummable = true, tone, ...named}: Amount): TopColumn {
  return {
    ...defaults(named, 'right'),
    text: (row) => worded(pick(row), spell, absent),
    value: (row) => scaled(pick(row), scale),
    tone: (row) => (pick(row) === undefined ? 'muted' : (tone?.(row) ?? 'plain')),
    total: isSummable ? (rows) => sum(rows.map(pick)) : undefined,
    spellTotal: spell,
  };
}

interface Share extends Named {
  readonly part: Pick;
  readonly whole: Pick;
  readonly absent?: string | undefined;
  /** kubectl counts CPU in whole millicores, rounded up, before it divides. */
  readonly grain?: number | undefined;
}

/** A part of something in percent. Of a sum it is the part of the sums, over rows that have both. */
export function share({part, whole, absent = NONE, grain, ...named}: Share): TopColumn {
  const of = (row: UsageRow): number | undefined => ratio(grained(part(row), grain), grained(whole(row), grain));
  return {
    ...defaults(named, 'right'),
    text: (row) => worded(of(row), spellPercent, absent),
    value: (row) => scaled(of(row), 100),
    tone: (row) => toneOfShare(of(row)),
    total: (rows) => {
      const both = rows.filter((row) => part(row) !== undefined && whole(row) !== undefined);
      return ratio(sum(both.map(part)), sum(both.map(whole)));
    },
    spellTotal: spellPercent,
  };
}

interface Word extends Named {
  readonly pick: (row: UsageRow) => string | undefined;
  readonly value?: ((row: UsageRow) => Value) | undefined;
  readonly tone?: ((row: UsageRow) => Tone) | undefined;
}

export function word({pick, value = pick, tone, ...named}: Word): TopColumn {
  return {
    ...defaults(named, 'left'),
    text: (row) => pick(row) ?? NONE,
    value,
    tone: (row) => tone?.(row) ?? (pick(row) === undefined ? 'muted' : 'plain'),
  };
}

const defaults = ({when = 'asked', needs = [], ...named}: Named, align: 'left' | 'right') => ({
  align,
  when,
  needs,
  ...named,
});

const worded = (value: number | undefined, spell: (value: number) => string, absent: string): string =>
  value === undefined ? absent : spell(value);

const scaled = (value: number | undefined, scale: number): number | undefined =>
  value === undefined ? undefined : value * scale;

const grained = (value: number | undefined, grain: number | undefined): number | undefined =>
  value === undefined || grain === undefined ? value : Math.ceil(value / grain);

function ratio(part: number | undefined, whole: number | undefined): number | undefined {
  if (part === undefined || whole === undefined) return undefined;
  return whole === 0 ? 0 : part / whole;
}

function sum(values: ReadonlyArray<number | undefined>): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
}
