import type {Pattern} from '../model/pattern.ts';

/** Rows that rules read closely stand behind the families that name an entry. */
const BEHIND = -7;

export const behind = (rows: readonly Pattern[]): readonly Pattern[] => rows.map((row) => ({rank: BEHIND, ...row}));
