import {parser} from '@prometheus-io/lezer-promql';
import type {SyntaxNode} from '@lezer/common';
import type {Binary, Expr, Matching, Shift, VectorSelector} from './ast.ts';
import {promDuration} from './duration.ts';
import {type Matcher, type MatchOperator, unquoted} from './matchers.ts';

/** An expression that cannot be read, or holds something that kdiag does not know. */
export class PromqlError extends Error {
  /** Of the expression, from 1. */
  readonly column: number;
  constructor(message: string, column: number) {
    super(`column ${column}: ${message}`);
    this.name = 'PromqlError';
    this.column = column;
  }
}

/** By Prometheus' own grammar. Throws PromqlError. */
export function parsePromql(text: string): Expr {
  const tree = parser.parse(text);
  const broken = firstError(tree.topNode);
  if (broken !== undefined) {
    const found = text.slice(broken.from).trim().split(/\s/)[0] ?? '';
    throw new PromqlError(
      found === '' ? 'the expression ends too early' : `did not expect ${JSON.stringify(found.slice(0, 40))}`,
      broken.from + 1,
    );
  }
  const expr = tree.topNode.firstChild;
  if (expr === null) throw new PromqlError('the expression is empty', 1);
  return new Reader(text).expr(expr);
}

function firstError(top: SyntaxNode): SyntaxNode | undefined {
  const cursor = top.cursor();
  do {
    if (cursor.type.isError) return cursor.node;
  } while (cursor.next());
  return undefined;
}

const childrenOf = (node: SyntaxNode): readonly SyntaxNode[] => {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child);
  return found;
};

const UNMOVED: Shift = {offset: 0, at: undefined};

