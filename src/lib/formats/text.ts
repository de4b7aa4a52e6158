import {Chalk, type ChalkInstance} from 'chalk';
import {reportView} from '../views/report.ts';
import {
  type Block,
  type Branch,
  type Fact,
  type Item,
  type Line,
  line,
  span,
  type Tone,
  type View,
} from '../views/view.ts';
import type {Format} from './_format.ts';
import {widthOf} from '../parse/width.ts';
import {fitted, lineWidth, padded} from './_layout.ts';
import {PAINT} from './_paint.ts';
import {safe} from './_safe.ts';

/**
 * For people, on a terminal. Labels stand in a gutter, so that everything that is said begins in one column; ages stand
 * at the right edge; white space separates.
 */
export default {
  extension: 'txt',
  contentType: 'text/plain; charset=utf-8',
  render: (report, {explain, colour, width, timeZone}) =>
    paint(safe(reportView(report, {explain, timeZone})), width, colour),
} satisfies Format;

/** Room between what is at the left and what is at the right edge. */
const BETWEEN = 2;
const INDENT = '  ';
/** `CRITICAL` and two spaces. */
const GUTTER_AT_LEAST = 10;
const NARROW = 40;
/** A name that takes more of a line than this gets one of its own. */
const OBJECT_SHARE = 0.4;
/** Of prose: a summary that quotes a whole stack trace is still a summary. */
const PROSE_LINES = 5;

/** Where things stand: set once for a whole view, so that incidents line up with each other. */
interface Page {
  readonly width: number;
  readonly gutter: number;
}

function paint(view: View, width: number, colour: boolean): string {
  const page = {width: Math.max(width, NARROW), gutter: gutterOf(view)};
  // The level is given: what the environment says about colours has been read where flags are.
  const chalk = new Chalk({level: colour ? 1 : 0});
  return view
    .flatMap((block, at) => [...(at > 0 && block.is !== 'facts' ? [[]] : []), ...linesOf(block, page)])
    .map((spans) => `${painted(spans, chalk)}\n`)
    .join('');
}

function painted(spans: Line, chalk: ChalkInstance): string {
  const last = spans.findLastIndex(({text}) => text.trimEnd() !== '');
  return spans
    .slice(0, last + 1)
    .map(({text, tone}, at) => PAINT[tone](at === last ? text.trimEnd() : text, chalk))
    .join('');
}

function gutterOf(view: View): number {
  const labels = view.flatMap((block) => {
    if (block.is === 'facts') return block.facts.map(({label}) => INDENT.length + widthOf(label) + 1);
    return block.is === 'items' ? block.items.map(({label}) => INDENT.length + widthOf(label.text) + 1) : [];
  });
  return Math.max(GUTTER_AT_LEAST, ...labels);
}

function linesOf(block: Block, page: Page): readonly Line[] {
  switch (block.is) {
    case 'headline':
      return headline(block.left, block.right, page);
    case 'heading':
      return beside([span(padded(block.label.text, page.gutter), block.label.tone)], block.body, block.aside, page);
    case 'facts':
      return facts(block.facts, page);
    case 'tree':
      return [[span(INDENT), ...block.title], ...tree(block.branches, INDENT, page)];
    case 'items':
      return block.items.flatMap((item) => itemLines(item, INDENT, page));
    case 'notes':
      return block.items.flatMap((item) => itemLines(item, '', page));
    case 'footer':
      return block.lines.flatMap((one) => prose(one, page.width));
  }
}

const prose = (body: Line, width: number): readonly Line[] => fitted(body, {width, lines: PROSE_LINES, breaks: false});

const gap = (cells: number): Line => line(' '.repeat(Math.max(0, cells)));

function headline(left: Line, right: Line, {width}: Page): readonly Line[] {
  const room = width - lineWidth(left) - lineWidth(right);
  return room >= BETWEEN ? [[...left, ...gap(room), ...right]] : [...prose(left, width), ...prose(right, width)];
}

/** Text behind a head, with a word at the right edge of its first line. */
function beside(
  head: Line,
  body: Line,
  aside: Line[number],
  {width}: Page,
  under: Line = gap(lineWidth(head)),
): readonly Line[] {
  const asideWidth = aside.text === '' ? 0 : widthOf(aside.text) + BETWEEN;
  const [first = [], ...others] = prose(body, width - lineWidth(head) - asideWidth);
  const room = width - lineWidth(head) - lineWidth(first) - widthOf(aside.text);
  return [[...head, ...first, ...gap(Math.max(room, BETWEEN)), aside], ...others.map((one) => [...under, ...one])];
}

/** Who says so, about what, when, and the words: in columns where names leave room for the words. */
function facts(all: readonly Fact[], page: Page): readonly Line[] {
  const room = page.width - page.gutter;
  const isShort = ({object}: Fact): boolean => widthOf(object) <= room * OBJECT_SHARE;
  const columns = {
    object: Math.max(0, ...all.filter(isShort).map(({object}) => widthOf(object))),
    time: Math.max(0, ...all.filter(isShort).map(({time}) => widthOf(time))),
  };
  return all.flatMap((fact) => (isShort(fact) ? factLines(fact, columns, page) : longFactLines(fact, page)));
}

const column = (text: string, width: number, tone: Tone): Line =>
  width === 0 ? [] : [span(padded(text, width + BETWEEN), tone)];
const factHead = ({label}: Fact, {gutter}: Page): Line => [span(padded(INDENT + label, gutter), 'muted')];

function factLines(fact: Fact, columns: {readonly object: number; readonly time: number}, page: Page): readonly Line[] {
  const head = [
    ...factHead(fact, page),
    ...column(fact.object, columns.object, 'plain'),
    ...column(fact.time, columns.time, 'muted'),
  ];
  const under = gap(lineWidth(head));
  return fitted(fact.quote, {width: page.width - lineWidth(head), lines: fact.lines, breaks: true, cut: fact.cut}).map(
    (one, at) => [...(at === 0 ? head : under), ...one],
  );
}

function longFactLines(fact: Fact, page: Page): readonly Line[] {
  const quote = fitted(fact.quote, {width: page.width - page.gutter, lines: fact.lines, breaks: true, cut: fact.cut});
  return [
    [...factHead(fact, page), span(fact.object), span(`  ${fact.time}`, 'muted')],
    ...quote.map((one) => [...gap(page.gutter), ...one]),
  ];
}

function tree(branches: readonly Branch[], before: string, page: Page): readonly Line[] {
  return branches.flatMap(({body, aside, branches: below}, at) => {
    const isLast = at === branches.length - 1;
    const under = `${before}${isLast ? '   ' : '│  '}`;
    return [
      ...beside(line(`${before}${isLast ? '└─ ' : '├─ '}`, 'muted'), body, aside, page, line(under, 'muted')),
      ...tree(below, under, page),
    ];
  });
}

function itemLines({label, body, isCommand}: Item, indent: string, page: Page): readonly Line[] {
  const head = [span(padded(indent + label.text, page.gutter), label.tone)];
  // A terminal breaks a long line without a line feed in it, so what is copied from there is still one command.
  const lines = isCommand === true ? [body] : prose(body, page.width - page.gutter);
  return lines.map((one, at) => [...(at === 0 ? head : gap(page.gutter)), ...one]);
}
