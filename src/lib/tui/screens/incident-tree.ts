import {ageOf} from '../../model/time.ts';
import {told} from '../../views/effects.ts';
import {age} from '../../views/words.ts';
import {firstShown, type Row, say, spread} from '../draw.ts';
import type {Size} from '../state.ts';
import type {Story} from './incident-story.ts';

/** What follows from what; the line at `at` is the one that the other panes are about. */
export function treeRows({nodes}: Story, at: number, {columns, rows}: Size, now: Date): readonly Row[] {
  const first = firstShown(at, nodes.length, rows);
  return nodes.slice(first, first + rows).map(({prefix, summary, subject, since}, index): Row => {
    const elapsed = ageOf(since, now);
    const isChosen = first + index === at;
    return {
      spans: spread(
        [say(` ${prefix}`, 'muted'), say(told(summary, subject), first + index === 0 ? 'strong' : 'plain')],
        [say(elapsed === undefined ? '' : age(elapsed), 'muted')],
        columns,
      ),
      chosen: isChosen,
    };
  });
}
