/** Fields of a protocol buffer message, walked without a schema (https://protobuf.dev/programming-guides/encoding/). */

export interface Field {
  readonly number: number;
  /** 0 varint, 1 fixed 64, 2 bytes, 5 fixed 32 */
  readonly wire: number;
  /** A varint, exact up to 2^53. */
  readonly varint: number;
  /** Of wires 1, 2 and 5. */
  readonly bytes: Uint8Array;
}

const NOTHING = new Uint8Array(0);

export class MalformedMessage extends Error {}

export function* fields(message: Uint8Array): Generator<Field, void, undefined> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message[at++];
      if (byte === undefined || shift > 2 ** 63) throw new MalformedMessage('a number is cut off');
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const [number, wire] = [Math.floor(key / 8), key % 8];
    if (wire === 0) {
      yield {number, wire, varint: varint(), bytes: NOTHING};
      continue;
    }
    const size = wire === 1 ? 8 : wire === 5 ? 4 : wire === 2 ? varint() : -1;
    if (size < 0 || at + size > message.length) throw new MalformedMessage('a field is cut off or of an unknown kind');
    yield {number, wire, varint: 0, bytes: message.subarray(at, (at += size))};
  }
}

/** Messages with their length in front, one behind the other. */
export function* delimited(stream: Uint8Array): Generator<Uint8Array, void, undefined> {
  let at = 0;
  while (at < stream.length) {
    let size = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = stream[at++];
      if (byte === undefined || shift > 2 ** 35) throw new MalformedMessage('the page is cut off');
      size += (byte & 0x7f) * shift;
      if (byte < 0x80) break;
    }
    if (at + size > stream.length) throw new MalformedMessage('the page is cut off');
    yield stream.subarray(at, (at += size));
  }
}

const text = new TextDecoder('utf-8', {fatal: true});

export function textOf({bytes}: Field): string {
  try {
    return text.decode(bytes);
  } catch {
    throw new MalformedMessage('a text is not UTF-8');
  }
}

export const doubleOf = ({bytes}: Field): number =>
  bytes.length === 8 ? new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true) : NaN;

/** sint32 and sint64: small negative numbers as small ones. */
export const zigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);

/** int64, which a negative number fills to ten bytes. */
export const signed = (value: number): number => (value >= 2 ** 63 ? value - 2 ** 64 : value);

/** Numbers of a repeated field: packed into one field, or one in each. */
export function* packed(field: Field): Generator<number, void, undefined> {
  if (field.wire !== 2) {
    yield field.varint;
    return;
  }
  let value = 0;
  let shift = 1;
  for (const byte of field.bytes) {
    value += (byte & 0x7f) * shift;
    shift *= 128;
    if (byte >= 0x80) continue;
    yield value;
    value = 0;
    shift = 1;
  }
}
