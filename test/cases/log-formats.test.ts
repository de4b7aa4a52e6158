import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {entriesOf} from '../../src/lib/parse/lines/reader.ts';

/** Log files of another reader's tests, and of a log shipper's; see SOURCE.md beside each. */
const formats = new URL('../../../shared/cases/log-formats/', import.meta.url);
const containers = new URL('../../../shared/cases/container-logs/', import.meta.url);
const now = new Date('2026-11-25T00:00:00Z');

interface File {
  readonly file: string;
  readonly timestamps?: readonly string[];
}

/** Times of day whose date stands nowhere in the file: its source takes it from the file's own date. */
const DATELESS = new Set(['logfile_rollover.0']);

const text = (url: URL): string => readFileSync(url, 'utf8');

describe.skipIf(!existsSync(formats))('log files in many formats', () => {
  const {files} = existsSync(formats)
    ? (JSON.parse(text(new URL('expected.json', formats))) as {files: readonly File[]})
    : {files: []};
  test.each(files)('$file', ({file, timestamps}) => {
    const content = text(new URL(`logs/${file}`, formats));
    const entries = entriesOf(content, now);
    const lines = content.replace(/\n$/, '').split('\n').length;
    expect(entries.flatMap((entry) => entry.text.split('\n'))).toHaveLength(lines);
    if (timestamps === undefined || DATELESS.has(file)) return;
    const found = entries.flatMap(({time}) => (time === undefined ? [] : [new Date(time).toISOString()]));
    expect(found).toEqual(timestamps);
  });
});

interface Record {
  readonly time: string;
  readonly stream: string;
  readonly log: string;
}

describe.skipIf(!existsSync(containers))('container log files', () => {
  const names = existsSync(containers)
    ? readdirSync(containers).filter((name) => existsSync(new URL(`${name}/records.json`, containers)))
    : [];
  test.each(names)('%s', (name) => {
    const {records} = JSON.parse(text(new URL(`${name}/records.json`, containers))) as {records: readonly Record[]};
    const entries = entriesOf(text(new URL(`${name}/container.log`, containers)), now);
    const said = entries.flatMap((entry) => entry.text.split('\n'));
    expect(said.join('\n')).toBe(records.map(({log}) => log.replace(/\n$/, '')).join('\n'));
    expect(entries[0]?.time).toBe(records[0]?.time);
  });
});
