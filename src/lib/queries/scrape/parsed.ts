import type {ExpositionFormat, Family} from '../../model/exposition.ts';
import type {Scraped} from '../../model/scrape.ts';
import {Unavailable} from '../../model/source.ts';
import type {Milliseconds} from '../../model/time.ts';
import {spoken} from '../../parse/exposition/content-type.ts';
import {ExpositionError} from '../../parse/exposition/page.ts';
import {familiesInProtobuf} from '../../parse/exposition/protobuf.ts';
import {familiesIn, guessedFormat} from '../../parse/exposition/read.ts';

export interface Page {
  readonly target: string;
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
  readonly at: Milliseconds;
  readonly took: Milliseconds;
}

/** The format that a page is in: by what its server says, else by its end. */
export function formatOf({body, contentType}: Pick<Page, 'body' | 'contentType'>): ExpositionFormat {
  const said = spoken(contentType);
  return said.is === 'known' ? said.format : guessedFormat(body);
}

const HTML = /^\s*(?:<!doctype html|<html)/i;

/** A page with its families. Throws Unavailable for what is no page of metrics. */
export function parsed(page: Page, wants?: (name: string) => boolean): Scraped {
  const format = formatOf(page);
  return {...page, format, families: familiesOf(page, format, wants)};
}

function familiesOf(
  {target, body}: Page,
  format: ExpositionFormat,
  wants: ((name: string) => boolean) | undefined,
): readonly Family[] {
  try {
    return format === 'protobuf' ? familiesInProtobuf(body) : familiesIn(body, {format, wants});
  } catch (error) {
    if (!(error instanceof ExpositionError)) throw error;
    const head = Buffer.from(body.subarray(0, 200)).toString();
    const hint = HTML.test(head)
      ? 'this is a web page, not metrics; the path may be another, as in /metrics'
      : `it is no page of ${format === 'text' ? 'the text format' : format}: ${error.message}; scrape check says more`;
    throw new Unavailable({what: target, why: 'failed', hint}, error);
  }
}
