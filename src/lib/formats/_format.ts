import type {Report} from '../model/report.ts';

export interface RenderOptions {
  /** All evidence, what was ruled out, how to confirm. */
  readonly explain: boolean;
  readonly colour: boolean;
  /** Columns to write for. */
  readonly width: number;
  /** How the person called us: `kdiag`, `kubectl diag`. */
  readonly command?: string | undefined;
  /** IANA name; the machine's own unless said. */
  readonly timeZone?: string | undefined;
}

/** The default export of a file in formats/; the file's name is a value of `--output`. */
export interface Format {
  /** Of a file that holds it, without the dot. */
  readonly extension: string;
  readonly contentType: string;
  render(report: Report, options: RenderOptions): string;
}
