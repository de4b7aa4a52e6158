import type {Milliseconds} from '../../model/time.ts';
import type {Matcher} from './matchers.ts';

/** A PromQL expression, by what it means rather than by how it is written. */
export type Expr =
  | {readonly is: 'number'; readonly value: number; readonly text: string}
  | {readonly is: 'string'; readonly value: string}
  | VectorSelector
  | {readonly is: 'matrix'; readonly vector: VectorSelector; readonly range: Milliseconds}
  | ({
      readonly is: 'subquery';
      readonly expr: Expr;
      readonly range: Milliseconds;
      readonly step: Milliseconds | undefined;
    } & Shift)
  | {readonly is: 'call'; readonly name: string; readonly args: readonly Expr[]}
  | Aggregation
  | Binary
  | {readonly is: 'unary'; readonly operator: '+' | '-'; readonly expr: Expr}
  | {readonly is: 'paren'; readonly expr: Expr};

/** `offset 5m` and `@ 1609746000`. */
export interface Shift {
  readonly offset: Milliseconds;
  readonly at: Milliseconds | 'start' | 'end' | undefined;
}

export interface VectorSelector extends Shift {
  readonly is: 'vector';
  readonly name: string | undefined;
  /** Without that of the name. */
  readonly matchers: readonly Matcher[];
}

export interface Aggregation {
  readonly is: 'aggregation';
  readonly operator: string;
  readonly grouping: {readonly is: 'by' | 'without'; readonly labels: readonly string[]} | undefined;
  readonly parameter: Expr | undefined;
  readonly expr: Expr;
}

export interface Matching {
  readonly on: boolean;
  readonly labels: readonly string[];
  readonly group: 'left' | 'right' | undefined;
  readonly include: readonly string[];
}

export interface Binary {
  readonly is: 'binary';
  readonly operator: string;
  readonly left: Expr;
  readonly right: Expr;
  readonly isBool: boolean;
  readonly matching: Matching | undefined;
}

/** Names of all metrics that an expression reads. */
export function metricsOf(expr: Expr): ReadonlySet<string> {
  const found = new Set<string>();
  walk(expr, (one) => {
    if (one.is !== 'vector') return;
    const name =
      one.name ?? one.matchers.find(({name: label, operator}) => label === '__name__' && operator === '=')?.value;
    if (name !== undefined) found.add(name);
  });
  return found;
}

/** Visits an expression and all below it. */
export function walk(expr: Expr, visit: (expr: Expr) => void): void {
  visit(expr);
  for (const child of childrenOf(expr)) walk(child, visit);
}

function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.is) {
    case 'number':
    case 'string':
    case 'vector':
      return [];
    case 'matrix':
      return [expr.vector];
    case 'subquery':
    case 'unary':
    case 'paren':
      return [expr.expr];
    case 'call':
      return expr.args;
    case 'aggregation':
      return expr.parameter === undefined ? [expr.expr] : [expr.parameter, expr.expr];
    case 'binary':
      return [expr.left, expr.right];
  }
}
