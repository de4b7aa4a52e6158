import type {Bucket} from '../histogram.ts';
import {doubleOf, type Field, fields, packed, zigzag} from './wire.ts';

/** A native histogram: buckets whose bounds grow by a factor of 2^(2^-schema). */
export interface Native {
  schema: number;
  zeroThreshold: number;
  zeroCount: number;
  readonly positive: Side;
  readonly negative: Side;
}

/** Runs of buckets, and how each count differs from the one before; or the counts themselves, of float histograms. */
interface Side {
  readonly spans: Array<{offset: number; length: number}>;
  readonly deltas: number[];
  readonly counts: number[];
}

const side = (): Side => ({spans: [], deltas: [], counts: []});
export const emptyNative = (): Native => ({
  schema: 0,
  zeroThreshold: 0,
  zeroCount: 0,
  positive: side(),
  negative: side(),
});

/** Fields of io.prometheus.client.Histogram that make it native; false for any other. */
export function readNative(native: Native, field: Field): boolean {
  switch (field.number) {
    case 5:
      native.schema = zigzag(field.varint);
      return true;
    case 6:
      native.zeroThreshold = doubleOf(field);
      return true;
    case 7:
      native.zeroCount = field.varint;
      return true;
    case 8:
      native.zeroCount = doubleOf(field);
      return true;
    case 9:
    case 12:
      (field.number === 9 ? native.negative : native.positive).spans.push(spanIn(field));
      return true;
    case 10:
    case 13:
      (field.number === 10 ? native.negative : native.positive).deltas.push(...[...packed(field)].map(zigzag));
      return true;
    case 11:
    case 14:
      (field.number === 11 ? native.negative : native.positive).counts.push(...doubles(field));
      return true;
    default:
      return false;
  }
}

function spanIn({bytes}: Field): {offset: number; length: number} {
  const found = {offset: 0, length: 0};
  for (const field of fields(bytes)) {
    if (field.number === 1) found.offset = zigzag(field.varint);
    if (field.number === 2) found.length = field.varint;
  }
  return found;
}

function doubles(field: Field): readonly number[] {
  if (field.wire === 1) return [doubleOf(field)];
  const view = new DataView(field.bytes.buffer, field.bytes.byteOffset, field.bytes.byteLength);
  return Array.from({length: Math.floor(field.bytes.length / 8)}, (_, at) => view.getFloat64(at * 8, true));
}

export const isNative = ({positive, negative, zeroThreshold, zeroCount}: Native): boolean =>
  positive.spans.length > 0 || negative.spans.length > 0 || zeroThreshold > 0 || zeroCount > 0;

/** The same as cumulative buckets, lowest first, with infinity at the end. */
export function classicBuckets(native: Native, count: number): readonly Bucket[] {
  const base = 2 ** (2 ** -native.schema);
  const out: Bucket[] = [];
  let sum = 0;
  for (const {index, value} of [...counted(native.negative)].reverse()) {
    sum += value;
    out.push({bound: -(base ** (index - 1)), count: sum});
  }
  sum += native.zeroCount;
  out.push({bound: native.zeroThreshold, count: sum});
  for (const {index, value} of counted(native.positive)) {
    sum += value;
    out.push({bound: base ** index, count: sum});
  }
  return [...out, {bound: Infinity, count: Math.max(count, sum)}];
}

function* counted({
  spans,
  deltas,
  counts,
}: Side): Generator<{readonly index: number; readonly value: number}, void, undefined> {
  let index = 0;
  let at = 0;
  let value = 0;
  for (const {offset, length} of spans) {
    index += offset;
    for (let step = 0; step < length; step++, at++, index++) {
      value = counts.length > 0 ? (counts[at] ?? 0) : value + (deltas[at] ?? 0);
      yield {index, value};
    }
  }
}
