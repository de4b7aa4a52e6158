import type {LogRecord} from '../model/entry.ts';
import {UserError} from '../model/failure.ts';
import type {Listing} from '../views/listing.ts';

/** Takes records as they come; `end` says that there are no more. */
export interface Consumer {
  take(records: readonly LogRecord[]): Promise<void> | undefined;
  end(): Promise<void>;
}

/** A table made of entries once they are all there. */
export interface Table {
  add(record: LogRecord): void;
  listing(): Listing;
}

/** The one table that was asked for, if any; two of them exclude each other. */
export function chosen<T>(tables: Readonly<Record<string, T | undefined>>): T | undefined {
  const asked = Object.entries(tables).filter(([, table]) => table !== undefined);
  if (asked.length > 1)
    throw new UserError(
      `${asked.map(([name]) => `--${name}`).join(' and ')} cannot be shown together`,
      'Ask for one of them at a time.',
    );
  return asked[0]?.[1];
}
