import type {ListingFormat} from './_format.ts';
import {table} from './_table.ts';

/** For people: kubectl's layout. */
export default {extension: 'txt', render: table} satisfies ListingFormat;
