import {beforeAll, describe, expect, test} from 'vitest';
import {tableNamed, tables} from '../../../src/lib/tui/resources/index.ts';
import {usedKey, type World} from '../../../src/lib/tui/resources/kind.ts';
import {ref} from '../../../src/lib/model/ref.ts';
import type {Look, State} from '../../../src/lib/tui/state.ts';
import {top} from '../../../src/lib/tui/state.ts';
import {DEMO} from '../../commands/support.ts';
import {after, lookAt, pressed, room, shown, taskOf} from '../../support/tui.ts';

let demo: Look;
beforeAll(async () => {
  demo = await lookAt(DEMO);
});

const body = (state: State): readonly string[] =>
  shown(state)
    .split('\n')
    .slice(2, -1)
    .filter((line) => line !== '');
const typed = (state: State, text: string): State => pressed(state, ...Array.from(text));

describe('tables', () => {
  test('no two answer to one name', () => {
    const names = tables.flatMap(({name, also}) => [name, ...also]);
    expect(names).toEqual([...new Set(names)]);
  });

  test.each(['po', 'pods', 'no', 'svc', 'deploy', 'sts', 'pvc', 'hpa', 'cj', 'ns', 'cm', 'ingresses', 'pv'])(
    '%s is understood as kubectl does',
    (typedName) => {
      expect(tableNamed(typedName)).toBeDefined();
    },
  );

  test('every cell of every table can be read, whatever the cluster has', () => {
    const world: World = {cluster: demo.cluster, usage: new Map()};
    for (const table of tables)
      for (const row of table.rows(world))
        for (const column of table.columns) {
          expect(column.text(row)).toBeTypeOf('string');
          column.value(row);
          column.tone?.(row);
        }
  });

  test('use stands beside request and limit, and its share of the limit is judged', () => {
    const usage = new Map([[usedKey(ref('Pod', 'shop', 'db-7688d56c99-xmhv4')), {cpu: 12e6, memory: 150 * 2 ** 20}]]);
    const table = tableNamed('pods');
    const row = table?.rows({cluster: demo.cluster, usage}).find(({ref: {name}}) => name.startsWith('db-'));
    const read = (name: string) => {
      const column = table?.columns.find((one) => one.name === name);
      return row === undefined ? undefined : [column?.text(row), column?.tone?.(row) ?? 'plain'];
    };
    expect([read('cpu'), read('mem'), read('mem-lim'), read('%mem')]).toEqual([
      ['12m', 'plain'],
      ['150Mi', 'plain'],
      ['160Mi', 'plain'],
      ['94%', 'bad'],
    ]);
  });
});

