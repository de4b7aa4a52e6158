import {describe, expect, test} from 'vitest';
import {kindNames, kindRow} from '../../../src/lib/model/kinds.ts';
import {list, map, maybe, number, object, shared, text} from '../../../src/lib/model/schema.ts';

const decode = object({
  name: text,
  size: number,
  inner: object({on: text}),
  seen: maybe(object({at: text})),
  tags: list(text),
  labels: map,
});

describe('a decoder', () => {
  test('keeps what it names and drops the rest', () => {
    expect(decode({name: 'a', size: 1, junk: 'x', labels: {a: 'b'}})).toEqual({
      name: 'a',
      size: 1,
      inner: {on: undefined},
      seen: undefined,
      tags: [],
      labels: {a: 'b'},
    });
  });

  test.each([
    [undefined],
    [null],
    [3],
    ['text'],
    [[]],
    [{name: 7, size: '1', inner: 'x', seen: 1, tags: 'no', labels: []}],
  ])('reads wrong types as absent: %j', (raw) => {
    expect(decode(raw)).toEqual({
      name: undefined,
      size: undefined,
      inner: {on: undefined},
      seen: undefined,
      tags: [],
      labels: {},
    });
  });

  test('tells a present empty object from an absent one where that matters', () => {
    expect([decode({seen: {}}).seen, decode({}).seen]).toEqual([{at: undefined}, undefined]);
  });

  test('makes equal values one object', () => {
    const once = shared(object({a: text}));
    expect(once({a: 'x'})).toBe(once({a: 'x'}));
  });
});

const WRONG: readonly unknown[] = [
  undefined,
  null,
  0,
  'text',
  [],
  {},
  [null],
  [[]],
  {metadata: 5, spec: [], status: 'x'},
  {
    metadata: {labels: 'x', ownerReferences: [1]},
    spec: {containers: [3, {}]},
    status: {conditions: 'x', containerStatuses: [{state: 1}]},
  },
];

test.each(kindNames)('%s: nothing a server could send makes its decoder throw', (kind) => {
  for (const raw of WRONG) expect(() => kindRow(kind).decode(raw)).not.toThrow();
});

test('a token volume of random name does not keep equal pods from sharing a spec', () => {
  const pod = (token: string): unknown => ({
    spec: {
      volumes: [{name: `kube-api-access-${token}`, projected: {}}],
      containers: [{name: 'a', image: 'x:1'}],
      nodeName: `node-${token}`,
    },
  });
  const [a, b] = [pod('aaaaa'), pod('bbbbb')].map(
    (raw) => kindRow('Pod').decode(raw) as {spec: unknown; nodeName: string},
  );
  expect(a?.spec).toBe(b?.spec);
  expect([a?.nodeName, b?.nodeName]).toEqual(['node-aaaaa', 'node-bbbbb']);
});
