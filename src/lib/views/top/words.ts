import type {Tone} from '../view.ts';

/** Amounts as kubectl top writes them, and what it has no word for. */

const MEBI = 1024 ** 2;

/** `213m`: rounded up, so that nothing that runs is 0m. */
export const spellCpu = (nanocores: number): string => `${Math.ceil(nanocores / 1e6)}m`;

/** `88Mi`: rounded down, as kubectl does. */
export const spellMemory = (bytes: number): string => `${Math.floor(bytes / MEBI)}Mi`;

const STEPS = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'] as const;

/** `1.2Gi`, `892Ki`, `12`: what may be small or large. */
export function spellBytes(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(STEPS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** step;
  return `${value < 10 && step > 0 ? Number(value.toFixed(1)) : Math.round(value)}${STEPS[step] ?? ''}`;
}

export const spellRate = (bytesPerSecond: number): string => `${spellBytes(bytesPerSecond)}/s`;

export const spellCount = (count: number): string => String(count);

/** `97%`: cut off, not rounded, as kubectl does: 99.9% is not full yet. */
export const spellPercent = (share: number): string => `${Math.trunc(share * 100)}%`;

/** Nothing was measured; kubectl's word for it. */
export const UNKNOWN = '<unknown>';
/** There is none: no request, no limit. */
export const NONE = '-';

const NEARLY_FULL = 0.9;
const FILLING = 0.75;

export function toneOfShare(share: number | undefined): Tone {
  if (share === undefined) return 'muted';
  if (share >= NEARLY_FULL) return 'bad';
  return share >= FILLING ? 'warn' : 'plain';
}
