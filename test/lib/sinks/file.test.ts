import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, it, onTestFinished} from 'vitest';
import type {Parcel} from '../../../src/lib/model/sink.ts';
import {eventParcel, never, sinkAt} from './support.ts';

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'kdiag-file-'));
  onTestFinished(() => rmSync(made, {recursive: true}));
  return made;
}

const keysIn = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as Parcel & {event: {key: string}}).event.key);

it('appends lines of JSON that only the owner may read', async () => {
  const file = path.join(folder(), 'e.ndjson');
  for (const name of ['a', 'b']) {
    const sink = await sinkAt(`file:${file}`);
    await sink.send([eventParcel(name)], never);
    await sink.close();
  }
  expect(keysIn(file)).toEqual(['key-a', 'key-b']);
  expect(statSync(file).mode & 0o077).toBe(0);
});

it('begins anew when it is full and keeps so many', async () => {
  const home = folder();
  const sink = await sinkAt(`file:${home}/e?size=1&files=3`);
  for (const name of ['a', 'b', 'c', 'd']) await sink.send([eventParcel(name)], never);
  expect(readdirSync(home).sort()).toEqual(['e', 'e.1', 'e.2']);
  expect(['e', 'e.1', 'e.2'].map((name) => keysIn(path.join(home, name)))).toEqual([['key-d'], ['key-c'], ['key-b']]);
});

it('says why it cannot be written', async () => {
  const sink = await sinkAt(`file:${folder()}/none/e`);
  await expect(sink.send([eventParcel()], never)).rejects.toThrow('its folder does not exist');
});
