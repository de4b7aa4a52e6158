import type {Column} from './listing.ts';

interface Problem {
  readonly is: 'error' | 'warning';
  readonly line: number;
  readonly column: number;
  readonly metric: string | undefined;
  readonly rule: string;
  readonly message: string;
}

const placed = ({line, column}: Problem): string =>
  line === 0 ? '' : column === 0 ? String(line) : `${line}:${column}`;

export const problemColumns: ReadonlyArray<Column<Problem>> = [
  {
    name: 'is',
    header: 'IS',
    shows: 'error (against the format) or warning',
    when: 'shown',
    text: ({is}) => is,
    value: ({is}) => is,
    tone: ({is}) => (is === 'error' ? 'bad' : 'warn'),
  },
  {
    name: 'line',
    header: 'LINE',
    shows: 'line and column of the page',
    when: 'shown',
    text: placed,
    value: ({line}) => line,
  },
  {
    name: 'metric',
    header: 'METRIC',
    shows: 'which metric it concerns',
    when: 'shown',
    text: ({metric}) => metric ?? '',
    value: ({metric}) => metric,
    tone: () => 'strong',
  },
  {
    name: 'rule',
    header: 'RULE',
    shows: 'name of the check',
    when: 'wide',
    text: ({rule}) => rule,
    value: ({rule}) => rule,
    tone: () => 'muted',
  },
  {
    name: 'message',
    header: 'PROBLEM',
    shows: 'what is wrong',
    when: 'shown',
    text: ({message}) => message,
    value: ({message}) => message,
  },
];

interface Cardinality {
  readonly metric: string;
  readonly series: number;
  readonly share: number;
  readonly labels: ReadonlyArray<{readonly label: string; readonly values: number; readonly some: readonly string[]}>;
}

const LABELS_SHOWN = 4;

export const cardinalityColumns: ReadonlyArray<Column<Cardinality>> = [
  {
    name: 'metric',
    header: 'METRIC',
    shows: 'name of the metric',
    when: 'shown',
    text: ({metric}) => metric,
    value: ({metric}) => metric,
    tone: () => 'strong',
  },
  {
    name: 'series',
    header: 'SERIES',
    shows: 'how many series it has',
    when: 'shown',
    align: 'right',
    text: ({series}) => String(series),
    value: ({series}) => series,
  },
  {
    name: 'share',
    header: 'SHARE',
    shows: 'of all series of the page',
    when: 'shown',
    align: 'right',
    text: ({share}) => `${(share * 100).toFixed(1)}%`,
    value: ({share}) => share,
  },
  {
    name: 'labels',
    header: 'LABELS',
    shows: 'values of each label, most first',
    when: 'shown',
    text: ({labels}) =>
      labels
        .slice(0, LABELS_SHOWN)
        .map(({label, values}) => `${label} ${values}`)
        .join(', '),
    value: ({labels}) => labels.map(({label, values}) => `${label} ${values}`).join(', '),
  },
  {
    name: 'values',
    header: 'VALUES',
    shows: 'some values of its largest label',
    when: 'wide',
    text: ({labels}) => labels[0]?.some.join(', ') ?? '',
    value: ({labels}) => labels[0]?.some.join(', '),
    tone: () => 'muted',
  },
];
