import {entryFormats} from '../formats/entries/index.ts';
import type {EntryFormat, EntryOptions} from '../formats/entries/_format.ts';
import type {LogRecord} from '../model/entry.ts';
import {UserError} from '../model/failure.ts';
import {type EntryLook, shownEntry} from '../views/entry.ts';
import {ListingCommand} from './listing-command.ts';
import {Out} from './out.ts';

/** Writes entries as they come, no faster than they are read. */
export interface EntryWriter {
  /** A promise when the reader is behind. */
  write(records: readonly LogRecord[]): Promise<void> | undefined;
  end(): Promise<void>;
}

/** A command whose answer is a stream of log entries, or a table made of them. */
export abstract class LogCommand extends ListingCommand {
  #out: Out | undefined;

  protected get out(): Out {
    return (this.#out ??= new Out(() => {
      this.interrupt.stop();
    }));
  }

  protected async entryFormat(name: string): Promise<EntryFormat> {
    const load = Object.hasOwn(entryFormats, name) ? entryFormats[name] : undefined;
    if (load === undefined)
      throw new UserError(`"${name}" is no output format`, `Formats are ${Object.keys(entryFormats).join(', ')}.`);
    return (await load()).default;
  }

  protected entryWriter(format: EntryFormat, look: EntryLook, explain: boolean, headers: boolean): EntryWriter {
    const options: EntryOptions = {colour: this.hasColour, terminal: process.stdout.isTTY, explain, headers};
    const {between = ''} = format;
    let isFirst = true;
    void this.out.write(format.begin?.(options) ?? '');
    return {
      write: (records) => {
        let waits: Promise<void> | undefined;
        for (const record of records) {
          const text = format.entry(shownEntry(record, look), options);
          waits = this.out.write(isFirst ? text : between + text) ?? waits;
          isFirst = false;
        }
        return waits;
      },
      end: async () => {
        await this.out.write(format.end?.(options) ?? '');
        await this.out.flush();
      },
    };
  }
}
