import {Flags} from '@oclif/core';
import {UserError} from '../model/failure.ts';
import {levels} from '../model/entry.ts';
import {linear, type Linear} from '../parse/regex/linear.ts';
import {RegexError} from '../parse/regex/syntax.ts';
import {WhereError} from '../parse/where/tokens.ts';
import {type Predicate, where} from '../parse/where/where.ts';
import {durationFlag} from './flags.ts';

const SHOWN_AROUND = 40;

/** The piece of the text around a place, with the place marked: `level>= ‸ && x`. */
const placed = (text: string, position: number): string =>
  `${text.slice(Math.max(0, position - SHOWN_AROUND), position)}‸${text.slice(position, position + SHOWN_AROUND)}`;

/** A regular expression that cannot hang, whatever is typed. */
export const regexFlag = Flags.custom<Linear>({
  parse: async (text) => {
    try {
      return await Promise.resolve(linear(text));
    } catch (error) {
      if (!(error instanceof RegexError)) throw error;
      throw new UserError(
        `the regular expression is wrong at character ${error.position + 1}: ${error.message}`,
        `It stands here: ${placed(text, error.position)}`,
      );
    }
  },
});

export const whereFlag = Flags.custom<Predicate>({
  parse: async (text) => {
    try {
      return await Promise.resolve(where(text));
    } catch (error) {
      if (!(error instanceof WhereError)) throw error;
      throw new UserError(
        `--where is wrong at character ${error.position + 1}: ${error.message}`,
        `It stands here: ${placed(text, error.position)}`,
      );
    }
  },
});

/** A moment: RFC 3339, as milliseconds since 1970. */
export const momentFlag = Flags.custom<number>({
  parse: async (text) => {
    const value = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text) ? Date.parse(text.replace(' ', 'T')) : Number.NaN;
    if (Number.isNaN(value)) throw new UserError(`"${text}" is not a time`, 'Write it like 2026-11-24T02:17:05Z.');
    return Promise.resolve(value);
  },
});

const filtering = 'FILTER';
/** What is shown of the lines that were read. */
export const filterFlags = {
  where: whereFlag({
    helpGroup: filtering,
    helpValue: 'EXPRESSION',
    description: 'only entries of which it holds: level>=warn && status>=500 && path~"^/api"',
  }),
  grep: regexFlag({helpGroup: filtering, helpValue: 'REGEX', description: 'only entries that match'}),
  after: Flags.integer({
    min: 0,
    helpGroup: filtering,
    helpValue: 'N',
    description: 'and N entries behind each, as grep -A',
  }),
  before: Flags.integer({
    char: 'B',
    min: 0,
    helpGroup: filtering,
    helpValue: 'N',
    description: 'and N entries before each',
  }),
  both: Flags.integer({
    char: 'C',
    min: 0,
    helpGroup: filtering,
    helpValue: 'N',
    description: 'and N entries before and behind each',
  }),
  include: regexFlag({
    char: 'i',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: filtering,
    helpValue: 'REGEX',
    description: 'only entries that match one of these',
  }),
  exclude: regexFlag({
    char: 'e',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: filtering,
    helpValue: 'REGEX',
    description: 'no entries that match one of these',
  }),
  level: Flags.option({options: levels})({
    helpGroup: filtering,
    helpValue: 'LEVEL',
    description: `only entries of this level and worse (${levels.join(', ')})`,
  }),
  since: durationFlag({helpGroup: filtering, helpValue: '15m', description: 'only what is younger than this'}),
  'since-time': momentFlag({
    helpGroup: filtering,
    helpValue: 'TIME',
    description: 'only what is younger than RFC 3339',
  }),
  until: momentFlag({helpGroup: filtering, helpValue: 'TIME', description: 'only what is older than RFC 3339'}),
  around: momentFlag({
    helpGroup: filtering,
    helpValue: 'TIME',
    description: 'only what is near a moment, of all layers',
    exclusive: ['since', 'since-time', 'until'],
  }),
  window: durationFlag({helpGroup: filtering, helpValue: '2m', description: 'how near to --around, before and after'}),
};

const showing = 'SHOW';
export const showFlags = {
  field: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: showing,
    helpValue: 'NAME',
    description: 'only these fields of each entry',
  }),
  count: Flags.string({
    helpGroup: showing,
    helpValue: 'by(NAME,…)',
    description: 'how often each value occurs, not the entries',
  }),
  patterns: Flags.boolean({helpGroup: showing, description: 'similar entries together, with counts and times'}),
  'new-since': momentFlag({
    helpGroup: showing,
    helpValue: 'TIME',
    description: 'with --patterns: tell apart what began after it',
  }),
  summary: Flags.boolean({helpGroup: showing, description: 'what each layer says, worst first'}),
  explain: Flags.boolean({helpGroup: showing, description: 'with what recognised lines mean and what to do'}),
  timestamps: Flags.boolean({char: 't', helpGroup: showing, description: 'the time in front of each entry'}),
  timezone: Flags.string({
    helpGroup: showing,
    helpValue: 'ZONE',
    description: 'zone of shown times: UTC, Europe/Berlin, Local',
  }),
  prefix: Flags.boolean({allowNo: true, helpGroup: showing, description: 'pod and container in front of each line'}),
};

/** `by(reason, level)` or `reason`. */
export function countNames(typed: string): readonly string[] {
  const inside = /^by\((.*)\)$/.exec(typed.trim())?.[1] ?? typed;
  const names = inside
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0 || names.some((name) => /[()\s]/.test(name)))
    throw new UserError(
      `--count ${typed} names no field`,
      'Write it like --count "by(reason)" or --count "by(layer, level)".',
    );
  return names;
}

/** The clock of a zone, to the millisecond; throws for a zone that is not known. */
export function clockIn(zone: string): (time: string) => string {
  const timeZone = zone === 'Local' ? undefined : zone;
  try {
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
    });
    return (time) => format.format(new Date(time)).replace(',', '.');
  } catch (error) {
    throw new UserError(`"${zone}" is no time zone`, 'Write it like UTC, Local or Europe/Berlin.', {cause: error});
  }
}
