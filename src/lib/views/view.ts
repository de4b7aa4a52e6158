/**
 * What an answer means to a person: words, their tone, and which belong together. How wide a column is, where a line
 * ends and what colour a tone has is decided by what paints it (a format, the TUI), which alone knows the screen.
 */

/** bad: broken now. warn: about to be, or smaller. muted: context. quote: words of the cluster, not ours. */
export type Tone = 'plain' | 'strong' | 'bad' | 'warn' | 'good' | 'muted' | 'quote';

export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

export type Line = readonly Span[];

export type Cut = 'end' | 'middle';

/** Something that was seen: in which layer, on what, when, and the words that say it. */
export interface Fact {
  readonly label: string;
  readonly object: string;
  readonly time: string;
  readonly quote: Line;
  /** At most this many lines. */
  readonly lines: number;
  /** What is cut off where it does not fit: the end, or the middle of an error chain, which names the cause last. */
  readonly cut: Cut;
}

/** A line below a label: something to do, or a remark. A command is never broken, so that it can be copied. */
export interface Item {
  readonly label: Span;
  readonly body: Line;
  readonly isCommand?: boolean | undefined;
}

/** A branch of a tree: what happened because of what stands above it. */
export interface Branch {
  readonly body: Line;
  /** At the right edge. */
  readonly aside: Span;
  readonly branches: readonly Branch[];
}

export type Block =
  /** The answer. */
  | {readonly is: 'headline'; readonly left: Line; readonly right: Line}
  /** Opens an incident. */
  | {readonly is: 'heading'; readonly label: Span; readonly body: Line; readonly aside: Span}
  | {readonly is: 'facts'; readonly facts: readonly Fact[]}
  | {readonly is: 'tree'; readonly title: Line; readonly branches: readonly Branch[]}
  /** What to do, inside an incident. */
  | {readonly is: 'items'; readonly items: readonly Item[]}
  /** What concerns the whole answer, outside of incidents. */
  | {readonly is: 'notes'; readonly items: readonly Item[]}
  | {readonly is: 'footer'; readonly lines: readonly Line[]};

export type View = readonly Block[];

export const span = (text: string, tone: Tone = 'plain'): Span => ({text, tone});
export const line = (text: string, tone: Tone = 'plain'): Line => [{text, tone}];

/** Lines in one, with a dot between them. */
export const dotted = (parts: readonly Line[]): Line =>
  parts.flatMap((part, at) => (at === 0 ? part : [span(' · ', 'muted'), ...part]));
