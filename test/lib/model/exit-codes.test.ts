import {expect, test} from 'vitest';
import {meaningOfExit, spellEnd} from '../../../src/lib/model/exit-codes.ts';

test.each([
  [0, 'ended by itself without an error'],
  [127, 'the command was not found'],
  [134, 'aborted (SIGABRT)'],
  [137, 'killed (SIGKILL)'],
  [139, 'segmentation fault (SIGSEGV)'],
  [143, 'asked to stop (SIGTERM)'],
  [42, undefined],
  [200, undefined],
  [undefined, undefined],
])('%s means %s', (code, meaning) => {
  expect(meaningOfExit(code)).toBe(meaning);
});

const end = {
  exitCode: 137,
  reason: 'OOMKilled',
  signal: undefined,
  message: undefined,
  startedAt: undefined,
  finishedAt: undefined,
  containerID: undefined,
};

test('an end is spelt with its reason, code and meaning', () => {
  expect(spellEnd(end)).toBe('OOMKilled, exit 137');
  expect(spellEnd({...end, reason: 'Error'})).toBe('exit 137: killed (SIGKILL)');
  expect(spellEnd({...end, exitCode: 42, reason: 'Error'})).toBe('exit 42');
});
