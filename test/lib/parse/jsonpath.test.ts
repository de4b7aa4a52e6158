import {describe, expect, test} from 'vitest';
import {found, jsonPath, JsonPathError, rendered, spellGo} from '../../../src/lib/parse/jsonpath.ts';

/** The object that https://kubernetes.io/docs/reference/kubectl/jsonpath/ explains the dialect with. */
const DOCUMENTED = {
  kind: 'List',
  items: [
    {
      kind: 'None',
      metadata: {name: '127.0.0.1', labels: {'kubernetes.io/hostname': '127.0.0.1'}},
      status: {capacity: {cpu: '4'}, ready: true, addresses: [{type: 'LegacyHostIP', address: '127.0.0.1'}]},
    },
    {
      kind: 'None',
      metadata: {name: '127.0.0.2', labels: {'kubernetes.io/hostname': '127.0.0.2'}},
      status: {
        capacity: {cpu: '8'},
        ready: false,
        addresses: [
          {type: 'LegacyHostIP', address: '127.0.0.2'},
          {type: 'another', address: '127.0.0.3'},
        ],
      },
    },
  ],
  users: [
    {name: 'myself', user: {}},
    {name: 'e2e', user: {username: 'admin', password: 'secret'}},
  ],
};
const POINTS = [
  {id: 'i1', x: 4, y: -5},
  {id: 'i2', x: -2, y: -5, z: 1},
  {id: 'i5', x: 0, y: 2, z: 1},
  {id: 'i7', x: null, y: 4},
];
const CONTAINERS = {spec: {containers: ['fake0', 'fake1', 'fake2', 'fake3'].map((name) => ({name}))}};

const text = (template: string, data: unknown = DOCUMENTED): string => rendered(jsonPath(template), data);

describe('kubectl prints the same', () => {
  test.each([
    ['the text is {.kind}', 'the text is List'],
    ['{.kind}', 'List'],
    ["{['kind']}", 'List'],
    ["{.users[?(@.name=='e2e')].user.password}", 'secret'],
    ['{.users[?(@.name=="e2e")].user.password}', 'secret'],
    ['{..name}', '127.0.0.1 127.0.0.2 myself e2e'],
    ['{.items[*].metadata.name}', '127.0.0.1 127.0.0.2'],
    ['{.users[0].name}', 'myself'],
    ['{.users[-1].name}', 'e2e'],
    ["{.items[*]['metadata.name', 'status.capacity']}", '127.0.0.1 127.0.0.2 {"cpu":"4"} {"cpu":"8"}'],
    [
      '{range .items[*]}[{.metadata.name}, {.status.capacity}] {end}',
      '[127.0.0.1, {"cpu":"4"}] [127.0.0.2, {"cpu":"8"}] ',
    ],
    ["{range .items[*]}{.metadata.name}{'\\t'}{end}", '127.0.0.1\t127.0.0.2\t'],
    ['{range .items[*]}{.metadata.name}, {end}{.kind}', '127.0.0.1, 127.0.0.2, List'],
    ['{range .items[*]}{range .status.addresses[*]}{.address}, {end}{end}', '127.0.0.1, 127.0.0.2, 127.0.0.3, '],
    [
      '{range .items[*]}{.metadata.name}:{range .status.addresses[*]}{.type},{end}+{end}',
      '127.0.0.1:LegacyHostIP,+127.0.0.2:LegacyHostIP,another,+',
    ],
    [String.raw`{.items[0].metadata.labels.kubernetes\.io/hostname}`, '127.0.0.1'],
    [String.raw`{.items[?(@.metadata.labels.kubernetes\.io/hostname=="127.0.0.1")].kind}`, 'None'],
    ['{.items[?(@..ready==true)].metadata.name}', '127.0.0.1'],
    ['{.users[?(@.user.username)].name}', 'e2e'],
    ['{.nothing}', ''],
    ['before-{.nothing}after', 'before-after'],
    ['{"{"}', '{'],
    ['{range .nothing[*]}{.name}{end}', ''],
  ])('%s', (template, expected) => {
    expect(text(template)).toBe(expected);
  });

  test.each([
    ['{[?(@.z)].id}', POINTS, 'i2 i5'],
    ["{[0]['id']}", POINTS, 'i1'],
    ["{[-1]['x']}", POINTS, 'null'],
    ['{[?(@<5)]}', [2, 6, 3, 7], '2 3'],
    ['{[1,3,4]}', [0, 1, 2, 3, 4], '1 3 4'],
    ['{[0:2]}', ['Monday', 'Tuesday'], 'Monday Tuesday'],
    ['{..}', [1, 2, 3], '[1,2,3]'],
    ['{ .floats }', {floats: [1, 2.2]}, '[1,2.2]'],
    ['{ .v[:4:2] }', {v: [1, 2, 3, 4]}, '1 3'],
    ['{ .v[1::2] }', {v: [1, 2, 3, 4]}, '2 4'],
    ['{..Book[2]}', {store: {Book: ['a', 'b', 'c']}}, 'c'],
    ['{...Price}', {a: {Price: 8.95}, b: {Price: 12.99}}, '8.95 12.99'],
    ['{.v}', {v: {b: '<1>', a: 2}}, String.raw`{"a":2,"b":"\u003c1\u003e"}`],
    ['{.v}', {v: 0.00001}, '1e-05'],
  ])('%s of other data', (template, data, expected) => {
    expect(text(template, data)).toBe(expected);
  });

  test.each([
    ['[0:0]', ''],
    ['[0:-1]', 'fake0 fake1 fake2'],
    ['[-2:]', 'fake2 fake3'],
    ['[-4]', 'fake0'],
    ['[5:5]', ''],
    ['[-5:-5]', ''],
  ])('containers%s', (slice, expected) => {
    expect(text(`{.spec.containers${slice}.name}`, CONTAINERS)).toBe(expected);
  });
});

