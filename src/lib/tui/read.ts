import {type Source, Unavailable} from '../model/source.ts';
import type {LogPlace} from '../views/timeline.ts';
import type {Action} from './actions.ts';

/** Of a container's log: enough for the story, bounded for the memory. */
const LINES = 5000;
const BYTES = 4 << 20;

/** The log that a line is from, as an answer for the reducer. */
export async function readLog(source: Source, place: LogPlace, signal: AbortSignal): Promise<Action> {
  try {
    return {type: 'log-read', place, lines: linesOf(await textOf(source, place, signal))};
  } catch (error) {
    if (error instanceof Unavailable)
      return {
        type: 'log-refused',
        place,
        gap: error.gap.hint === undefined ? error.gap.why : `${error.gap.why} (${error.gap.hint})`,
      };
    throw error;
  }
}

async function textOf(source: Source, place: LogPlace, signal: AbortSignal): Promise<string> {
  if (place.in === 'container')
    return source.podLogs(place.container, {previous: place.previous, tail: LINES, limitBytes: BYTES}, signal);
  const files = await source.nodeLogs(place.node, {layer: place.layer, tailBytes: BYTES}, signal);
  return (files.find(({source: name}) => name === place.source) ?? files[0])?.text ?? '';
}

const linesOf = (text: string): readonly string[] => {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
};
