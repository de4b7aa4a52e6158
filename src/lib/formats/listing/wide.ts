import type {ListingFormat} from './_format.ts';
import {table} from './_table.ts';

/** The same with the columns that need a wide terminal. */
export default {extension: 'txt', wide: true, render: table} satisfies ListingFormat;
