import type {Binary, Expr, Matching, Shift, VectorSelector} from './ast.ts';
import {spellDuration} from './duration.ts';

/** As wide as a line may be before it is broken, as in Prometheus' own formatter. */
const WIDTH = 100;
const INDENT = '  ';

/** An expression as Prometheus writes it: short ones on a line, long ones broken where their parts are. */
export function formatPromql(expr: Expr, depth = 0): string {
  const pad = INDENT.repeat(depth);
  const line = spell(expr);
  if (line.length <= WIDTH) return pad + line;
  const inner = (one: Expr): string => formatPromql(one, depth + 1);
  switch (expr.is) {
    case 'aggregation': {
      const parameter = expr.parameter === undefined ? '' : `${inner(expr.parameter)},\n`;
      return `${pad}${expr.operator}${grouping(expr.grouping)} (\n${parameter}${inner(expr.expr)}\n${pad})`;
    }
    case 'binary':
      return `${inner(expr.left)}\n${pad}${operatorWords(expr)}\n${inner(expr.right)}`;
    case 'call':
      return `${pad}${expr.name}(\n${expr.args.map(inner).join(',\n')}\n${pad})`;
    case 'paren':
      return `${pad}(\n${inner(expr.expr)}\n${pad})`;
    case 'unary':
      return `${pad}${expr.operator}${formatPromql(expr.expr, depth).trimStart()}`;
    case 'subquery':
      return `${formatPromql(expr.expr, depth)}[${spellDuration(expr.range)}:${expr.step === undefined ? '' : spellDuration(expr.step)}]${shift(expr)}`;
    case 'number':
    case 'string':
    case 'vector':
    case 'matrix':
      return pad + line;
  }
}

/** On one line. */
export function spell(expr: Expr): string {
  switch (expr.is) {
    case 'number':
      return expr.text;
    case 'string':
      return JSON.stringify(expr.value);
    case 'vector':
      return selector(expr) + shift(expr);
    case 'matrix':
      return `${selector(expr.vector)}[${spellDuration(expr.range)}]${shift(expr.vector)}`;
    case 'subquery':
      return `${spell(expr.expr)}[${spellDuration(expr.range)}:${expr.step === undefined ? '' : spellDuration(expr.step)}]${shift(expr)}`;
    case 'call':
      return `${expr.name}(${expr.args.map(spell).join(', ')})`;
    case 'aggregation':
      return `${expr.operator}${grouping(expr.grouping)}${expr.grouping === undefined ? '' : ' '}(${[
        expr.parameter,
        expr.expr,
      ]
        .filter((one) => one !== undefined)
        .map(spell)
        .join(', ')})`;
    case 'binary':
      return `${spell(expr.left)} ${operatorWords(expr)} ${spell(expr.right)}`;
    case 'unary':
      return `${expr.operator}${spell(expr.expr)}`;
    case 'paren':
      return `(${spell(expr.expr)})`;
  }
}

const LEGACY_METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LEGACY_LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const labelName = (name: string): string => (LEGACY_LABEL.test(name) ? name : JSON.stringify(name));

function selector({name, matchers}: VectorSelector): string {
  const isPlain = name === undefined || LEGACY_METRIC.test(name);
  const inside = [
    ...(isPlain ? [] : [JSON.stringify(name)]),
    ...matchers.map((one) => `${labelName(one.name)}${one.operator}${JSON.stringify(one.value)}`),
  ];
  return `${isPlain ? (name ?? '') : ''}${inside.length === 0 ? '' : `{${inside.join(',')}}`}`;
}

function shift({offset, at}: Shift): string {
  const moment = at === undefined ? '' : typeof at === 'number' ? ` @ ${(at / 1000).toFixed(3)}` : ` @ ${at}()`;
  return `${moment}${offset === 0 ? '' : ` offset ${spellDuration(offset)}`}`;
}

const grouping = (given: {readonly is: 'by' | 'without'; readonly labels: readonly string[]} | undefined): string =>
  given === undefined ? '' : ` ${given.is} (${given.labels.map(labelName).join(', ')})`;

const operatorWords = ({operator, isBool, matching}: Binary): string =>
  `${operator}${isBool ? ' bool' : ''}${matching === undefined ? '' : matchingWords(matching)}`;

function matchingWords({on, labels, group, include}: Matching): string {
  const match = on || labels.length > 0 ? ` ${on ? 'on' : 'ignoring'} (${labels.map(labelName).join(', ')})` : '';
  return group === undefined ? match : `${match} group_${group} (${include.map(labelName).join(', ')})`;
}
