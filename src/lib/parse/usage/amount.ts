import {isObject} from '../../model/schema.ts';
import {type Amounts, NANO} from '../../model/usage.ts';
import {quantity} from '../quantity.ts';

/** `2248888n`, `250m` and `2` of CPU in nanocores; undefined for what is no quantity. */
export function nanocores(text: unknown): number | undefined {
  if (typeof text === 'number') return Math.round(text * NANO);
  if (typeof text !== 'string') return undefined;
  if (/^\d+n$/.test(text)) return Number(text.slice(0, -1));
  const cores = quantity(text);
  return cores === undefined ? undefined : Math.round(cores * NANO);
}

/** `20840Ki` in bytes. */
export function bytesOf(text: unknown): number | undefined {
  if (typeof text === 'number') return text;
  return typeof text === 'string' ? quantity(text) : undefined;
}

/** A ResourceList (core/v1) in base units. What is no quantity is left out. */
export function amounts(raw: unknown): Amounts {
  if (!isObject(raw)) return NONE;
  const out: Record<string, number> = {};
  for (const [name, text] of Object.entries(raw)) {
    const value = name === 'cpu' ? nanocores(text) : bytesOf(text);
    if (value !== undefined) out[name] = value;
  }
  return out;
}

export const NONE: Amounts = Object.freeze({});

/** By resource, what is in any of them. */
export const sumOf = (all: Iterable<Amounts>): Amounts => merged(all, (a, b) => a + b);
export const maxOf = (all: Iterable<Amounts>): Amounts => merged(all, Math.max);

function merged(all: Iterable<Amounts>, join: (a: number, b: number) => number): Amounts {
  const out: Record<string, number> = {};
  for (const one of all)
    for (const [name, value] of Object.entries(one)) {
      const before = out[name];
      out[name] = before === undefined ? value : join(before, value);
    }
  return out;
}