describe('the table of pods', () => {
  test('sorts by the column whose letter is pressed; pressed again it turns round, and what was first decides next', () => {
    const byStatus = body(pressed(room(demo), '2', 'S'));
    expect(byStatus[0]).toContain('CrashLoopBackOff');
    expect(body(pressed(room(demo), '2', 'S', 'S'))[0]).toContain('Running');
    expect(shown(pressed(room(demo), '2', 'A', 'S'))).toMatch(/STATUS↑.*AGE↓2/);
  });

  test('faults only, and back', () => {
    const faulty = pressed(room(demo), '2', 'ctrl-z');
    expect(body(faulty)).toHaveLength(3);
    expect(body(pressed(faulty, 'ctrl-z'))).toHaveLength(8);
  });

  test('a filter works while it is typed, enter keeps it, esc takes it away', () => {
    const typing = pressed(room(demo), '2', '/', 'w', 'e', 'b');
    expect(body(typing)).toHaveLength(2);
    expect(body(pressed(typing, 'enter'))).toHaveLength(2);
    expect(body(pressed(typing, 'esc'))).toHaveLength(8);
    expect(body(pressed(typing, 'enter', 'esc'))).toHaveLength(8);
    expect(body(typed(pressed(room(demo), '2', '/'), '-l app=db'))).toHaveLength(1);
  });

  test('the cursor stays on its pod when the order changes', () => {
    const on = pressed(room(demo), '2', 'end');
    expect(/^▸.*$/m.exec(shown(on))?.[0]).toContain('web-685866b96c-zvpfl');
    expect(/^▸.*$/m.exec(shown(pressed(on, 'S', 'R')))?.[0]).toContain('web-685866b96c-zvpfl');
  });

  test('a drill-down shows what lies below, and esc leads back to the same line', () => {
    const nodes = typed(pressed(room(demo), ':'), 'no');
    const below = pressed(nodes, 'enter', 'down', 'enter');
    expect(shown(below)).toContain('pods of Node node-1');
    expect(body(below).every((line) => line.includes('node-1'))).toBe(true);
    expect(/^▸.*$/m.exec(shown(pressed(below, 'esc')))?.[0]).toContain('node-1');
  });

  test('d describes with the incident on top, l asks for the log, p for the one before', () => {
    const onApi = pressed(room(demo), '2', '/', 'a', 'p', 'i', 'enter');
    expect(shown(pressed(onApi, 'd'))).toMatch(/HIGH +Deployment shop\/db is out of memory/);
    const place = {in: 'container', container: {namespace: 'shop', pod: 'api-979c4fc6f-b2bq8', container: 'api'}};
    expect(taskOf(pressed(onApi, 'l'))).toEqual({do: 'read-log', place: {...place, previous: false}});
    expect(taskOf(pressed(onApi, 'p'))).toEqual({do: 'read-log', place: {...place, previous: true}});
  });

  test('y asks for the YAML and shows it when it has come', () => {
    const asked = pressed(room(demo), '2', 'y');
    expect(taskOf(asked)).toMatchObject({do: 'read-yaml', ref: {kind: 'Pod'}});
    const screen = top(asked);
    const awaits = screen.is === 'text' ? (screen.awaits ?? '') : '';
    expect(shown(after(asked, {type: 'text-read', awaits, lines: ['kind: Pod']}))).toContain('kind: Pod');
  });
});

describe('commands', () => {
  const given = (text: string): State => pressed(typed(pressed(room(demo), ':'), text), 'enter');

  test.each([
    ['po', 'pods'],
    ['pods shop', 'pods of Namespace shop'],
    ['svc /web', 'services · /web'],
    ['pods -l app=db', 'pods · /-l app=db'],
  ])(':%s', (text, title) => {
    expect(shown(given(text)).split('\n')[0]).toContain(`› ${title}`);
  });

  test('what is unknown is said, with what was meant', () => {
    expect(shown(given('podss'))).toContain('there is no "podss"; did you mean pods?');
  });

  test('tab completes names, and behind a name the namespaces', () => {
    expect(pressed(typed(pressed(room(demo), ':'), 'serv'), 'tab').prompt?.text).toBe('services');
    expect(pressed(typed(pressed(room(demo), ':'), 'pods sh'), 'tab').prompt?.text).toBe('pods shop');
  });

  test('those given before come back with arrows, brackets and the dash', () => {
    const after2 = pressed(typed(pressed(given('no'), ':'), 'svc'), 'enter');
    expect(pressed(after2, ':', 'up', 'up').prompt?.text).toBe('no');
    expect(shown(pressed(after2, '['))).toContain('› nodes');
    expect(shown(pressed(after2, '[', ']'))).toContain('› services');
    expect(shown(pressed(after2, 'd', '-'))).toContain('› services');
  });

  test('while something is typed letters are letters, and ctrl-c only ends the typing', () => {
    const typing = typed(pressed(room(demo), ':'), 'q?2');
    expect(typing.prompt?.text).toBe('q?2');
    expect(pressed(typing, 'ctrl-c')).toMatchObject({prompt: undefined, tasks: []});
  });

  test('pasted text is typed, without its line breaks', () => {
    expect(after(pressed(room(demo), ':'), {type: 'pasted', text: 'pods\nshop'}).prompt?.text).toBe('pods shop');
  });
});

test('a click chooses a line, and a second one opens it', () => {
  const table = pressed(room(demo), '2');
  const on = after(table, {type: 'clicked', row: 4});
  expect(/^▸.*$/m.exec(shown(on))?.[0]).toContain('monitoring');
  expect(top(after(on, {type: 'clicked', row: 4}))).toMatchObject({kind: 'containers'});
  expect(top(after(room(demo), {type: 'clicked', row: 4})).is).toBe('incident');
});
