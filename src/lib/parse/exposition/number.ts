import {DOT, MINUS, NINE, PLUS, ZERO} from './characters.ts';
import type {Page} from './page.ts';

/** Up to here an integer is exact as a double, and so is its quotient by a power of ten up to 10^22 (Clinger 1990). */
const EXACT_DIGITS = 15;
const POWERS = Float64Array.from({length: EXACT_DIGITS + 1}, (_, power) => Number(`1e${power}`));

const INT64_DIGITS = 19;

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const WORDS: Readonly<Record<string, number>> = {
  nan: NaN,
  inf: Infinity,
  '+inf': Infinity,
  '-inf': -Infinity,
  infinity: Infinity,
  '+infinity': Infinity,
  '-infinity': -Infinity,
};

/** A float as both formats write it (Go's ParseFloat without hexadecimals and underscores); undefined for anything else. */
export function float(word: string): number | undefined {
  if (DECIMAL.test(word)) {
    const value = Number(word);
    // Go refuses what a double cannot hold; read as infinity it would be a different claim.
    return Number.isFinite(value) ? value : undefined;
  }
  const lower = word.toLowerCase();
  return Object.hasOwn(WORDS, lower) ? WORDS[lower] : undefined;
}

/** The same for a stretch of a page. Short plain decimals, nearly all there are, are put together digit by digit. */
export function floatIn(page: Page, start: number, end: number): number | undefined {
  const {bytes} = page;
  const first = bytes[start] ?? 0;
  const isSigned = first === MINUS || first === PLUS;
  let whole = 0;
  let digits = 0;
  let decimals = -1;
  for (let at = isSigned ? start + 1 : start; at < end; at++) {
    const code = bytes[at] ?? 0;
    if (code >= ZERO && code <= NINE) {
      whole = whole * 10 + (code - ZERO);
      digits++;
      if (decimals >= 0) decimals++;
    } else if (code === DOT && decimals < 0) decimals = 0;
    else return float(page.ascii(start, end));
  }
  if (digits === 0 || digits > EXACT_DIGITS) return float(page.ascii(start, end));
  const size = decimals > 0 ? whole / (POWERS[decimals] ?? 1) : whole;
  return first === MINUS ? -size : size;
}

/** Whole milliseconds, as the text format writes its timestamps: a signed 64-bit integer. */
export function integerIn(page: Page, start: number, end: number): number | undefined {
  const {bytes} = page;
  const first = bytes[start] ?? 0;
  const digitsAt = first === MINUS || first === PLUS ? start + 1 : start;
  if (digitsAt >= end || end - digitsAt > INT64_DIGITS) return undefined;
  let whole = 0;
  for (let at = digitsAt; at < end; at++) {
    const code = bytes[at] ?? 0;
    if (code < ZERO || code > NINE) return undefined;
    whole = whole * 10 + (code - ZERO);
  }
  return first === MINUS ? -whole : whole;
}
