import type {Tone} from '../views/view.ts';

/** How many colours a terminal has. `none` also where nobody wants any (https://no-color.org). */
export type Depth = 'none' | '16' | '256' | 'true';
export const themes = ['dark', 'light', 'colour-blind'] as const;
export type Theme = (typeof themes)[number];

interface Look {
  readonly bold?: true;
  readonly dim?: true;
  /** ANSI colour 30 to 37; for `256` an index; for `true` red, green, blue. */
  readonly '16'?: number;
  readonly '256'?: number;
  readonly true?: readonly [number, number, number];
}

const bold = {bold: true} as const;
const dim = {dim: true} as const;

/**
 * One colour for each meaning. The colour-blind theme takes vermilion, yellow and blue of Okabe and Ito's palette
 * (https://jfly.uni-koeln.de/color/), which differ for all common kinds of colour blindness.
 */
const LOOKS: Readonly<Record<Theme, Readonly<Record<Tone, Look>>>> = {
  dark: {
    plain: {},
    quote: {},
    strong: bold,
    bad: {...bold, '16': 31, '256': 210, true: [255, 123, 114]},
    warn: {'16': 33, '256': 179, true: [227, 179, 65]},
    good: {'16': 32, '256': 114, true: [126, 231, 135]},
    muted: {...dim, '256': 245, true: [139, 148, 158]},
  },
  light: {
    plain: {},
    quote: {},
    strong: bold,
    bad: {...bold, '16': 31, '256': 124, true: [179, 38, 30]},
    warn: {'16': 35, '256': 94, true: [138, 90, 0]},
    good: {'16': 32, '256': 28, true: [26, 127, 55]},
    muted: {...dim, '256': 242, true: [87, 96, 106]},
  },
  'colour-blind': {
    plain: {},
    quote: {},
    strong: bold,
    bad: {...bold, '16': 31, '256': 202, true: [213, 94, 0]},
    warn: {'16': 33, '256': 227, true: [240, 228, 66]},
    good: {'16': 36, '256': 74, true: [86, 180, 233]},
    muted: {...dim, '256': 245, true: [139, 148, 158]},
  },
};

/** What stands before a text of each tone; empty for no change. Reset behind it. */
export type Palette = Readonly<Record<Tone, string>>;

export function palette(theme: Theme, depth: Depth): Palette {
  const looks = LOOKS[theme];
  return Object.fromEntries(Object.entries(looks).map(([tone, look]) => [tone, sgr(look, depth)])) as Record<
    Tone,
    string
  >;
}

function sgr(look: Look, depth: Depth): string {
  const codes = [...(look.bold === true ? ['1'] : []), ...colour(look, depth)];
  return codes.length === 0 ? '' : `\u001B[${codes.join(';')}m`;
}

function colour(look: Look, depth: Depth): readonly string[] {
  if (depth === '256' && look['256'] !== undefined) return [`38;5;${String(look['256'])}`];
  if (depth === 'true' && look.true !== undefined) return [`38;2;${look.true.join(';')}`];
  if (depth === '16' && look['16'] !== undefined) return [String(look['16'])];
  // Dim rather than grey: bright black is invisible in some themes.
  return look.dim === true ? ['2'] : [];
}
