import {describe, expect, test} from 'vitest';
import {clock} from '../../../src/lib/views/clock.ts';
import {age, bytes, count, listed, named, namedBeside, plural} from '../../../src/lib/views/words.ts';

describe('ages are those of kubectl', () => {
  const [s, m, h, d] = [1000, 60_000, 3_600_000, 86_400_000];
  test.each([
    [0, '0s'],
    [-5 * s, '0s'],
    [119 * s, '119s'],
    [2 * m, '2m'],
    [5 * m + 32 * s, '5m32s'],
    [10 * m + 59 * s, '10m'],
    [179 * m, '179m'],
    [3 * h, '3h'],
    [3 * h + 5 * m, '3h5m'],
    [9 * h + 59 * m, '9h'],
    [47 * h, '47h'],
    [2 * d, '2d'],
    [2 * d + 3 * h, '2d3h'],
    [8 * d + 3 * h, '8d'],
    [729 * d, '729d'],
    [731 * d, '2y1d'],
    [9 * 365 * d, '9y'],
  ])('%i ms is %s', (elapsed, words) => {
    expect(age(elapsed)).toBe(words);
  });
});

test.each([
  [1, 'pod', '1 pod'],
  [0, 'pod', '0 pods'],
  [1204, 'pod', '1 204 pods'],
  [10_204_000, 'byte', '10 204 000 bytes'],
  [2, 'query', '2 queries'],
])('%i %s: %s', (number, noun, words) => {
  expect(count(number, noun)).toBe(words);
});

test.each([
  ['Ingress', 'Ingresses'],
  ['NetworkPolicy', 'NetworkPolicies'],
  ['Endpoints', 'Endpoints'],
  ['Gateway', 'Gateways'],
  ['StorageClass', 'StorageClasses'],
])('many of %s are %s', (one, many) => {
  expect(plural(one)).toBe(many);
});

test.each([
  [512, '512 bytes'],
  [913_442, '892 KiB'],
  [1_288_490, '1.2 MiB'],
  [5 * 1024 ** 3, '5 GiB'],
  [3000 * 1024 ** 4, '3000 TiB'],
])('%i bytes are %s', (size, words) => {
  expect(bytes(size)).toBe(words);
});

test('an object is spelt with its namespace, and shorter beside one of the same', () => {
  const db = {kind: 'Deployment', namespace: 'shop', name: 'db'};
  expect(named(db)).toBe('Deployment shop/db');
  expect(named({kind: 'Node', name: 'node-1'})).toBe('Node node-1');
  expect(namedBeside({kind: 'Pod', namespace: 'shop', name: 'db-0'}, db)).toBe('db-0');
  expect(namedBeside({kind: 'Service', namespace: 'shop', name: 'db'}, db)).toBe('Service db');
  expect(namedBeside({kind: 'Pod', namespace: 'kube-system', name: 'dns'}, db)).toBe('kube-system/dns');
});

test('a list says how many it leaves out', () => {
  expect(listed(['a', 'b'], 2)).toBe('a, b');
  expect(listed(['a', 'b', 'c'], 2, ' (--explain)')).toBe('a, b and 1 more (--explain)');
});

describe('a clock', () => {
  const berlin = clock('2026-03-01T23:30:00Z', 'Europe/Berlin');
  test('shows the time of its zone, and the day where it is another one there', () => {
    expect(berlin.at('2026-03-02T01:02:03Z')).toBe('02:02:03');
    expect(berlin.at('2026-03-01T01:02:03Z')).toBe('Mar 01 02:02');
  });
  test('says its zone when asked, summer and winter', () => {
    expect(berlin.full('2026-03-01T23:30:00Z')).toBe('2026-03-02 00:30:00 CET');
    expect(berlin.zoned('2026-07-01T00:00:00Z')).toBe('02:00:00 CEST');
  });
  test('shows nothing for no stamp, and for one that is none', () => {
    expect([berlin.at(undefined), berlin.at(''), berlin.at('\u001B[2J'), berlin.full('soon')]).toEqual([
      '',
      '',
      '',
      '',
    ]);
  });
});
