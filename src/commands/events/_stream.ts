import type {ListingOutput} from '../../lib/cli/listing-command.ts';
import {UserError} from '../../lib/model/failure.ts';
import {listingFormats} from '../../lib/formats/listing/index.ts';
import type {Listing} from '../../lib/views/listing.ts';

/** Formats of which one row is a whole: what is one document in the end cannot be begun. */
const STREAMED = ['text', 'wide', 'ndjson', 'name', 'csv', 'markdown', 'jsonpath', 'custom-columns'];

/** Writes listings one after the other as if they were one: headings once, columns never narrower than before. */
export class Stream {
  readonly #output: ListingOutput;
  readonly #write: (text: string) => void;
  readonly #colour: boolean;
  #headers: boolean;
  #widths: readonly number[] = [];

  constructor(
    output: ListingOutput,
    {
      headers,
      colour,
      write,
    }: {readonly headers: boolean; readonly colour: boolean; readonly write: (text: string) => void},
  ) {
    if (!STREAMED.includes(output.format) || output.file !== undefined)
      throw new UserError(
        output.file === undefined
          ? `-o ${output.format} is one document, and a watch has no end`
          : '-w writes no files',
        `Formats for -w are ${STREAMED.join(', ')}; --to file:PATH keeps what comes.`,
      );
    [this.#output, this.#headers, this.#colour, this.#write] = [output, headers, colour, write];
  }

  async add(listing: Listing): Promise<void> {
    const format = (await listingFormats[this.#output.format]?.())?.default;
    this.#widths = listing.headings.map(({header}, at) =>
      Math.max(
        this.#widths[at] ?? (this.#headers ? header.length : 0),
        ...listing.rows.map(({cells}) => cells[at]?.text.length ?? 0),
      ),
    );
    const {argument} = this.#output;
    const text = format?.render(listing, {
      colour: this.#colour,
      headers: this.#headers,
      argument,
      widths: this.#widths,
    });
    this.#headers = false;
    if (text !== undefined && text !== '') this.#write(text);
  }
}
