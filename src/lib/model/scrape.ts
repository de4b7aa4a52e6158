import type {ExpositionFormat, Family} from './exposition.ts';
import type {Milliseconds} from './time.ts';

/** A page as it was read. */
export interface Scraped {
  /** Of the target: `pod/web-0:8080/metrics`. */
  readonly target: string;
  readonly format: ExpositionFormat;
  readonly contentType: string | undefined;
  /** As it came, unpacked. */
  readonly body: Uint8Array;
  readonly families: readonly Family[];
  readonly at: Milliseconds;
  readonly took: Milliseconds;
}
