/** A strict reader of the XML that we write: elements, attributes, text, the five entities; anything else is an error. */

export interface Xml {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Xml[];
  readonly text: string;
}

const ENTITY: Readonly<Record<string, string>> = {amp: '&', lt: '<', gt: '>', quot: '"', apos: "'"};
const TOKEN = /<\?xml [^?]*\?>|<(\/?)([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>|([^<]+)/uy;

interface Open {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: Xml[];
  text: string;
}

export function readXml(source: string): Xml {
  // Production 2 of XML 1.0: what no document may hold, escaped or not.
  if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(source))
    throw new Error('a character that XML forbids');
  const root: Open = {name: '', attributes: {}, children: [], text: ''};
  const open = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const [found, slash, name, attributes = '', empty, words] = TOKEN.exec(source) ?? [];
    if (found === undefined) throw new Error(`not well-formed at ${at}: ${source.slice(at, at + 60)}`);
    if (words !== undefined) open.at(-1)!.text += unescaped(words);
    else if (name !== undefined) step(open, name, slash === '/', empty === '/', attributes);
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error('not one whole document');
  return root.children[0]!;
}

function step(open: Open[], name: string, isEnd: boolean, isEmpty: boolean, attributes: string): void {
  if (isEnd) {
    if (open.pop()?.name !== name) throw new Error(`</${name}> ends something else`);
    return;
  }
  const pairs = [...attributes.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(
    ([, key = '', value = '']) => [key, unescaped(value)] as const,
  );
  if (new Set(pairs.map(([key]) => key)).size !== pairs.length) throw new Error(`<${name}> says something twice`);
  const element: Open = {name, attributes: Object.fromEntries(pairs), children: [], text: ''};
  open.at(-1)!.children.push(element);
  if (!isEmpty) open.push(element);
}

const unescaped = (text: string): string =>
  text.replaceAll(/&([^;]*;?)/g, (_, entity: string) => {
    const character = ENTITY[entity.replace(';', '')];
    if (character === undefined || !entity.endsWith(';')) throw new Error(`&${entity} is no entity`);
    return character;
  });
