import {safeJson} from '../_json.ts';
import {documentOf} from './_document.ts';
import type {ListingFormat} from './_format.ts';

export default {
  extension: 'json',
  render: (listing) => `${safeJson(documentOf(listing), 2)}\n`,
} satisfies ListingFormat;