describe('kubectl refuses the same', () => {
  test.each([
    ['{hello}', {}, 'unrecognized identifier hello'],
    ['{.a[0]}', {a: {}}, 'map is not array or slice'],
    ['{.a[?(@.b<>10)]}', {a: [{b: 1}]}, 'unrecognized filter operator <>'],
    ['{range .a.*}{@}{end}{end}', {a: [1]}, 'not in range, nothing to end'],
    ['{.a', {}, 'unclosed action'],
    ['{.a[0}', {}, 'unterminated array'],
    ['{.a[x]}', {}, 'invalid array index x'],
    ['{.a[?(@.b]}', {}, 'unterminated filter'],
    ['{"a}', {}, 'unterminated quoted string'],
    ['{....a}', {}, 'invalid multiple recursive descent'],
    ['{.a[-5]}', {a: [1, 2, 3, 4]}, 'array index out of bounds: index -1, length 4'],
    ['{.a[3:1]}', {a: [1, 2, 3, 4]}, 'starting index 3 is greater than ending index 1'],
    ['{[?(@.a=="x")]}', [{a: 1}], 'incompatible types for comparison'],
  ])('%s', (template, data, message) => {
    expect(() => text(template, data)).toThrow(new JsonPathError(message));
  });
});

test('nothing of an object but its own fields is found', () => {
  expect(text('{.constructor}{.__proto__}{.toString}', {})).toBe('');
});

test('a long template of brackets is read in a moment', () => {
  expect(() => text('{' + '['.repeat(50_000))).toThrow(JsonPathError);
});

test('values by text, action and turn', () => {
  expect(found(jsonPath('{.users[*].name}'), DOCUMENTED)).toEqual([['myself', 'e2e']]);
});

test('custom columns spell values as Go does', () => {
  expect(spellGo({b: [1, 'x'], a: null})).toBe('map[a:<nil> b:[1 x]]');
});