/** Turns the grammar's tree into an expression. */
class Reader {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  expr(node: SyntaxNode): Expr {
    const children = childrenOf(node);
    switch (node.name) {
      case 'NumberDurationLiteral':
        return {is: 'number', value: this.#number(node), text: this.#of(node)};
      case 'StringLiteral':
        return {is: 'string', value: unquoted(this.#of(node))};
      case 'VectorSelector':
        return this.#vector(node);
      case 'ParenExpr':
        return {is: 'paren', expr: this.#only(node)};
      case 'UnaryExpr':
        return {
          is: 'unary',
          operator: this.#of(children[0] ?? node) as '+' | '-',
          expr: this.#child(children[1], node),
        };
      case 'FunctionCall':
        return {is: 'call', name: this.#of(children[0] ?? node), args: this.#body(children[1])};
      case 'AggregateExpr':
        return this.#aggregation(node);
      case 'BinaryExpr':
        return this.#binary(node);
      case 'MatrixSelector': {
        const vector = this.#child(children[0], node);
        if (vector.is !== 'vector')
          throw this.#wrong(
            'a range can only be taken of a plain selector; anything else needs a step, like [5m:1m]',
            node,
          );
        return {is: 'matrix', vector, range: this.#duration(children[1])};
      }
      case 'SubqueryExpr':
        return {
          is: 'subquery',
          expr: this.#child(children[0], node),
          range: this.#duration(children[1]),
          step: children[2] === undefined ? undefined : this.#duration(children[2]),
          ...UNMOVED,
        };
      case 'OffsetExpr':
        return this.#shifted(this.#child(children[0], node), {offset: this.#duration(children.at(-1))}, node);
      case 'StepInvariantExpr':
        return this.#shifted(this.#child(children[0], node), {at: this.#moment(children.at(-1), node)}, node);
      default:
        throw this.#wrong(`kdiag does not know ${node.name}`, node);
    }
  }

  #shifted(expr: Expr, shift: Partial<Shift>, node: SyntaxNode): Expr {
    if (expr.is === 'vector' || expr.is === 'subquery') return {...expr, ...shift};
    if (expr.is === 'matrix') return {...expr, vector: {...expr.vector, ...shift}};
    throw this.#wrong('offset and @ stand behind a selector or a subquery', node);
  }

  #moment(node: SyntaxNode | undefined, parent: SyntaxNode): Shift['at'] {
    const text = this.#of(node ?? parent);
    if (node?.name === 'AtModifierPreprocessors') return text.startsWith('start') ? 'start' : 'end';
    return this.#number(node ?? parent) * 1000;
  }

  #vector(node: SyntaxNode): VectorSelector {
    let name: string | undefined;
    const matchers: Matcher[] = [];
    for (const child of childrenOf(node)) {
      if (child.name === 'Identifier') name = this.#of(child);
      if (child.name !== 'LabelMatchers') continue;
      for (const one of childrenOf(child)) {
        if (one.name === 'QuotedLabelName') name = unquoted(this.#of(one));
        else matchers.push(this.#matcher(one));
      }
    }
    if (
      name === undefined &&
      !matchers.some(
        ({operator, value}) =>
          (operator === '=' && value !== '') ||
          (operator === '=~' && value !== '' && !/^\.\*$/.test(value)) ||
          operator.startsWith('!'),
      )
    )
      throw this.#wrong('a selector needs a name or a matcher that does not match everything', node);
    return {is: 'vector', name, matchers, ...UNMOVED};
  }

  #matcher(node: SyntaxNode): Matcher {
    const [label, operator, value] = childrenOf(node);
    const name = this.#of(label ?? node);
    return {
      name: label?.name === 'QuotedLabelName' ? unquoted(name) : name,
      operator: this.#of(operator ?? node) as MatchOperator,
      value: unquoted(this.#of(value ?? node)),
    };
  }

  #aggregation(node: SyntaxNode): Expr {
    const children = childrenOf(node);
    const modifier = children.find(({name}) => name === 'AggregateModifier');
    const args = this.#body(children.find(({name}) => name === 'FunctionCallBody'));
    const [first, second] = args;
    if (first === undefined) throw this.#wrong('an aggregation needs something to aggregate', node);
    const [word, labels] = modifier === undefined ? [] : childrenOf(modifier);
    return {
      is: 'aggregation',
      operator: this.#of(children[0] ?? node).toLowerCase(),
      grouping:
        word === undefined ? undefined : {is: word.name === 'By' ? 'by' : 'without', labels: this.#labels(labels)},
      parameter: second === undefined ? undefined : first,
      expr: second ?? first,
    };
  }

  #binary(node: SyntaxNode): Binary {
    const children = childrenOf(node);
    const [left, operator] = children;
    const clause = children.find(({name}) => name === 'MatchingModifierClause');
    const fill = children.find(({name}) => name.startsWith('Fill'));
    if (fill !== undefined) throw this.#wrong('kdiag does not know fill()', fill);
    return {
      is: 'binary',
      operator: this.#of(operator ?? node).toLowerCase(),
      left: this.#child(left, node),
      right: this.#child(children.at(-1), node),
      isBool: children.some(({name}) => name === 'BoolModifier'),
      matching: clause === undefined ? undefined : this.#matching(clause),
    };
  }

  #matching(clause: SyntaxNode): Matching {
    const [kind, labels, group, include] = childrenOf(clause);
    return {
      on: kind?.name === 'On',
      labels: this.#labels(labels),
      group: group === undefined ? undefined : group.name === 'GroupLeft' ? 'left' : 'right',
      include: this.#labels(include),
    };
  }

  #labels(node: SyntaxNode | undefined): readonly string[] {
    return node === undefined
      ? []
      : childrenOf(node).map((one) => (one.name === 'QuotedLabelName' ? unquoted(this.#of(one)) : this.#of(one)));
  }

  #body(node: SyntaxNode | undefined): readonly Expr[] {
    return node === undefined ? [] : childrenOf(node).map((child) => this.expr(child));
  }

  #only(node: SyntaxNode): Expr {
    return this.#child(node.firstChild ?? undefined, node);
  }

  #child(node: SyntaxNode | undefined, parent: SyntaxNode): Expr {
    if (node === undefined) throw this.#wrong('the expression is not whole', parent);
    return this.expr(node);
  }

  #duration(node: SyntaxNode | undefined): number {
    const text = node === undefined ? '' : this.#of(node).replaceAll(/\s/g, '');
    const duration = promDuration(text.replace(/^[+-]/, ''));
    if (duration === undefined) throw new PromqlError(`${text} is no duration that kdiag knows`, (node?.from ?? 0) + 1);
    return text.startsWith('-') ? -duration : duration;
  }

  #number(node: SyntaxNode): number {
    const text = this.#of(node).replaceAll(/\s/g, '');
    const [, sign, size = ''] = /^([+-]?)(.*)$/.exec(text) ?? [];
    const value = numberOf(size.toLowerCase());
    if (value === undefined) throw this.#wrong(`${text} is no number`, node);
    return sign === '-' ? -value : value;
  }

  #of({from, to}: SyntaxNode): string {
    return this.#text.slice(from, to);
  }

  #wrong(message: string, {from}: SyntaxNode): PromqlError {
    return new PromqlError(message, from + 1);
  }
}

function numberOf(text: string): number | undefined {
  if (text === 'inf') return Infinity;
  if (text === 'nan') return NaN;
  if (/^0x[0-9a-f]+$/.test(text) || /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(text)) return Number(text);
  // Since Prometheus 3 a duration is a number of seconds.
  const duration = promDuration(text);
  return duration === undefined ? undefined : duration / 1000;
}
