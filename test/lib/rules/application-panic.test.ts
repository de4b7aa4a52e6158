import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/application-panic.ts';
import {said} from '../../support/cases.ts';
import {cluster, crashed, pod, podLog, sightings} from '../../support/cluster.ts';

const ended = (lines: readonly string[], end: Record<string, unknown> = {exitCode: 2, reason: 'Error'}) =>
  cluster(
    {Pod: [pod('web', {status: crashed({...end})})]},
    {
      containerLogs: [
        podLog(
          'web',
          lines.map((text) => said(text)),
          {previous: true},
        ),
      ],
    },
  );

test.each([
  [
    'a Go panic',
    [
      'ready',
      'panic: runtime error: invalid memory address or nil pointer dereference',
      '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4a]',
      '',
      'goroutine 1 [running]:',
      'main.main()',
      '\t/src/main.go:12 +0x1d',
    ],
    'panic: runtime error: invalid memory address or nil pointer dereference',
  ],
  [
    'an uncaught Python exception',
    [
      'Traceback (most recent call last):',
      '  File "/app/main.py", line 3, in <module>',
      '    main()',
      'ZeroDivisionError: division by zero',
    ],
    'ZeroDivisionError: division by zero',
  ],
  [
    'an uncaught Java exception',
    [
      'Exception in thread "main" java.lang.NullPointerException: Cannot invoke "String.length()"',
      '\tat shop.Main.main(Main.java:7)',
    ],
    'Exception in thread "main" java.lang.NullPointerException: Cannot invoke "String.length()"',
  ],
  [
    'an uncaught exception',
    [
      '/app/index.js:3',
      "TypeError: Cannot read properties of undefined (reading 'id')",
      '    at main (/app/index.js:3:9)',
      'Node.js v22.1.0',
    ],
    "TypeError: Cannot read properties of undefined (reading 'id')",
  ],
  [
    'a Rust panic',
    ["thread 'main' panicked at src/main.rs:4:5:", 'index out of bounds: the len is 3 but the index is 7'],
    "thread 'main' panicked at src/main.rs:4:5:",
  ],
])('names %s and quotes its line', (says, lines, quote) => {
  const [found] = sightings(rule, ended(lines));
  expect(found?.summary).toContain(`Pod shop/web crashes with ${says} in container app: `);
  expect(found?.evidence[0].quote).toBe(quote);
});

test('knows a segmentation fault by its exit code', () => {
  expect(sightings(rule, ended([], {exitCode: 139, reason: 'Error'}))[0]?.summary).toContain(
    'a segmentation fault (SIGSEGV)',
  );
});

test('is silent about a container that goes on running', () => {
  expect(
    sightings(rule, cluster({Pod: [pod('web')]}, {containerLogs: [podLog('web', [said('panic: recovered')])]})),
  ).toEqual([]);
});

test.each([
  ['asked to stop', {exitCode: 143, reason: 'Error'}],
  ['ended well', {exitCode: 0, reason: 'Completed'}],
  ['out of memory', {exitCode: 137, reason: 'OOMKilled'}],
])('is silent about a process that was %s', (_, end) => {
  expect(sightings(rule, ended(['panic: recovered'], end))).toEqual([]);
});

test('leaves a panic about a lost dependency to the rule that follows it', () => {
  expect(
    sightings(rule, ended(['panic: dial tcp 10.96.0.10:5432: connect: connection refused', 'goroutine 1 [running]:'])),
  ).toEqual([]);
});
