import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {Source, Told} from '../../../src/lib/model/source.ts';
import {openCluster} from '../../../src/lib/sources/live.ts';
import {kubeconfig, options, refusal} from './live-support.ts';
import {WatchServer} from './watch-server.ts';

let server: WatchServer;
let source: Source;
let stop: AbortController;

beforeEach(async () => {
  server = await WatchServer.start();
  ({source} = await openCluster(options({kubeconfig: kubeconfig(server.served.url)})));
  stop = new AbortController();
});

afterEach(async () => {
  stop.abort();
  await source.close();
  await server.served.close();
});

/** Follows in the background: what was told so far, updates as `name xCOUNT`. */
function followed(): {readonly told: string[]; readonly done: Promise<void>} {
  const told: string[] = [];
  const done = (async () => {
    for await (const one of source.tail!('Event', {}, stop.signal)) told.push(...spelt(one));
  })();
  done.catch(() => undefined);
  return {told, done};
}

const nameOf = (object: object): string => {
  const {metadata, count} = object as {metadata: {name: string}; count: number};
  return `${metadata.name} x${count}`;
};

function spelt(told: Told): string[] {
  if (told.is === 'page') return told.objects.map(nameOf);
  return [told.is === 'change' ? nameOf(told.change.object) : told.is];
}

const updatesIn = (told: readonly string[]): string[] => told.filter((one) => one.includes(' x'));

describe('tail', () => {
  it('lists, and then tells every update once', async () => {
    server.write('a');
    const {told} = followed();
    await expect.poll(() => server.watches).toBe(1);
    server.write('b');
    server.write('a');
    await expect.poll(() => told).toEqual(['a x1', 'listed', 'b x1', 'a x2']);
  });

  it('goes on where it was after a cut, and says so', async () => {
    const {told} = followed();
    await expect.poll(() => server.watches).toBe(1);
    server.write('a');
    await expect.poll(() => updatesIn(told)).toEqual(['a x1']);
    server.cut();
    server.write('b');
    await expect.poll(() => told, {timeout: 5000}).toEqual(['listed', 'a x1', 'cut', 'back', 'b x1']);
  });

  it('tells what it missed, and that it may have missed more, when the past is gone', async () => {
    server.write('old');
    const {told} = followed();
    await expect.poll(() => server.watches).toBe(1);
    server.refusing = 503;
    server.cut();
    for (const name of ['a', 'a', 'b']) server.write(name);
    server.compact();
    server.refusing = undefined;
    await expect.poll(() => told.includes('lost'), {timeout: 10_000}).toBe(true);
    expect(updatesIn(told)).toEqual(['old x1', 'a x2', 'b x1']);
    await expect.poll(() => server.watches).toBe(1);
    server.write('c');
    await expect.poll(() => updatesIn(told).at(-1)).toBe('c x1');
  });

  it('bears refusals of a server that comes up, for a while', async () => {
    const {told} = followed();
    await expect.poll(() => server.watches).toBe(1);
    server.refusing = 403;
    server.cut();
    server.write('a');
    await expect.poll(() => told.at(-1), {timeout: 5000}).toBe('cut');
    server.refusing = undefined;
    await expect.poll(() => updatesIn(told), {timeout: 10_000}).toEqual(['a x1']);
  });

  it('tells each of thousands once, in order, over cuts', {timeout: 30_000}, async () => {
    const {told} = followed();
    await expect.poll(() => server.watches).toBe(1);
    const expected: string[] = [];
    for (let round = 0; round < 40; round++) {
      for (let at = 0; at < 100; at++) {
        const name = `e${round * 100 + at}`;
        server.add(name, 1);
        expected.push(`${name} x1`);
      }
      if (round % 12 === 5) server.cut();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await expect.poll(() => updatesIn(told).length, {timeout: 10_000}).toBe(expected.length);
    expect(updatesIn(told)).toEqual(expected);
  });

  it('ends when it is told to', async () => {
    const {done} = followed();
    await expect.poll(() => server.watches).toBe(1);
    stop.abort();
    expect(await refusal(done)).toBeUndefined();
  });
});
