import {beforeAll, describe, expect, test} from 'vitest';
import type {Look} from '../../../src/lib/tui/state.ts';
import {top} from '../../../src/lib/tui/state.ts';
import {DEMO} from '../../commands/support.ts';
import {after, lookAt, pressed, room, seconds, shown, taskOf} from '../../support/tui.ts';

let demo: Look;
beforeAll(async () => {
  demo = await lookAt(DEMO);
});

describe('from what is wrong to the line that proves it', () => {
  test('takes two keys: the incident opens at its proof, and enter asks for that log', () => {
    const state = pressed(room(demo), 'enter', 'enter');
    expect(top(state)).toMatchObject({is: 'log', place: {in: 'node', node: 'node-1', layer: 'kernel'}});
    expect(taskOf(state)).toMatchObject({do: 'read-log', place: {node: 'node-1', layer: 'kernel'}});
  });

  test('the log stands at the line when it has come', () => {
    const opened = pressed(room(demo), 'enter', 'enter');
    const screen = top(opened);
    if (screen.is !== 'log') throw new Error('no log was opened');
    const quote = screen.find?.quote ?? '';
    const lines = [
      'something before',
      `2026-11-24T16:20:00 node-1 kernel: ${quote}`,
      `2026-11-24T16:23:30.6 ${quote}`,
      'after',
    ];
    const read = after(opened, {type: 'log-read', place: screen.place, lines});
    expect(top(read)).toMatchObject({at: 2});
  });

  test('a log that may not be read says why', () => {
    const opened = pressed(room(demo), 'enter', 'enter');
    const screen = top(opened);
    if (screen.is !== 'log') throw new Error('no log was opened');
    expect(shown(after(opened, {type: 'log-refused', place: screen.place, gap: 'forbidden'}))).toContain(
      'This log cannot be read: forbidden',
    );
  });
});

describe('in an incident', () => {
  test('arrows move in time and the tree follows', () => {
    const at = (...keys: string[]) => top(pressed(room(demo), 'enter', ...keys));
    const there = at('right');
    expect(there).not.toEqual(at());
    expect(at('right', 'left')).toMatchObject({
      moment: expect.stringContaining('Memory cgroup out of memory') as string,
    });
  });

  test('in the tree they move from cause to effect, and time goes where that is proven', () => {
    const screen = top(pressed(room(demo), 'enter', 'tab', 'down', 'down'));
    expect(screen).toMatchObject({tree: 2, moment: expect.stringContaining('replicas 1 wanted') as string});
  });

  test('y copies the line with its time and source', () => {
    expect(taskOf(pressed(room(demo), 'enter', 'y'))).toEqual({
      do: 'copy',
      text: expect.stringMatching(
        /^2026-11-24T16:23:30\S+ kernel Node node-1 \(kern\.log of node node-1\): Memory cgroup out of memory/,
      ) as string,
    });
  });

  test('f shows commands and runs none', () => {
    const state = pressed(room(demo), 'enter', 'f');
    expect(shown(state)).toContain('$ kubectl -n shop set resources deployment/db');
    expect(state.tasks).toEqual([]);
  });
});

describe('the way back', () => {
  test('esc and q lead to the screen before, q from the first one out', () => {
    const deep = pressed(room(demo), 'enter', 'x');
    expect(pressed(deep, 'esc').stack).toHaveLength(2);
    expect(pressed(deep, 'q', 'q').stack).toHaveLength(1);
    expect(taskOf(pressed(deep, 'q', 'q', 'q'))).toEqual({do: 'quit', code: 0});
  });
  test('ctrl-c leaves from anywhere, with the code of an interruption', () => {
    expect(taskOf(pressed(room(demo), 'enter', 'x', 'ctrl-c'))).toEqual({do: 'quit', code: 130});
  });
  test('1 goes to the incidents', () => {
    expect(pressed(room(demo), 'enter', 'x', '1').stack).toHaveLength(1);
  });
});

describe('a connection that drops', () => {
  const now = Date.parse('2026-11-24T16:30:00Z');
  const live = () =>
    after(room({...demo, report: {...demo.report, origin: {kind: 'cluster', context: 'prod'}}}), {
      type: 'beat',
      latency: 4,
      now,
    });

  test('is said, keeps what was on screen, and says how old that is', () => {
    const state = after(
      live(),
      {type: 'lost', why: 'connection refused', now: now + seconds(10)},
      {type: 'tick', now: now + seconds(70)},
    );
    expect(shown(state)).toContain('NO CONNECTION for 60s, shown as of 16:26:32');
    expect(shown(state)).toContain('connection refused');
    expect(shown(state)).toContain('Deployment shop/db is out of memory');
  });

  test('that comes back is live again', () => {
    const state = after(live(), {type: 'lost', why: 'x', now}, {type: 'beat', latency: 4, now: now + seconds(4)});
    expect(shown(state)).toContain('live');
    expect(shown(state)).not.toContain('NO CONNECTION');
  });

  test('counts from when it dropped, not from the last try', () => {
    const state = after(live(), {type: 'lost', why: 'x', now}, {type: 'lost', why: 'x', now: now + seconds(30)});
    expect(shown(state)).toContain('NO CONNECTION for 30s');
  });
});
