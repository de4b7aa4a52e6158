import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {entriesOf, lineReader} from '../../../../src/lib/parse/lines/reader.ts';

const now = new Date('2026-11-25T00:00:00Z');
const texts = (text: string): readonly string[] => entriesOf(text, now).map((entry) => entry.text);

/** Pieces that are written at once, one entry each. */
const TRACES: Readonly<Record<string, readonly string[]>> = {
  python: [
    '2026-11-23 04:19:05,799 ERROR [orders] Failed\nTraceback (most recent call last):\n  File "t.py", line 27, in <module>\n    x()\nKeyError: \'sku\'\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "t.py", line 1\nsocket.gaierror: [Errno -3] no',
    '2026-11-23 04:19:05,800 INFO [orders] next',
  ],
  java: [
    '2026-11-23 04:19:05,799 ERROR [main] Shop - failed\njava.lang.IllegalStateException: no\n\tat com.example.A.b(A.java:1)\n\t... 3 more\nCaused by: java.io.IOException: x\n\tat com.example.C.d(C.java:2)',
    '2026-11-23 04:19:06,000 INFO [main] Shop - on',
  ],
  go: ['panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/app/main.go:12 +0xaff\nexit status 2', 'started'],
  node: [
    "/app/t.js:17\nthrow x\n^\n\nError: socket hang up\n    at Object.<anonymous> (/app/t.js:17:3) {\n  code: 'X'\n}\n\nNode.js v20.1.0",
    'listening on 8080',
  ],
  ruby: ["t.rb:6:in `x': no (RuntimeError)\n\tfrom t.rb:9:in `<main>'", 'ready'],
  php: [
    '[23-Nov-2026 04:19:11 UTC] PHP Fatal error:  Uncaught E in t.php:4\nStack trace:\n#0 {main}\n  thrown in t.php on line 4',
  ],
  rust: ["thread 'main' panicked at main.rs:4:61:\nfailed: X\nnote: run with `RUST_BACKTRACE=1`", 'bye'],
  dotnet: [
    'Unhandled exception. System.X: One\n ---> System.Y: Two\n   at System.Z()\n   --- End of inner ---\n   at Program.Main()',
    'done',
  ],
  postgres: [
    '2026-11-23 04:30:37.416 UTC [7] ERROR:  relation "x" does not exist at character 15\n2026-11-23 04:30:37.416 UTC [7] STATEMENT:  select *\n\tfrom x',
    '2026-11-23 04:30:38.416 UTC [8] LOG:  checkpoint',
  ],
};

describe('what was written at once is one entry', () => {
  test.each(Object.entries(TRACES))('%s', (_, pieces) => {
    const found = entriesOf(pieces.join('\n'), now);
    expect(found.map(({text}) => text.split('\n').length)).toEqual(pieces.map((piece) => piece.split('\n').length));
  });
});

describe('container logs', () => {
  test('parts of a line are joined, per stream', () => {
    const lines = [
      '2026-11-24T13:58:01.1Z stdout P one ',
      '2026-11-24T13:58:01.2Z stderr F other',
      '2026-11-24T13:58:01.3Z stdout F two',
    ];
    expect(texts(lines.join('\n'))).toEqual(['other', 'one two']);
    const docker = ['a ', 'b\n'].map((log) => JSON.stringify({log, stream: 'stdout', time: '2026-11-24T13:58:01.1Z'}));
    expect(texts(docker.join('\n'))).toEqual(['a b']);
  });

  test('a part that is never finished is not lost', () => {
    expect(texts('2026-11-24T13:58:01.1Z stdout P half')).toEqual(['half']);
  });

  test('lines of two streams, or of two moments, are two entries', () => {
    const trace = 'panic: x';
    expect(texts(`2026-11-24T13:58:01.1Z stderr F ${trace}\n2026-11-24T13:58:01.1Z stdout F main.main()`)).toHaveLength(
      2,
    );
    expect(texts(`2026-11-24T13:58:01.1Z stderr F ${trace}\n2026-11-24T13:59:01.1Z stderr F main.main()`)).toHaveLength(
      2,
    );
  });
});

test('a journal in export form is read record by record', () => {
  const record = (message: string) =>
    `__CURSOR=s=1\n__REALTIME_TIMESTAMP=1795407553490226\nPRIORITY=4\nSYSLOG_IDENTIFIER=containerd\nMESSAGE=${message}\n`;
  const found = entriesOf(`${record('level=warning msg="a b" x=1')}\n${record('two')}`, now);
  expect(found.map(({component, level, message}) => [component, level, message])).toEqual([
    ['containerd', 'warn', 'a b'],
    ['containerd', 'warn', 'two'],
  ]);
});

/** Every line of the text, in order, whatever it is read as. */
function linesIn(text: string): readonly string[] {
  return texts(text).flatMap((one) => one.split('\n'));
}

describe('nothing is dropped, whatever comes', () => {
  const samples = [
    ...Object.values(TRACES).flat(),
    'Nov 24 13:58:01 node-1 kubelet[7]: x',
    '[    9.245171] Buffer I/O error on device dm-0',
    '10.0.0.1 - - [23/Nov/2026:04:20:53 +0000] "GET / HTTP/1.1" 200 1',
    '{"level":"info","msg":"x"}',
    'a=b level=info msg="c d"',
    '#Fields: date time c-ip cs-method',
    '2015-01-13 00:32:17 1.2.3.4 GET',
    '',
    '\t',
    '{',
    '}',
    '<34>',
    '[',
  ].flatMap((sample) => sample.split('\n'));

  test('ten thousand damaged lines in any order', () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    const damaged = (line: string): string => {
      const at = random(line.length + 1);
      const junk =
        ['', '\u0000', '\uFFFD', '"', '\\', '\u001B[31m', '{', ']', '\u202E', '9'.repeat(30)][random(10)] ?? '';
      return line.slice(0, at) + junk + line.slice(at + random(3));
    };
    const lines = Array.from({length: 10_000}, () => damaged(samples[random(samples.length)] ?? ''));
    const kept = linesIn(lines.join('\n'));
    expect(kept).toHaveLength(lines.at(-1) === '' ? lines.length - 1 : lines.length);
  });

  test('binary, and a line of ten megabytes', () => {
    const binary = readFileSync(process.execPath).subarray(0, 300_000).toString('latin1').replaceAll('\r', '');
    expect(linesIn(binary).join('\n')).toHaveLength(binary.replace(/\n$/, '').length);
    const long = `{"msg":"${'x'.repeat(10_000_000)}"}`;
    expect(linesIn(long)[0]).toHaveLength(long.length);
  });

  test('no text takes more than linear time', () => {
    const hostile = ['[', '"', 'a=', '{"a":', '\tat ', '<1>', '- ', '1:', ' "', '/', '[a] ', 'a.', '10.0.0.1 '];
    for (const unit of hostile) {
      const began = performance.now();
      linesIn(unit.repeat(100_000 / unit.length));
      expect(performance.now() - began, JSON.stringify(unit)).toBeLessThan(1000);
    }
  });
});

test('what a stream leaves open comes with a flush, once', () => {
  const reader = lineReader(now);
  expect(reader.push('panic: x', '2026-11-24T13:58:01.1Z')).toEqual([]);
  expect(reader.push('goroutine 1 [running]:', '2026-11-24T13:58:01.1Z')).toEqual([]);
  expect(reader.flush().map(({text, time}) => [text, time])).toEqual([
    ['panic: x\ngoroutine 1 [running]:', '2026-11-24T13:58:01.1Z'],
  ]);
  expect(reader.flush()).toEqual([]);
});
