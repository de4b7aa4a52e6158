import type {Level} from '../../model/entry.ts';

/** Words for levels in lower case, as frameworks spell them. */
const WORDS: Readonly<Record<string, Level>> = {
  trace: 'trace',
  trc: 'trace',
  finest: 'trace',
  finer: 'trace',
  verbose: 'trace',
  debug: 'debug',
  dbg: 'debug',
  dbug: 'debug',
  fine: 'debug',
  info: 'info',
  inf: 'info',
  information: 'info',
  informational: 'info',
  notice: 'info',
  note: 'info',
  log: 'info',
  config: 'info',
  default: 'info',
  system: 'info',
  warn: 'warn',
  wrn: 'warn',
  warning: 'warn',
  error: 'error',
  err: 'error',
  eror: 'error',
  fail: 'error',
  severe: 'error',
  fatal: 'fatal',
  ftl: 'fatal',
  crit: 'fatal',
  critical: 'fatal',
  panic: 'fatal',
  dpanic: 'fatal',
  alert: 'fatal',
  emerg: 'fatal',
  emergency: 'fatal',
};

/** RFC 5424's numbers, 0 the most urgent. */
const PRIORITIES: readonly Level[] = ['fatal', 'fatal', 'fatal', 'error', 'warn', 'info', 'info', 'debug'];

export const levelOfPriority = (priority: number): Level | undefined => PRIORITIES[priority & 7];

/** A word such as `WARNING`, also `debug5` or `error:`; undefined for other words. */
export const levelOfWord = (word: string): Level | undefined =>
  word.length > 14 ? undefined : WORDS[word.toLowerCase().replace(/[\d:]+$/, '')];

/** pino and bunyan count 10 to 60, monolog 100 to 600, OpenTelemetry 1 to 24, zerolog and logr -1 to 5. */
export function levelOfNumber(value: number): Level | undefined {
  if (value >= 100)
    return value >= 500 ? 'fatal' : value >= 400 ? 'error' : value >= 300 ? 'warn' : value >= 200 ? 'info' : 'debug';
  if (value >= 10 && value % 10 === 0)
    return (['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const)[Math.min(5, value / 10 - 1)];
  return undefined;
}

export function levelOf(value: unknown): Level | undefined {
  if (typeof value === 'number') return levelOfNumber(value);
  if (typeof value !== 'string') return undefined;
  return /^\d+$/.test(value) ? levelOfNumber(Number(value)) : levelOfWord(value);
}

/**
 * A level that stands by itself in the first words: `[ERROR]`, ` WARN `, `<err>`, `INFO:`. Small letters only count in
 * brackets, or before a colon: "error" is a word of sentences too.
 */
const STANDING =
  /(?:^|[\s([<|:])(?:(?<upper>TRACE|DEBUG|INFO|INFORMATION|NOTICE|NOTE|LOG|WARN|WARNING|ERROR|ERR|FATAL|CRITICAL|CRIT|SEVERE|PANIC|ALERT|EMERG|TRC|DBG|INF|WRN|ERR|FTL)(?=[\s\])>|:,]|$)|(?<lower>trace|debug|info|notice|warn|warning|error|err|fatal|critical|crit|panic|alert|emerg|fail|Trace|Debug|Info|Note|Warn|Warning|Error|System|Fatal)(?=[\])>|]|: ))/;

/** How far into a line a level is looked for. */
const HEAD = 120;

export interface Standing {
  readonly level: Level;
  /** Where the line goes on behind it. */
  readonly end: number;
  readonly start: number;
}

export function standingLevel(line: string): Standing | undefined {
  const found = STANDING.exec(line.length > HEAD ? line.slice(0, HEAD) : line);
  const word = found?.groups?.['upper'] ?? found?.groups?.['lower'];
  const level = word === undefined ? undefined : levelOfWord(word);
  return found === null || level === undefined
    ? undefined
    : {level, start: found.index, end: found.index + found[0].length};
}
