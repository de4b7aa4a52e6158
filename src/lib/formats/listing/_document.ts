import type {Listing} from '../../views/listing.ts';

/** The one document that all formats for programs are made from. */
export const documentOf = ({schema, head, rows, gaps}: Listing): Readonly<Record<string, unknown>> => ({
  schema,
  ...head,
  items: rows.map(({record}) => record),
  ...(gaps.length === 0 ? {} : {gaps}),
});
