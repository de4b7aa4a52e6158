import type {Gap, Origin} from '../../model/source.ts';
import {cellsOf, headingsOf, type Listing} from '../listing.ts';
import {columnsFor, type EventRow, identity} from './columns.ts';

export interface EventListingOptions {
  readonly origin: Origin;
  readonly now: Date;
  readonly gaps: readonly Gap[];
  readonly wide: boolean;
  /** Whether events of several namespaces stand under each other. */
  readonly namespaces: boolean;
}

/** The answer of `kdiag events`. Its items are Events as the API server sent them, so kubectl's templates fit. */
export function eventListing(rows: readonly EventRow[], options: EventListingOptions): Listing {
  const columns = columnsFor(options);
  return {
    schema: 'kdiag.events/v1',
    head: {origin: options.origin, takenAt: options.now.toISOString()},
    headings: headingsOf(columns),
    rows: rows.map((row) => ({cells: cellsOf(row, columns), ...identity(row)})),
    gaps: options.gaps,
  };
}
