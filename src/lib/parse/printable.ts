/**
 * Text of a cluster (names, events, log lines) may hold anything, sent by anybody who can run a pod. Here it becomes one
 * line that a terminal only shows: nothing in it moves the cursor, changes colours, writes the clipboard, or reorders
 * or hides what stands beside it. Escape sequences vanish, line breaks become ⏎, and other controls become �.
 */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(SEQUENCES, '')
    .replace(BREAKS, (found: string, at: number, all: string) =>
      at === 0 || at + found.length === all.length ? '' : ' ⏎ ',
    )
    .replaceAll('\t', ' ')
    .replace(DANGEROUS, '\uFFFD')
    .replace(INVISIBLE, '')
    .replace(STACKED_MARKS, '$1');
}

/** For formats that keep every character (JSON, YAML): those that a terminal must not see, spelt as escapes. */
export const escapeUnprintable = (text: string, escape: (character: string) => string): string =>
  text.replace(UNPRINTABLE, escape);

/** True for text that a terminal may be shown as it is; line feeds are ordinary here. */
export const isHarmless = (text: string): boolean => text.search(UNPRINTABLE) === -1;

const PLAIN = /^[ -~]*$/;

/**
 * ECMA-48 and xterm: CSI (colours, cursor), then strings with a terminator, BEL or ST (OSC: titles, links, clipboard;
 * DCS, SOS, PM, APC), then short escapes. A string that nobody ends hides nothing: only its introducer goes. No control
 * can stand inside a string, so that a million unended ones are passed over once.
 */
const SEQUENCES =
  /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|(?:\u001B[\]PX^_]|[\u0090\u0098\u009D-\u009F])[^\u0007\u001B\u0080-\u009F]*(?:\u0007|\u001B\\|\u009C)|\u001B[ -/]*[0-~]/gu;

const BREAKS = /[\n\r\v\f\u0085\u2028\u2029]+/gu;

/** C0, DEL, C1, lone surrogates, and what reorders text (bidirectional embeddings, overrides, isolates and marks). */
const DANGEROUS = /[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\p{Cs}]/gu;

/** Zero-width and formatting characters, tags, noncharacters, and letters that are drawn as nothing. */
const INVISIBLE = /[\p{Cf}\u034F\u115F\u1160\u3164\uFFA0\uFFFE\uFFFF]/gu;

const UNPRINTABLE =
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\p{Cs}\p{Cf}\u2028\u2029\u034F\u115F\u1160\u3164\uFFA0\uFFFE\uFFFF]/gu;

/** No script needs more than a few marks on one letter; a hundred of them reach over the lines around. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;
