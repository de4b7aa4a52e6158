import {spellJson, spellPlain} from './jsonpath/spell.ts';
import {parseTemplate, type Part, type Step} from './jsonpath/syntax.ts';
import {walk} from './jsonpath/walk.ts';

export {JsonPathError} from './jsonpath/failure.ts';
export {spellGo} from './jsonpath/spell.ts';

/**
 * kubectl's JSONPath template dialect (k8s.io/client-go/util/jsonpath), which is not RFC 9535: text around `{…}`,
 * `{range}`…`{end}`, filters, unions, slices, `..`. A field that is missing is nothing, as with kubectl's
 * --allow-missing-template-keys. All functions throw {@link JsonPathError} in kubectl's words.
 */
export interface JsonPath {
  readonly parts: readonly Part[];
}

export const jsonPath = (template: string): JsonPath => ({parts: parseTemplate(template)});

/** What `-o jsonpath=TEMPLATE` prints: values of one action are separated by a space, objects and lists are JSON. */
export const rendered = ({parts}: JsonPath, data: unknown): string =>
  groups(parts, data)
    .map((values) => values.map(spelt).join(' '))
    .join('');

/** The values that the template finds: one list for each text, action and turn of a range. */
export const found = ({parts}: JsonPath, data: unknown): ReadonlyArray<readonly unknown[]> => groups(parts, data);

const groups = (parts: readonly Part[], data: unknown): ReadonlyArray<readonly unknown[]> =>
  parts.flatMap((part) => groupsOf(part, data));

function groupsOf(part: Part, data: unknown): ReadonlyArray<readonly unknown[]> {
  switch (part.is) {
    case 'text':
      return [[part.text]];
    case 'action':
      return [results(part.steps, data)];
    case 'range':
      return results(part.over, data).flatMap((one) => groups(part.body, one));
  }
}

const results = (steps: readonly Step[], data: unknown): readonly unknown[] => walk(steps, [data]);

const spelt = (value: unknown): string =>
  typeof value === 'object' && value !== null ? spellJson(value) : spellPlain(value);
