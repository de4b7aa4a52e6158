import type {Fields, Level} from '../../model/entry.ts';

/** What a reader makes of a line. What it leaves in `rest` is read further by the others. */
export interface Reading {
  readonly format: string;
  readonly time?: string | undefined;
  /** True where the stamp lacks its year or its second's fraction: one inside the line may tell more. */
  readonly isRough?: boolean | undefined;
  readonly level?: Level | undefined;
  readonly message?: string | undefined;
  readonly fields?: Fields | undefined;
  readonly component?: string | undefined;
  readonly rest?: string | undefined;
  /** The line goes on in the next of the same stream (CRI `P`, a docker record without its line feed). */
  readonly isPartial?: boolean | undefined;
}

/** Undefined for a line that is not of the format. `now` dates stamps without a year. */
export type Reader = (line: string, now: Date) => Reading | undefined;
