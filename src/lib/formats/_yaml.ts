import {Document, Scalar, visit} from 'yaml';
import {escapeUnprintable, isHarmless} from '../parse/printable.ts';

/** YAML that a terminal may be shown, and that tools which read YAML 1.1 (kubectl, PyYAML) and 1.2 read alike. */
export function yamlOf(value: unknown): string {
  // Without aliases: two effects may share evidence, and `*a1` helps nobody.
  const document = new Document(value, {version: '1.1', aliasDuplicateObjects: false});
  visit(document, {
    Scalar: (_, node) => {
      quote(node);
    },
  });
  return escapeUnprintable(document.toString({lineWidth: 0}), codePointEscape);
}

/** Plain words that one version or the other takes for a number, a date, a merge or a default (`0o7`, `=`, `<<`). */
const AMBIGUOUS = /^[\d=<~.+-]/;

/** Only double quotes know escapes. A lone surrogate is no character, and no escape may name it. */
function quote(node: Scalar): void {
  if (typeof node.value !== 'string') return;
  if (!isHarmless(node.value) || AMBIGUOUS.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
  node.value = node.value.toWellFormed();
}

const codePointEscape = (character: string): string =>
  `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;
