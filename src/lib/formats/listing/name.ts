import {printable} from '../../parse/printable.ts';
import type {ListingFormat} from './_format.ts';

/** `pod/web-0`, one a line, as kubectl's `-o name`. */
export default {
  extension: 'txt',
  render: ({rows}) =>
    rows.flatMap(({ref}) => (ref === undefined ? [] : [`${ref.kind.toLowerCase()}/${printable(ref.name)}\n`])).join(''),
} satisfies ListingFormat;
