import {expect, test} from 'vitest';
import {stamped} from '../../../src/lib/parse/log-time.ts';

const now = new Date('2026-03-01T12:00:00Z');

test.each([
  ['2026-03-01T11:59:58.123456789Z hello', '2026-03-01T11:59:58.123Z', 'hello'],
  ['2026-03-01T12:59:58+01:00 host kernel: oops', '2026-03-01T11:59:58.000Z', 'host kernel: oops'],
  ['2026-03-01 11:59:58,250 ERROR x', '2026-03-01T11:59:58.250Z', 'ERROR x'],
  ['Mar  1 11:59:58 node-1 kernel: [12.5] oops', '2026-03-01T11:59:58.000Z', 'node-1 kernel: [12.5] oops'],
  ['Dec 31 23:59:58 node-1 kernel: oops', '2025-12-31T23:59:58.000Z', 'node-1 kernel: oops'],
  [
    'E0301 11:59:58.123456    1234 pod.go:5] failed',
    '2026-03-01T11:59:58.123Z',
    'E0301 11:59:58.123456    1234 pod.go:5] failed',
  ],
  [
    'time="2026-03-01T11:59:58.5Z" level=error msg="x"',
    '2026-03-01T11:59:58.500Z',
    'time="2026-03-01T11:59:58.5Z" level=error msg="x"',
  ],
  [
    '{"level":"warn","ts":"2026-03-01T11:59:58.123Z","msg":"slow"}',
    '2026-03-01T11:59:58.123Z',
    '{"level":"warn","ts":"2026-03-01T11:59:58.123Z","msg":"slow"}',
  ],
  ['no stamp at all', undefined, 'no stamp at all'],
  ['2026-13-45T99:99:99Z nonsense', undefined, 'nonsense'],
])('%s', (line, at, text) => {
  expect(stamped(line, now)).toEqual({at, text});
});
