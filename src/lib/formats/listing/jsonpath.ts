import {jsonPath, rendered} from '../../parse/jsonpath.ts';
import {printable} from '../../parse/printable.ts';
import {documentOf} from './_document.ts';
import type {ListingFormat} from './_format.ts';
import {templated} from './_template.ts';

const inWords = <T>(work: () => T): T => templated('jsonpath', `'{.items[*].name}'`, work);

/** kubectl's templates, over the same document that json prints. */
export default {
  extension: 'txt',
  takesArgument: true,
  check: (template) => {
    inWords(() => jsonPath(template));
  },
  render: (listing, {argument = ''}) => harmless(inWords(() => rendered(jsonPath(argument), documentOf(listing)))),
} satisfies ListingFormat;

/** Line breaks and tabs are the template's own, and what tables are made of. */
const harmless = (text: string): string =>
  text
    .split(/([\n\t])/)
    .map((part, at) => (at % 2 === 1 ? part : printable(part)))
    .join('');
