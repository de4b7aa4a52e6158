import {reportView} from '../views/report.ts';
import type {Block, Branch, Fact, Item, Line} from '../views/view.ts';
import type {Format} from './_format.ts';
import {fitted} from './_layout.ts';
import {code, prose} from './_markdown.ts';
import {safe} from './_safe.ts';

/** For an issue or a chat: what is quoted stands as code, so that nothing in it is a heading, a link or a mention. */
export default {
  extension: 'md',
  contentType: 'text/markdown; charset=utf-8',
  render: (report, {explain, timeZone}) =>
    `${safe(reportView(report, {explain, timeZone, isKept: true}))
      .map(block)
      .join('\n\n')}\n`,
} satisfies Format;

/** Of a quote, for each line that a terminal would give it. */
const QUOTE_WIDTH = 160;

const textOf = (line: Line): string => line.map(({text}) => text).join('');
const aside = (text: string): string => (text === '' ? '' : ` (${prose(text)})`);

function block(one: Block): string {
  switch (one.is) {
    case 'headline':
      return `## ${prose(textOf(one.left))}\n\n${prose(textOf(one.right))}`;
    case 'heading':
      return `### ${prose(one.label.text)}: ${prose(textOf(one.body))}${aside(one.aside.text)}`;
    case 'facts':
      return one.facts.map(fact).join('\n');
    case 'tree':
      return `${capital(textOf(one.title))}:\n\n${tree(one.branches, '')}`;
    case 'items':
      return one.items.map(item).join('\n');
    case 'notes':
      return one.items.map(item).join('\n');
    case 'footer':
      return one.lines.map((line) => prose(textOf(line))).join('  \n');
  }
}

const capital = (text: string): string => prose(text.replace(/^./, (first) => first.toUpperCase()));

function fact({label, object, time, quote, lines, cut}: Fact): string {
  const [words = []] = fitted(quote, {width: QUOTE_WIDTH * lines, lines: 1, breaks: true, cut});
  return `- **${prose(label)}**${object === '' ? '' : ` ${code(object)}`}${time === '' ? '' : ` ${time}`}: ${code(textOf(words))}`;
}

const tree = (branches: readonly Branch[], indent: string): string =>
  branches
    .map(({body, aside: at, branches: below}) =>
      [
        `${indent}- ${prose(textOf(body))}${aside(at.text)}`,
        ...(below.length === 0 ? [] : [tree(below, `${indent}  `)]),
      ].join('\n'),
    )
    .join('\n');

function item({label, body, isCommand}: Item): string {
  const text = isCommand === true ? code(textOf(body)) : prose(textOf(body));
  return label.text === '' ? `- ${text}` : `- **${prose(label.text)}** ${text}`;
}
