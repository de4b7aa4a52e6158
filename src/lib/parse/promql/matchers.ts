import type {Labels} from '../../model/exposition.ts';

export type MatchOperator = '=' | '!=' | '=~' | '!~';

export interface Matcher {
  /** `__name__` for the name of the metric. */
  readonly name: string;
  readonly operator: MatchOperator;
  readonly value: string;
}

export type Matched = (name: string, labels: Labels) => boolean;

/** A pattern as Prometheus writes it (RE2, for the whole text) as a RegExp; undefined when it is none. */
export function wholePattern(text: string): RegExp | undefined {
  // RE2 sets flags at the beginning of a pattern, where JavaScript has them behind it.
  const [, flags = '', pattern = ''] = /^(?:\(\?([ims]+)\))?(.*)$/su.exec(text) ?? [];
  try {
    return new RegExp(`^(?:${pattern})$`, [...new Set(`s${flags}`)].join(''));
  } catch {
    return undefined;
  }
}

/** Whether one matcher is fulfilled; an absent label is an empty one. Undefined when its pattern is none. */
export function matching({name, operator, value}: Matcher): ((text: string) => boolean) | undefined {
  switch (operator) {
    case '=':
      return (text) => text === value;
    case '!=':
      return (text) => text !== value;
    case '=~':
    case '!~': {
      const pattern = wholePattern(value);
      if (pattern === undefined) return undefined;
      return operator === '=~' ? (text) => pattern.test(text) : (text) => !pattern.test(text);
    }
    default:
      throw new TypeError(`no such operator in a matcher of ${name}`);
  }
}

export type Selector =
  {readonly is: 'selector'; readonly matches: Matched} | {readonly is: 'wrong'; readonly because: string};

/**
 * What is wanted of a page: `up`, `container_*`, `/regex/`, `{job="x"}`, `up{job=~"a|b",code!="200"}`.
 */
export function selectorOf(typed: string): Selector {
  const open = typed.indexOf('{');
  const name = (open === -1 ? typed : typed.slice(0, open)).trim();
  const matchers = open === -1 ? [] : matchersIn(typed.slice(open));
  if (matchers === undefined) return {is: 'wrong', because: `${typed} is not like {job="x",code=~"5.."}`};
  const byName = nameTest(name);
  if (byName === undefined) return {is: 'wrong', because: `${name} is no pattern`};
  const tests = matchers.map((matcher) => ({matcher, test: matching(matcher)}));
  const broken = tests.find(({test}) => test === undefined);
  if (broken !== undefined) return {is: 'wrong', because: `${broken.matcher.value} is no pattern`};
  return {
    is: 'selector',
    matches: (metric, labels) =>
      byName(metric) &&
      tests.every(
        ({matcher, test}) => test?.(matcher.name === '__name__' ? metric : (labels[matcher.name] ?? '')) === true,
      ),
  };
}

function nameTest(name: string): ((metric: string) => boolean) | undefined {
  if (name === '') return () => true;
  const [, regex] = /^\/(.+)\/$/.exec(name) ?? [];
  if (regex !== undefined) {
    try {
      const pattern = new RegExp(regex);
      return (metric) => pattern.test(metric);
    } catch {
      return undefined;
    }
  }
  if (!name.includes('*')) return (metric) => metric === name;
  const literal = name.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  const glob = new RegExp(`^${literal.replaceAll('*', '.*')}$`);
  return (metric) => glob.test(metric);
}

const MATCHER =
  /^\s*([a-zA-Z_][a-zA-Z0-9_]*|"(?:[^"\\]|\\.)*")\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)\s*(,|\})/;

/** `{a="b",c=~'d'}`; undefined when it is not like that. */
export function matchersIn(text: string): readonly Matcher[] | undefined {
  if (!text.startsWith('{')) return undefined;
  let rest = text.slice(1);
  const found: Matcher[] = [];
  while (rest.trim() !== '}') {
    const match = MATCHER.exec(rest);
    if (match === null) return undefined;
    const [whole, name = '', operator, value = '', end] = match;
    found.push({
      name: name.startsWith('"') ? unquoted(name) : name,
      operator: operator as MatchOperator,
      value: unquoted(value),
    });
    rest = rest.slice(whole.length);
    if (end === '}') return rest.trim() === '' ? found : undefined;
  }
  return found;
}

const ESCAPES: Readonly<Record<string, string>> = {n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v'};

/** A string literal of PromQL: Go's, in double, single or back quotes. */
export function unquoted(literal: string): string {
  const inner = literal.slice(1, -1);
  if (literal.startsWith('`')) return inner;
  return inner.replaceAll(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))/gs,
    (_, hex?: string, short?: string, long?: string, octal?: string, one = '') => {
      const code = hex ?? short ?? long;
      if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      return ESCAPES[one as string] ?? String(one);
    },
  );
}
