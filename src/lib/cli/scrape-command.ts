import type {Milliseconds} from '../model/time.ts';
import {UserError} from '../model/failure.ts';
import {type ScrapeTarget, scrapeTarget} from '../parse/scrape-target.ts';
import {type Matched, selectorOf} from '../parse/promql/matchers.ts';
import {ListingCommand} from './listing-command.ts';
import {pause} from './watch.ts';

/** Standard input is read whole; a page that is larger is not one. */
const STDIN_AT_MOST = 1024 * 1024 * 1024;

/** What the commands that read pages share. */
export abstract class ScrapeCommand extends ListingCommand {
  protected targetTyped(typed: string): Exclude<ScrapeTarget, {readonly is: 'wrong'}> {
    const target = scrapeTarget(typed);
    if (target.is === 'wrong') throw new UserError(target.because);
    return target;
  }

  /** Samples that any of the selectors wants; all when there are none. */
  protected selection(typed: readonly string[]): Matched | undefined {
    const selectors = typed.map((one) => {
      const selector = selectorOf(one);
      if (selector.is === 'wrong')
        throw new UserError(
          selector.because,
          `Write it like up, container_*, '/_total$/' or 'http_requests_total{code=~"5.."}'.`,
        );
      return selector.matches;
    });
    return selectors.length === 0 ? undefined : (name, labels) => selectors.some((matches) => matches(name, labels));
  }

  protected async pause(time: Milliseconds): Promise<void> {
    await pause(time, this.interrupt.signal);
    this.interrupt.signal.throwIfAborted();
  }

  protected async standardInput(): Promise<Uint8Array> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of process.stdin) {
      const bytes = Buffer.from(chunk as Uint8Array);
      chunks.push(bytes);
      size += bytes.length;
      if (size > STDIN_AT_MOST) throw new UserError('standard input does not end within 1 GiB', undefined, {exit: 3});
    }
    return Buffer.concat(chunks);
  }
}
