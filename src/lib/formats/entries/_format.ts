import type {ShownEntry} from '../../views/entry.ts';

export interface EntryOptions {
  readonly colour: boolean;
  /** Whether a terminal is written to, which must not see what it would obey; files get every byte. */
  readonly terminal: boolean;
  /** Adds what a recognised line means. */
  readonly explain: boolean;
  readonly headers: boolean;
}

/** The default export of a file in formats/entries/: writes log entries as they come. Its name is a value of `--output`. */
export interface EntryFormat {
  readonly extension: string;
  begin?(options: EntryOptions): string;
  entry(shown: ShownEntry, options: EntryOptions): string;
  end?(options: EntryOptions): string;
  /** For formats that put something between entries: whether this is the first is theirs to know. */
  between?: string;
}
