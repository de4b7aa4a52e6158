import {found, type JsonPath, jsonPath, JsonPathError, spellGo} from '../../parse/jsonpath.ts';
import {printable} from '../../parse/printable.ts';
import {padded, widthOf} from '../_layout.ts';
import type {ListingFormat} from './_format.ts';
import {templated} from './_template.ts';

interface Chosen {
  readonly header: string;
  readonly path: JsonPath;
}

const inWords = <T>(work: () => T): T => templated('custom-columns', 'NAME:.name,CPU:.usage.cpu', work);

/** `NAME:.name,NODE:.node` over each record, as kubectl prints them: several values with commas, `<none>` for none. */
export default {
  extension: 'txt',
  takesArgument: true,
  check: (spec) => {
    inWords(() => chosen(spec));
  },
  render: ({rows}, {headers, argument = ''}) =>
    inWords(() => {
      const columns = chosen(argument);
      const lines = rows.map(({record}) => columns.map(({path}) => printable(cell(path, record))));
      return laidOut([...(headers ? [columns.map(({header}) => printable(header))] : []), ...lines]);
    }),
} satisfies ListingFormat;

const chosen = (spec: string): readonly Chosen[] =>
  spec.split(',').map((one) => {
    const at = one.indexOf(':');
    if (at === -1)
      throw new JsonPathError(`unexpected custom-columns spec: ${one}, expected <header>:<json-path-expr>`);
    return {header: one.slice(0, at), path: jsonPath(relaxed(one.slice(at + 1)))};
  });

/** `name`, `.name`, `{name}` and `{.name}` are the same here. */
function relaxed(path: string): string {
  const [, braced, bare] = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(path) ?? [];
  const inside = braced ?? bare;
  if (inside === undefined)
    throw new JsonPathError(
      `unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`,
    );
  return `{.${inside}}`;
}

function cell(path: JsonPath, record: unknown): string {
  const values = found(path, record).flat();
  return values.length === 0 ? '<none>' : values.map(spellGo).join(',');
}

/** kubectl's tabwriter: at least six wide, three spaces between, nothing behind the last. */
function laidOut(lines: ReadonlyArray<readonly string[]>): string {
  const widths = (lines[0] ?? []).map((_, at) => Math.max(6, ...lines.map((line) => widthOf(line[at] ?? '') + 3)));
  return lines
    .map(
      (line) => `${line.map((text, at) => (at === line.length - 1 ? text : padded(text, widths[at] ?? 0))).join('')}\n`,
    )
    .join('');
}
