/** Pictures of a series of numbers in block characters, for a cell of a table or some lines of a terminal. */

const BLOCKS = '▁▂▃▄▅▆▇█';

/** Values at equal distances in time; undefined where nothing was measured. */
export type Series = ReadonlyArray<number | undefined>;

export interface Bounds {
  readonly from: number;
  readonly to: number;
}

/** From zero to the largest value: a flat line at the bottom is a small one, not a quiet one. */
export const boundsOf = (series: Series): Bounds => ({
  from: Math.min(0, ...series.filter((value) => value !== undefined)),
  to: Math.max(0, ...series.filter((value) => value !== undefined)),
});

/** One character a value: `▂▃▅▆▇█`, a space where nothing was measured. */
export function sparkline(series: Series, bounds: Bounds = boundsOf(series)): string {
  const span = bounds.to - bounds.from;
  return series
    .map((value) => {
      if (value === undefined) return ' ';
      const share = span > 0 ? (value - bounds.from) / span : 0;
      return BLOCKS[Math.max(0, Math.min(BLOCKS.length - 1, Math.floor(share * BLOCKS.length)))] ?? ' ';
    })
    .join('');
}

/** The series with so many values: each the mean of those that fall on it. Shorter ones stay as they are. */
export function squeezed(series: Series, width: number): Series {
  if (series.length <= width) return series;
  return Array.from({length: width}, (_, at) => {
    const part = series.slice(
      Math.floor((at * series.length) / width),
      Math.max(Math.floor(((at + 1) * series.length) / width), Math.floor((at * series.length) / width) + 1),
    );
    const known = part.filter((value) => value !== undefined);
    return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}

export interface PlotOptions {
  /** Characters for the curve, without its scale. */
  readonly width: number;
  readonly height: number;
  readonly bounds?: Bounds | undefined;
  /** A line across, such as a limit, where it lies within the bounds. */
  readonly mark?: number | undefined;
  /** How a value is written beside the curve. */
  readonly spell: (value: number) => string;
}

/** A curve as lines of text, highest first, with its scale at the left: `512Mi ┤  ▂▅█`. */
export function plot(series: Series, options: PlotOptions): readonly string[] {
  const {width, height, mark, spell} = options;
  const bounds = options.bounds ?? boundsOf(mark === undefined ? series : [...series, mark]);
  const columns = squeezed(series, width);
  const step = (bounds.to - bounds.from) / height || 1;
  const labels = Array.from({length: height}, (_, row) => spell(bounds.to - row * step));
  const room = Math.max(...labels.map((label) => label.length));
  return labels.map((label, row) => {
    const floor = bounds.to - (row + 1) * step;
    const isMarked = mark !== undefined && mark > floor && mark <= floor + step;
    const cells = columns.map((value) => cellOf(value, floor, step, isMarked));
    return `${label.padStart(room)} ┤${cells.join('')}`.trimEnd();
  });
}

function cellOf(value: number | undefined, floor: number, step: number, isMarked: boolean): string {
  const empty = isMarked ? '╌' : ' ';
  if (value === undefined || value <= floor) return empty;
  const eighths = Math.floor(((value - floor) / step) * BLOCKS.length);
  return BLOCKS[Math.max(0, Math.min(BLOCKS.length - 1, eighths))] ?? empty;
}
