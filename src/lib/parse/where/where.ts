import type {Field} from '../../model/entry.ts';
import {levelRank, levels} from '../../model/entry.ts';
import {severities, severityRank} from '../../model/finding.ts';
import {duration} from '../duration.ts';
import {quantity} from '../quantity.ts';
import {linear} from '../regex/linear.ts';
import {RegexError} from '../regex/syntax.ts';
import {levelOfWord} from '../lines/level.ts';
import {type Token, tokens, WhereError} from './tokens.ts';

/** Looks a name up in one entry. */
export type Lookup = (name: string) => Field | undefined;
export type Predicate = (lookup: Lookup) => boolean;

type Compare = (value: Field | undefined) => boolean;

/**
 * `level>=warn && status>=500 && path~"^/api"`: comparisons joined by `&&`, `||`, `!` and parentheses (`and`, `or`,
 * `not` too). `~` and `!~` take a regular expression, `in (a, b)` a list; a name alone asks whether it is there.
 * Levels and severities compare by rank, numbers as numbers, and `500ms` or `2Mi` as what they are.
 * Throws {@link WhereError}.
 */
export function where(source: string): Predicate {
  const all = tokens(source);
  let at = 0;
  const peek = (): Token => all[at] ?? {is: 'end', text: '', at: source.length};
  const next = (): Token => {
    const token = peek();
    at++;
    return token;
  };
  const takes = (...texts: readonly string[]): boolean => {
    const token = peek();
    if (token.is === 'string' || !texts.includes(token.text.toLowerCase())) return false;
    at++;
    return true;
  };
  const fail = (message: string, token: Token): never => {
    throw new WhereError(message, token.at);
  };

  const either = (): Predicate => {
    const parts = [both()];
    while (takes('||', 'or')) parts.push(both());
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : (lookup) => parts.some((part) => part(lookup));
  };
  const both = (): Predicate => {
    const parts = [single()];
    while (takes('&&', 'and')) parts.push(single());
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : (lookup) => parts.every((part) => part(lookup));
  };
  const single = (): Predicate => {
    if (takes('!', 'not')) {
      const inner = single();
      return (lookup) => !inner(lookup);
    }
    const token = next();
    if (token.text === '(' && token.is === 'sign') {
      const inner = either();
      if (!takes(')')) fail('here ) is missing', peek());
      return inner;
    }
    if (token.is === 'sign') fail(`"${token.text}" stands where the name of a field should`, token);
    if (token.is === 'end') fail('here a comparison is missing', token);
    return comparison(token.text);
  };
  const comparison = (name: string): Predicate => {
    if (takes('in')) {
      const wanted = list();
      return (lookup) => wanted.some((one) => one(lookup(name)));
    }
    const sign = peek();
    const compare = sign.is === 'sign' ? COMPARES[sign.text] : undefined;
    if (compare === undefined) return (lookup) => lookup(name) !== undefined;
    at++;
    const value = next();
    if (value.is === 'end' || value.is === 'sign') fail(`behind ${sign.text} a value is missing`, value);
    const holds = compare(name, value);
    return (lookup) => holds(lookup(name));
  };
  const list = (): readonly Compare[] => {
    if (!takes('(')) fail('behind "in" comes a list in parentheses: level in (warn, error)', peek());
    const out: Compare[] = [];
    for (;;) {
      const value = next();
      if (value.is !== 'word' && value.is !== 'string') fail('here a value is missing', value);
      out.push(equal(value.text));
      if (takes(')')) return out;
      if (!takes(',')) fail('here , or ) is missing', peek());
    }
  };

  const whole = either();
  const rest = peek();
  if (rest.is !== 'end') fail(`"${rest.text}" is not understood; comparisons are joined by && or ||`, rest);
  return whole;
}

const COMPARES: Readonly<Record<string, (name: string, value: Token) => Compare>> = {
  '=': (_, {text}) => equal(text),
  '==': (_, {text}) => equal(text),
  '!=': (_, {text}) => not(equal(text)),
  '>': (name, token) => ranked(name, token, (order) => order > 0),
  '>=': (name, token) => ranked(name, token, (order) => order >= 0),
  '<': (name, token) => ranked(name, token, (order) => order < 0),
  '<=': (name, token) => ranked(name, token, (order) => order <= 0),
  '~': (_, token) => matches(token),
  '=~': (_, token) => matches(token),
  '!~': (_, token) => not(matches(token)),
};

const not =
  (compare: Compare): Compare =>
  (value) =>
    !compare(value);

function equal(text: string): Compare {
  const number = numberIn(text);
  const level = levelOfWord(text);
  return (value) => {
    if (value === undefined) return false;
    if (typeof value === 'number') return number === value;
    const said = String(value);
    return said === text || (level !== undefined && said.toLowerCase() === level);
  };
}

function matches(token: Token): Compare {
  try {
    const expression = linear(token.text);
    return (value) => value !== undefined && expression.test(String(value));
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    throw new WhereError(
      `the regular expression is wrong: ${error.message}`,
      token.at + error.position + (token.is === 'string' ? 1 : 0),
    );
  }
}

/** Compares by rank where the name or the value is a level or a severity, else as numbers, else as words. */
function ranked(name: string, token: Token, holds: (order: number) => boolean): Compare {
  const {text} = token;
  if (name === 'level') {
    const bound = levelOfWord(text);
    if (bound === undefined) throw new WhereError(`"${text}" is no level; levels are ${levels.join(', ')}`, token.at);
    return (value) => {
      const level = levelOfWord(String(value ?? ''));
      return level !== undefined && holds(levelRank(level) - levelRank(bound));
    };
  }
  if (name === 'severity') {
    const bound = severities.find((one) => one === text.toLowerCase());
    if (bound === undefined)
      throw new WhereError(`"${text}" is no severity; severities are ${severities.join(', ')}`, token.at);
    return (value) => {
      const severity = severities.find((one) => one === value);
      return severity !== undefined && holds(severityRank(bound) - severityRank(severity));
    };
  }
  const number = numberIn(text);
  if (number === undefined)
    return (value) => typeof value === 'string' && holds(value < text ? -1 : value > text ? 1 : 0);
  return (value) => {
    const own = typeof value === 'number' ? value : typeof value === 'string' ? numberIn(value) : undefined;
    return own !== undefined && holds(own - number);
  };
}

/** `500`, `1.5`, `500ms` (as seconds), `2Mi` (as bytes). */
function numberIn(text: string): number | undefined {
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  if (/^\d+(?:\.\d+)?(?:Ki|Mi|Gi|Ti|k|M|G)$/.test(text)) return quantity(text);
  const span = /^[\d.]+(?:ms|s|m|h)/.test(text) ? duration(text) : undefined;
  return span === undefined ? undefined : span / 1000;
}
