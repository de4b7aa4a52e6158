import type {LogPlace} from '../../views/timeline.ts';
import {BLANK, firstShown, type Row, row, say} from '../draw.ts';
import type {LogScreen} from '../state.ts';
import {moved, type ScreenKind} from './screen.ts';

/** One log as it is, at the line that one came for. */
export const log: ScreenKind<LogScreen> = {
  title: (_, {place}) => logName(place),
  draw(_, {lines, gap, at, find}, {rows}) {
    if (gap !== undefined) return [BLANK, row(say(` This log cannot be read: ${gap}`, 'warn'))];
    if (lines === undefined) return [BLANK, row(say(' reading …', 'muted'))];
    if (lines.length === 0) return [BLANK, row(say(' This log is empty.', 'muted'))];
    const first = firstShown(at, lines.length, rows);
    return lines.slice(first, first + rows).map((line, index): Row => {
      const isFound = find !== undefined && matches(line, find);
      return {
        spans: [say(isFound ? ' ◆ ' : '   ', 'bad'), say(line, isFound ? 'strong' : 'plain')],
        chosen: first + index === at,
      };
    });
  },
  act(_, screen, action, {rows}) {
    if (action.type === 'log-read' && samePlace(action.place, screen.place)) {
      const {lines} = action;
      const found = screen.find === undefined ? -1 : placeOf(lines, screen.find);
      return {
        screen: {...screen, lines, at: found === -1 ? Math.max(0, lines.length - 1) : found},
        ...(screen.find !== undefined && found === -1 ? {notice: 'the line is no longer in this log'} : {}),
      };
    }
    if (action.type === 'log-refused' && samePlace(action.place, screen.place))
      return {screen: {...screen, gap: action.gap}};
    const at = moved(screen.at, screen.lines?.length ?? 0, action, rows);
    if (at !== undefined) return {screen: {...screen, at}};
    const line = screen.lines?.[screen.at];
    return action.type === 'copy' && line !== undefined
      ? {task: {do: 'copy', text: `${logName(screen.place)}: ${line}`}, notice: 'copied the line with its source'}
      : {};
  },
};

export const logName = (place: LogPlace): string =>
  place.in === 'node'
    ? `${place.source} of node ${place.node}`
    : `log of ${place.container.namespace}/${place.container.pod} ${place.container.container}${place.previous ? ' (previous)' : ''}`;

const samePlace = (a: LogPlace, b: LogPlace): boolean => JSON.stringify(a) === JSON.stringify(b);

type Wanted = NonNullable<LogScreen['find']>;

/** Quotes may be cut, and stamps stand before lines or not: what both have is what decides. */
const matches = (line: string, {quote}: Wanted): boolean => line.includes(quote.slice(0, 200).trim());

/** Of lines that say the same, the one at the moment; stamps of logs differ in their form, seconds and below do not. */
function placeOf(lines: readonly string[], find: Wanted): number {
  const same = lines.flatMap((line, at) => (matches(line, find) ? [at] : []));
  const clock = /\d\d:\d\d:\d\d(?:\.\d{1,3})?/.exec(find.at)?.[0] ?? '';
  const exact = same.find((at) => lines[at]?.includes(clock) === true);
  const second = same.find((at) => lines[at]?.includes(clock.slice(0, 8)) === true);
  return exact ?? second ?? same.at(-1) ?? -1;
}
