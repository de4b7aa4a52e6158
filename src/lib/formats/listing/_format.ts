import type {Listing} from '../../views/listing.ts';

export interface ListingOptions {
  readonly colour: boolean;
  readonly headers: boolean;
  /** What stands behind the format's name: the template of `-o jsonpath=TEMPLATE`, the columns of `custom-columns=`. */
  readonly argument: string | undefined;
  /** Least widths of the columns, where rows follow others that have been written. */
  readonly widths?: readonly number[] | undefined;
}

/** The default export of a file in formats/listing/; the file's name is a value of `--output`. */
export interface ListingFormat {
  readonly extension: string;
  /** Whether `-o NAME=ARGUMENT` is meant for the format; otherwise what follows is a file. */
  readonly takesArgument?: true | undefined;
  /** Throws a UserError for an argument that cannot be meant, before anything is asked of a cluster. */
  check?(argument: string): void;
  /** Shows the columns that are only for wide tables. */
  readonly wide?: true | undefined;
  render(listing: Listing, options: ListingOptions): string;
}
