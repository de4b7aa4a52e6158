/** Escapes for GitHub-flavoured Markdown; text has been through printable(), so it is one line. */

/** Inline code: nothing in it means anything. The fence is longer than any run of backticks inside (CommonMark 6.1). */
export function code(text: string): string {
  if (text.trim() === '') return text;
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^[` ]|[` ]$/.test(text) ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** Words that a site turns into mentions, references and links of its own; only code is left alone. */
const LINKED = /@|#\d|:\/\/|^www\.|^GH-\d/i;
const MARKUP = /[\\`*_{}[\]<>|~&!#$^]/g;

/** Prose: markup is escaped, and a word that would link or call somebody stands as code. */
export const prose = (text: string): string =>
  text
    .split(' ')
    .map((word) => (LINKED.test(word) ? code(word) : escaped(word)))
    .join(' ')
    // A first word may make a list, a heading or a rule of the line.
    .replace(/^([-+=]|\d+[.)])/, (start) => `${start.slice(0, -1)}\\${start.slice(-1)}`);

/** Underscores inside of words are harmless, and a name should be copied as it is. */
const escaped = (word: string): string =>
  word.replace(MARKUP, (found, at: number) => (/[_!#]/.test(found) && isInside(word, at) ? found : `\\${found}`));

const isInside = (word: string, at: number): boolean => /\w/.test(word[at - 1] ?? '') && /\w/.test(word[at + 1] ?? '');
