import {createHmac, randomBytes} from 'node:crypto';
import type {Kind} from '../../model/kinds.ts';
import type {Wire} from '../../model/source.ts';
import {redactObject} from './redact-object.ts';
import {redactShapes, redactText} from './redact-text.ts';

/** What a bundle does to facts before they are written. */
export interface Redactor {
  /** A log, an event's message, a page in JSON. */
  text(text: string): string;
  /** A page of metrics: labels are join keys. */
  exposition(text: string): string;
  object(kind: Kind, wire: Wire): Wire;
  /** Bare words that are names in this cluster, hence addresses when they stand in an env value. */
  keepNames(names: Iterable<string>): void;
  /** Secrets replaced so far. */
  count(): number;
}

export const newKey = (): Uint8Array => randomBytes(32);

/**
 * Tokens come from a key that is drawn per bundle and kept nowhere: the same secret has the same token all over the
 * bundle, so joins hold, and nobody can try out guesses against it.
 */
export function redactor(key: Uint8Array): Redactor {
  let count = 0;
  const names = new Set<string>();
  const mask = (secret: string): string => {
    if (/^\[redacted:[0-9a-f]{8}\]$/.test(secret)) return secret;
    count += 1;
    return `[redacted:${createHmac('sha256', key).update(secret).digest('hex').slice(0, 8)}]`;
  };
  const tools = {mask, isName: (word: string): boolean => names.has(word)};
  return {
    text: (text) => redactText(text, mask),
    exposition: (text) => redactShapes(text, mask),
    object: (kind, wire) => redactObject(kind, wire, tools),
    keepNames: (more) => {
      for (const name of more) names.add(name);
    },
    count: () => count,
  };
}

/** For `--no-redact`: all stays as it is, but for the data of Secrets, which no bundle ever holds. */
export const plainRedactor: Redactor = {
  text: (text) => text,
  exposition: (text) => text,
  object: (kind, wire) => redactObject(kind, wire, undefined),
  keepNames: () => undefined,
  count: () => 0,
};
