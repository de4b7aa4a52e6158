/** `\\`, `\"` and `\n` become what they stand for; other escapes stay as they are. */
export const unescapedValue = (text: string): string =>
  text.includes('\\')
    ? text.replaceAll(/\\([\\"n])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
    : text;

/** In HELP of the text format quotes are not escaped. */
export const unescapedHelp = (text: string): string =>
  text.includes('\\')
    ? text.replaceAll(/\\([\\n])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
    : text;

/** Where the first escape stands that the formats do not know; -1 when all are known. */
export function strangeEscape(text: string): number {
  for (let at = text.indexOf('\\'); at !== -1; at = text.indexOf('\\', at + 2)) {
    if (!'\\"n'.includes(text[at + 1] ?? ' ')) return at;
  }
  return -1;
}
