import {yamlOf} from '../_yaml.ts';
import {documentOf} from './_document.ts';
import type {ListingFormat} from './_format.ts';

export default {extension: 'yaml', render: (listing) => yamlOf(documentOf(listing))} satisfies ListingFormat;
