import {describe, expect, it} from 'vitest';
import {familiesInProtobuf} from '../../../../src/lib/parse/exposition/protobuf.ts';

/** Just enough of an encoder for io.prometheus.client, by field numbers of its published schema. */
const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
const bytes = (field: number, value: readonly number[]): number[] => [
  ...varint(field * 8 + 2),
  ...varint(value.length),
  ...value,
];
const text = (field: number, value: string): number[] => bytes(field, [...Buffer.from(value)]);
const int = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)];
const double = (field: number, value: number): number[] => {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleLE(value);
  return [...varint(field * 8 + 1), ...buffer];
};
const label = (name: string, value: string): number[] => bytes(1, [...text(1, name), ...text(2, value)]);
const page = (...families: number[][]): Uint8Array =>
  Uint8Array.from(families.flatMap((one) => [...varint(one.length), ...one]));

const read = (family: number[]) => familiesInProtobuf(page(family))[0]!;

describe('protobuf', () => {
  it('holds a counter with its labels and timestamp', () => {
    const metric = [...label('a', 'b'), ...bytes(3, double(1, 2.5)), ...int(6, 1_700_000_000_000)];
    expect(read([...text(1, 'c_total'), ...text(2, 'Help.'), ...int(3, 0), ...bytes(4, metric)])).toEqual({
      name: 'c_total',
      type: 'counter',
      help: 'Help.',
      unit: undefined,
      samples: [{name: 'c_total', labels: {a: 'b'}, value: 2.5, timestamp: 1_700_000_000_000, line: 0}],
    });
  });

  it('becomes the samples of a classic histogram, with the bucket that it leaves out', () => {
    const bucket = (bound: number, count: number): number[] => bytes(3, [...int(1, count), ...double(2, bound)]);
    const histogram = [...int(1, 3), ...double(2, 4.5), ...bucket(0.5, 1), ...bucket(1e6, 2)];
    const family = read([...text(1, 'h'), ...int(3, 4), ...bytes(4, bytes(7, histogram))]);
    expect(family.samples.map(({name, labels, value}) => [name, labels['le'], value])).toEqual([
      ['h_bucket', '0.5', 1],
      ['h_bucket', '1e+06', 2],
      ['h_bucket', '+Inf', 3],
      ['h_sum', undefined, 4.5],
      ['h_count', undefined, 3],
    ]);
  });

  it('gives a native histogram buckets of its own', () => {
    // schema 0 doubles: index 0 is (0.5,1], index 1 (1,2]; deltas +1, +2
    const span = bytes(12, [...int(1, 0), ...int(2, 2)]);
    const deltas = bytes(13, [2, 4]);
    const histogram = [
      ...int(1, 5),
      ...double(2, 6),
      ...int(5, 0),
      ...double(6, 0.001),
      ...int(7, 1),
      ...span,
      ...deltas,
    ];
    const family = read([...text(1, 'n'), ...int(3, 4), ...bytes(4, bytes(7, histogram))]);
    expect(
      family.samples.filter(({name}) => name === 'n_bucket').map(({labels, value}) => [labels['le'], value]),
    ).toEqual([
      ['0.001', 1],
      ['1', 2],
      ['2', 5],
      ['+Inf', 5],
    ]);
  });

  it('that is cut off is told so', () => {
    expect(() => familiesInProtobuf(Uint8Array.from([200, 1, 10]))).toThrow('cut off');
  });
});
