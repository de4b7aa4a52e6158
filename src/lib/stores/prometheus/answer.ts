import {isObject} from '../../model/schema.ts';
import {Unavailable} from '../../model/source.ts';

/** The envelope that all answers of the API come in. */
export interface Answer {
  readonly data: unknown;
  readonly warnings: readonly string[];
}

/** Opens it; an answer that says "error" is thrown with the store's own words. */
export function answerIn(body: string, what: string): Answer {
  const raw = jsonIn(body);
  if (!isObject(raw) || typeof raw['status'] !== 'string')
    throw new Unavailable({
      what,
      why: 'failed',
      hint: 'the answer is not that of a Prometheus API; is the address right, with its path prefix?',
    });
  if (raw['status'] !== 'success')
    throw new Unavailable({what, why: 'failed', hint: complaintIn(body) ?? 'the store says error, and not why'});
  return {data: raw['data'], warnings: [...words(raw['warnings']), ...words(raw['infos'])]};
}

/** `bad_data: invalid parameter "query": 1:3: parse error` of an answer that says so. */
export function complaintIn(body: string): string | undefined {
  const raw = jsonIn(body);
  if (!isObject(raw) || typeof raw['error'] !== 'string') return undefined;
  return typeof raw['errorType'] === 'string' ? `${raw['errorType']}: ${raw['error']}` : raw['error'];
}

const words = (raw: unknown): readonly string[] =>
  Array.isArray(raw) ? raw.filter((word): word is string => typeof word === 'string') : [];

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
