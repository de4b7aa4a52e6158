import {describe, expect, test} from 'vitest';
import {parse} from 'yaml';
import {listingFormats} from '../../../../src/lib/formats/listing/index.ts';
import type {Listing} from '../../../../src/lib/views/listing.ts';

const listing: Listing = {
  schema: 'kdiag.test/v1',
  head: {takenAt: '2026-03-01T02:17:09Z'},
  headings: [
    {name: 'name', header: 'NAME', align: 'left'},
    {name: 'mem', header: 'MEMORY(bytes)', align: 'right'},
  ],
  rows: [
    {
      cells: [
        {text: 'web-0', value: 'web-0', tone: 'plain'},
        {text: '88Mi', value: 92_274_688, tone: 'warn'},
      ],
      record: {name: 'web-0', labels: {app: 'web'}, memory: 92_274_688},
      ref: {kind: 'Pod', namespace: 'shop', name: 'web-0'},
    },
    {
      cells: [
        {text: 'a|"b",\u001B[2Jc', value: '=cmd("x"),\u001B[2J', tone: 'plain'},
        {text: '-', value: undefined, tone: 'muted'},
      ],
      record: {name: 'a\u001B[2J', labels: {}},
      ref: {kind: 'Pod', namespace: 'shop', name: 'a\u001B[2J'},
    },
  ],
  gaps: [],
};

async function printed(name: string, argument?: string, options: {colour?: boolean; headers?: boolean} = {}) {
  const format = (await listingFormats[name]?.())?.default;
  return format?.render(listing, {colour: false, headers: true, argument, ...options}) ?? '';
}

describe('every format of a listing', () => {
  test.each([...Object.keys(listingFormats)])('%s lets no control of a terminal through', async (name) => {
    const argument = {jsonpath: '{.items[*].name}', 'custom-columns': 'NAME:.name'}[name];
    const text = await printed(name, argument);
    expect(text).not.toContain('\u001B');
    expect(text).toContain('web-0');
  });

  test('text is kubectl’s layout', async () => {
    expect((await printed('text')).split('\n').slice(0, 2)).toEqual([
      'NAME      MEMORY(bytes)',
      'web-0              88Mi',
    ]);
  });

  test('text without headings begins with the first row', async () => {
    expect(await printed('text', undefined, {headers: false})).toMatch(/^web-0/);
  });

  test('colour is in the paint only', async () => {
    expect(await printed('text', undefined, {colour: true})).toContain('\u001B[33m');
  });

  test('json and yaml are one document', async () => {
    const document: unknown = JSON.parse(await printed('json'));
    expect(document).toMatchObject({schema: 'kdiag.test/v1', items: [{name: 'web-0', memory: 92_274_688}, {}]});
    expect(parse(await printed('yaml'))).toEqual(document);
  });

  test('ndjson is a record a line', async () => {
    const lines = (await printed('ndjson')).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as {name: string}).name)).toEqual(['web-0', 'a\u001B[2J']);
  });

  test('csv has values, and no formula for a spreadsheet', async () => {
    expect(await printed('csv')).toBe('name,mem\r\nweb-0,92274688\r\n"\'=cmd(""x""),",\r\n');
  });

  test('markdown escapes what would end a cell', async () => {
    expect(await printed('markdown')).toContain(String.raw`| a\|"b",c | - |`);
  });

  test('name is kind and name', async () => {
    expect(await printed('name')).toBe('pod/web-0\npod/a\n');
  });

  test('jsonpath asks the document', async () => {
    expect(await printed('jsonpath', '{range .items[*]}{.name}{"\\t"}{.memory}{"\\n"}{end}')).toBe(
      'web-0\t92274688\na\t\n',
    );
  });

  test('custom-columns asks each record, as kubectl does', async () => {
    expect(await printed('custom-columns', 'NAME:.name,M:memory,L:{.labels}')).toBe(
      'NAME    M          L\nweb-0   92274688   map[app:web]\na       <none>     map[]\n',
    );
  });
});

describe('a template is judged before anything is asked', () => {
  test.each([
    ['jsonpath', '{.a', 'unclosed action'],
    ['custom-columns', 'NAME', 'unexpected custom-columns spec: NAME, expected <header>:<json-path-expr>'],
    ['custom-columns', 'NAME:.a[x]', 'invalid array index x'],
  ])('%s=%s', async (name, argument, message) => {
    const format = (await listingFormats[name]?.())?.default;
    expect(() => format?.check?.(argument)).toThrow(
      expect.objectContaining({message: `-o ${name}: ${message}`, exit: 2}) as Error,
    );
  });
});
