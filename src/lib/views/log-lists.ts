import type {Cell, Heading, Listed, Listing, Value} from './listing.ts';
import type {Tone} from './view.ts';

/** The tables that `logs` makes of entries instead of showing them. */

interface Counted {
  readonly values: readonly string[];
  readonly count: number;
}
interface Clustered {
  readonly template: string;
  readonly count: number;
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly example: string;
  readonly isNew: boolean;
}
interface Said {
  readonly layer: string;
  readonly pattern: string;
  readonly severity: string | undefined;
  readonly means: string;
  readonly advice: string | undefined;
  readonly count: number;
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly places: readonly string[];
  readonly example: string;
}

const cell = (value: Value, tone: Tone = 'plain'): Cell => ({
  text: value === undefined ? '-' : String(value),
  value,
  tone,
});
const heading = (name: string, align: Heading['align'] = 'left'): Heading => ({
  name,
  header: name.toUpperCase(),
  align,
});
const second = (time: string | undefined): string => time?.slice(0, 19).replace('T', ' ') ?? '-';

const listing = (schema: string, headings: readonly Heading[], rows: readonly Listed[]): Listing => ({
  schema,
  head: {},
  headings,
  rows,
  gaps: [],
});

export const countListing = (names: readonly string[], rows: readonly Counted[]): Listing =>
  listing(
    'kdiag.logs-count/v1',
    [heading('count', 'right'), ...names.map((name) => heading(name))],
    rows.map(({values, count}) => ({
      cells: [cell(count), ...values.map((value) => cell(value))],
      record: {count, ...Object.fromEntries(names.map((name, at) => [name, values[at] ?? null]))},
    })),
  );

export const patternListing = (rows: readonly Clustered[]): Listing =>
  listing(
    'kdiag.logs-patterns/v1',
    [heading('count', 'right'), heading('first'), heading('last'), heading('new'), heading('message')],
    rows.map(({template, count, first, last, isNew, example}) => ({
      cells: [
        cell(count),
        cell(second(first), 'muted'),
        cell(second(last), 'muted'),
        cell(isNew ? 'new' : '', 'warn'),
        cell(template),
      ],
      record: {template, count, first: first ?? null, last: last ?? null, new: isNew, example},
    })),
  );

const TONES: Readonly<Record<string, Tone>> = {critical: 'bad', high: 'bad', medium: 'warn'};

export const summaryListing = (rows: readonly Said[], explain: boolean): Listing =>
  listing(
    'kdiag.logs-summary/v1',
    [
      heading('severity'),
      heading('layer'),
      heading('pattern'),
      heading('count', 'right'),
      heading('last'),
      heading('where'),
      heading(explain ? 'meaning' : 'example'),
    ],
    rows.map((row) => ({
      cells: [
        cell(row.severity ?? 'info', TONES[row.severity ?? ''] ?? 'plain'),
        cell(row.layer),
        cell(row.pattern, 'strong'),
        cell(row.count),
        cell(second(row.last), 'muted'),
        cell(row.places.length === 0 ? '-' : row.places.join(', ')),
        cell(explain ? `${row.means}. ${row.advice ?? ''}` : short(row.example)),
      ],
      record: {...row, severity: row.severity ?? null, first: row.first ?? null, last: row.last ?? null},
    })),
  );

const EXAMPLE = 100;
const short = (text: string): string => {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > EXAMPLE ? `${line.slice(0, EXAMPLE - 1)}…` : line;
};
