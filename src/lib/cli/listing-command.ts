import {Flags} from '@oclif/core';
import {listingFormats} from '../formats/listing/index.ts';
import type {ListingFormat} from '../formats/listing/_format.ts';
import {UserError} from '../model/failure.ts';
import type {Listing} from '../views/listing.ts';
import {BaseCommand} from './base-command.ts';
import {writeFile} from './output.ts';

/** One `-o` value of a listing: a format, its argument where it takes one, and a file where it does not go to stdout. */
export interface ListingOutput {
  readonly format: string;
  readonly argument: string | undefined;
  readonly file: string | undefined;
  readonly wide: boolean;
}

export const listingFlags = {
  output: Flags.string({
    char: 'o',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'FORMAT[=FILE]',
    default: ['text'],
    description: `${Object.keys(listingFormats).join('|')}; may be repeated with files`,
  }),
  'no-headers': Flags.boolean({description: 'leave out the line of headings'}),
};

/** A command whose answer is a listing, in any of the formats. */
export abstract class ListingCommand extends BaseCommand {
  /** What was typed for -o, judged before anything is asked of a cluster. */
  protected async listingOutputs(typed: readonly string[]): Promise<readonly ListingOutput[]> {
    const all = await Promise.all(typed.map(meant));
    if (all.filter(({file}) => file === undefined).length > 1)
      throw new UserError('two formats cannot both go to stdout', 'Give all but one a file: -o text -o csv=pods.csv.');
    return all;
  }

  /** The listing may depend on whether wide columns are wanted, so it is asked for per output. */
  protected async printListing(
    listingFor: (output: ListingOutput) => Listing,
    wanted: readonly ListingOutput[],
    {headers}: {readonly headers: boolean},
  ): Promise<void> {
    for (const output of wanted) {
      const format = await formatNamed(output.format);
      const colour = output.file === undefined && this.hasColour;
      const text = format.render(listingFor(output), {colour, headers, argument: output.argument});
      if (output.file !== undefined) writeFile(output.file, text);
      else if (text !== '') this.write(text);
    }
  }
}

async function meant(typed: string): Promise<ListingOutput> {
  const at = typed.indexOf('=');
  const [name, rest] = at === -1 ? [typed, undefined] : [typed.slice(0, at), typed.slice(at + 1)];
  const format = await formatNamed(name);
  const {takesArgument, wide} = format;
  const isArgument = takesArgument === true;
  if (rest === '' || (isArgument && rest === undefined))
    throw new UserError(
      `-o ${name} lacks what stands behind its =`,
      isArgument ? `Write it like -o ${name}=….` : 'Write it like -o csv=pods.csv.',
    );
  if (isArgument && rest !== undefined) format.check?.(rest);
  return {
    format: name,
    argument: isArgument ? rest : undefined,
    file: isArgument ? undefined : rest,
    wide: wide === true,
  };
}

async function formatNamed(name: string): Promise<ListingFormat> {
  const load = Object.hasOwn(listingFormats, name) ? listingFormats[name] : undefined;
  if (load === undefined)
    throw new UserError(
      `"${name}" is no output format`,
      `Formats are ${Object.keys(listingFormats).join(', ')}; FORMAT=FILE writes to a file.`,
    );
  return (await load()).default;
}
