import {printable} from '../parse/printable.ts';
import type {Block, Branch, Fact, Item, Line, Span, View} from '../views/view.ts';

/** The one place where text of a cluster becomes harmless: every word of a view, before anything is measured or cut. */
export const safe = (view: View): View => view.map(block);

const span = ({text, tone}: Span): Span => ({text: printable(text), tone});
const line = (spans: Line): Line => spans.map(span);
const item = ({label, body, isCommand}: Item): Item => ({label: span(label), body: line(body), isCommand});
const branch = ({body, aside, branches}: Branch): Branch => ({
  body: line(body),
  aside: span(aside),
  branches: branches.map(branch),
});
const fact = ({label, object, time, quote, lines, cut}: Fact): Fact => ({
  label: printable(label),
  object: printable(object),
  time: printable(time),
  quote: line(quote),
  lines,
  cut,
});

function block(one: Block): Block {
  switch (one.is) {
    case 'headline':
      return {is: one.is, left: line(one.left), right: line(one.right)};
    case 'heading':
      return {is: one.is, label: span(one.label), body: line(one.body), aside: span(one.aside)};
    case 'facts':
      return {is: one.is, facts: one.facts.map(fact)};
    case 'tree':
      return {is: one.is, title: line(one.title), branches: one.branches.map(branch)};
    case 'items':
    case 'notes':
      return {is: one.is, items: one.items.map(item)};
    case 'footer':
      return {is: one.is, lines: one.lines.map(line)};
  }
}
