/** XML 1.0 from text that has been through printable(), which leaves none of the characters that XML forbids. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

export const text = (words: string): string => words.replace(/[&<>"']/g, (found) => ENTITIES[found] ?? '');

const attributes = (all: Readonly<Record<string, string>>): string =>
  Object.entries(all)
    .map(([name, value]) => ` ${name}="${text(value)}"`)
    .join('');

/** Children on lines of their own, or with nothing between them where white space would be content. */
export function element(
  name: string,
  attribute: Readonly<Record<string, string>>,
  children: readonly string[],
  between = '\n',
): string {
  const inside = children.join(between);
  if (inside === '') return `<${name}${attributes(attribute)}/>`;
  return `<${name}${attributes(attribute)}>${between}${inside}${between}</${name}>`;
}
