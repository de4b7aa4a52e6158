import type {Level} from '../../model/entry.ts';

/** What belongs to a line that was written before it: stack traces, and messages of several lines. */
export interface Trace {
  readonly name: string;
  /** The line that a trace begins with; it may follow a line with a time and a level and belongs to that one then. */
  readonly begins: RegExp;
  /** Lines that go on with it. Undefined takes all that have no head of their own, up to `ends`. */
  readonly goesOn?: RegExp;
  /** The last line, and none behind it. */
  readonly ends?: RegExp;
  readonly level: Level;
  /** Whether it may follow the line before as a part of it. */
  readonly joins: boolean;
}

const FRAME = String.raw`\s+at |\s*\.{3} \d+ (?:more|common frames)|\s*Caused by: |\s*Suppressed: `;

export const TRACES: readonly Trace[] = [
  {
    name: 'python',
    begins: /^(?:Traceback \(most recent call last\):|  \+ Exception Group Traceback)/,
    goesOn:
      /^(?:\s|$|Traceback \(|During handling of the above|The above exception was|(?:[a-z_]\w*\.)*[A-Z]\w*(?:: |:$|$)|(?:[a-z_]\w*\.)+\w+(?:: |$))/,
    level: 'error',
    joins: true,
  },
  {
    name: 'java',
    begins: /^(?:Exception in thread "|(?:[a-z][\w$]*\.){2,}[A-Z][\w$]*(?:Exception|Error|Throwable|Failure)(?::|$| ))/,
    goesOn: new RegExp(`^(?:${FRAME}|\\t|$)`),
    level: 'error',
    joins: true,
  },
  {
    name: 'go',
    begins:
      /^(?:panic: |fatal error: |runtime: (?:out of memory|goroutine stack exceeds)|goroutine \d+ |SIG[A-Z]+: |unexpected fault address|\[signal SIG)|Observed a panic: /,
    ends: /^exit status \d+$/,
    level: 'fatal',
    joins: true,
  },
  {
    name: 'node',
    begins: /^(?:(?:node:|file:|\/|[A-Z]:\\)[^\s:]*(?::\d+){1,2}|<anonymous_script>:\d+|\[eval\]:\d+|undefined:\d+)$/,
    ends: /^Node\.js v\d/,
    level: 'fatal',
    joins: false,
  },
  {
    name: 'javascript',
    begins: /^(?:Uncaught )?(?:\[\w+\] .{0,80}: )?[A-Z]\w*(?:Error|Exception|Rejection)(?: \[\w+\])?: /,
    goesOn: /^(?:\s+at |\s{2,}\S|\}$|\s*\[cause\])/,
    level: 'error',
    joins: false,
  },
  {
    name: 'ruby',
    begins: /^(?:\S{1,200}\.rb|<internal:\S{1,200}>|-e):\d+:in [`'].{0,2000}\((?:\w+::)*\w+\)$/,
    goesOn: /^\s+(?:\d+: )?from |^\s+\d+:/,
    level: 'error',
    joins: false,
  },
  {
    name: 'php',
    begins: /PHP (?:Fatal|Parse|Recoverable fatal) error: |^(?:PHP )?(?:Fatal|Parse) error: |\{"exception":"\[object\]/,
    goesOn: /^(?:Stack trace:|#\d+ |\s+thrown in |\[stacktrace\]|\[previous exception\]|Next |"\})/,
    level: 'fatal',
    joins: true,
  },
  {
    name: 'rust',
    begins: /^(?:\n)?thread '[^']{0,100}' (?:\(\d+\) )?panicked at /,
    goesOn: /^(?!thread ')/,
    ends: /^note: (?:run with|Some details)/,
    level: 'fatal',
    joins: false,
  },
  {
    name: 'dotnet',
    begins: /^(?:Unhandled [Ee]xception\b|Process terminated\.|(?:fail|crit|warn|info|dbug|trce): \S{1,200}\[\d+\]$)/,
    goesOn: /^(?:\s| ---> )/,
    level: 'error',
    joins: false,
  },
  {
    name: 'mysql-slow',
    begins: /^# (?:Time: \d|User@Host: )/,
    goesOn: /^(?!# Time: )/,
    level: 'warn',
    joins: false,
  },
  {name: 'block', begins: /^[{[]$/, ends: /^[}\]],?$/, level: 'info', joins: false},
];

/** What follows a line with a head of its own and has none: frames of any language, and lines set in. */
export const FOLLOWS = new RegExp(`^(?:${FRAME}|\\t| {2,}\\S| ---> |\\}$|\\]$|Stack trace:|#\\d+ |Require stack:)`);
/** The same behind a line of mere text, where a table or a list may also be set in. */
export const FOLLOWS_TEXT = new RegExp(`^(?:${FRAME}|\\t(?:at |from )|\\s+from \\S+:\\d+:in )`);

export const traceBegun = (line: string): Trace | undefined => {
  for (const trace of TRACES) if (trace.begins.test(line)) return trace;
  return undefined;
};
