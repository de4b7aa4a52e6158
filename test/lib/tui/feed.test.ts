import {describe, expect, test} from 'vitest';
import {type Source, Unavailable} from '../../../src/lib/model/source.ts';
import type {News} from '../../../src/lib/tui/actions.ts';
import {beats, type FeedOptions, looks} from '../../../src/lib/tui/feed.ts';
import {fakeSource} from '../../support/source.ts';

/** What is told until somebody has heard enough. */
async function heard(
  run: (options: FeedOptions, tell: (news: News) => void) => Promise<void>,
  enough: (all: readonly News[]) => boolean,
) {
  const over = new AbortController();
  const all: News[] = [];
  await run({rules: {}, signal: over.signal, refresh: 1, rest: 0}, (news) => {
    all.push(news);
    if (enough(all)) over.abort();
  });
  return all;
}

const kinds = (all: readonly News[]): readonly string[] => all.map(({type}) => type);
const source = (): Source => fakeSource({objects: {Pod: [{metadata: {name: 'web-0', namespace: 'shop'}}]}});

describe('looks', () => {
  test('tell of the objects first, then what is wrong with them, again and again', async () => {
    const all = await heard(
      (options, tell) => looks(source(), options, tell),
      (sofar) => sofar.length >= 6,
    );
    expect(kinds(all)).toEqual(['doing', 'objects', 'looked', 'doing', 'objects', 'looked']);
  });

  test('at a recording happen once', async () => {
    const recorded = {...source(), origin: {kind: 'bundle' as const}};
    expect(
      kinds(
        await heard(
          (options, tell) => looks(recorded, options, tell),
          () => false,
        ),
      ),
    ).toEqual(['doing', 'objects', 'looked']);
  });

  test('at a server that is gone tell that, and nothing of an empty cluster', async () => {
    const gone = fakeSource({refused: {Pod: 'unreachable'}});
    const all = await heard(
      (options, tell) => looks(gone, options, tell),
      (sofar) => sofar.length >= 2,
    );
    expect(all[1]).toMatchObject({type: 'lost', why: 'unreachable'});
  });

  test('where pods may not be seen are looks all the same', async () => {
    const refused = fakeSource({refused: {Pod: 'forbidden'}});
    const all = await heard(
      (options, tell) => looks(refused, options, tell),
      (sofar) => sofar.length >= 3,
    );
    expect(kinds(all)).toEqual(['doing', 'objects', 'looked']);
  });
});

describe('beats', () => {
  const answering = (raw: Source['raw']): Source => ({...source(), raw});

  test('tell how fast the server answers', async () => {
    const all = await heard(
      ({signal}, tell) =>
        beats(
          answering(() => Promise.resolve('{}')),
          signal,
          tell,
        ),
      () => true,
    );
    expect(all[0]).toMatchObject({type: 'beat'});
  });

  test.each([
    ['unreachable', 'lost'],
    ['timed out', 'lost'],
    ['forbidden', 'beat'],
  ] as const)('a server that answers "%s": %s', async (why, type) => {
    const raw = () => Promise.reject(new Unavailable({what: '/version', why}));
    expect(
      kinds(
        await heard(
          ({signal}, tell) => beats(answering(raw), signal, tell),
          () => true,
        ),
      ),
    ).toEqual([type]);
  });
});
