import {type Ref, refKey} from '../../model/ref.ts';
import type {UsageRow} from '../../model/usage-row.ts';

/** Readings kept of each row: ten minutes at five seconds. */
export const POINTS_KEPT = 120;

interface Kept {
  readonly cpu: Array<number | undefined>;
  readonly memory: Array<number | undefined>;
}

/** A ring of the last readings of every row that is still there. */
export class Ring {
  readonly #stepSeconds: number;
  #rows = new Map<string, Kept>();

  constructor(stepSeconds: number) {
    this.#stepSeconds = stepSeconds;
  }

  /** The rows with what was seen of them so far, this reading included. */
  take(rows: readonly UsageRow[]): readonly UsageRow[] {
    const next = new Map<string, Kept>();
    const withHistory = rows.map((row) => {
      const key = keyOf(row.ref, row.container);
      const kept = this.#rows.get(key) ?? {cpu: [], memory: []};
      push(kept.cpu, row.usage?.cpu);
      push(kept.memory, row.usage?.memory);
      next.set(key, kept);
      return {...row, history: {stepSeconds: this.#stepSeconds, cpu: kept.cpu, memory: kept.memory}};
    });
    this.#rows = next;
    return withHistory;
  }
}

const keyOf = (ref: Ref, container = ''): string => `${refKey(ref)}/${container}`;

function push(values: Array<number | undefined>, value: number | undefined): void {
  values.push(value);
  if (values.length > POINTS_KEPT) values.shift();
}
