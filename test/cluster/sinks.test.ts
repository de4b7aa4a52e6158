import {readFileSync} from 'node:fs';
import {connect} from 'node:net';
import path from 'node:path';
import {homedir} from 'node:os';
import {describe, expect, it, onTestFinished} from 'vitest';
import type {Parcel, ParcelKind} from '../../src/lib/model/sink.ts';
import {Undelivered} from '../../src/lib/model/sink.ts';
import {destination} from '../../src/lib/sinks/_address.ts';
import {deliverTo, opened} from '../../src/lib/sinks/_deliver.ts';
import {eventParcel, logParcel, never, surroundings} from '../lib/sinks/support.ts';
import {run} from './support.ts';

/** Sends to the real server of an add-on (`testbed with NAME`), and asks that server what it has. */

const STATE = process.env['KDIAG_TESTBED_DIR'] ?? path.join(homedir(), '.cache/kdiag-testbed');
const mark = `m${process.pid}x${Math.floor(performance.now())}`;
const now = new Date().toISOString();

/** Parcels that nothing else has sent, of now: stores refuse what is old. */
const marked = (parcel: Parcel): Parcel => ({...parcel, time: now});
const event = marked(eventParcel(mark, {cluster: mark, key: mark}));
const log = marked(logParcel(`line ${mark}`, {pod: mark}));

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

/** A test against an add-on, skipped with its name where it is not on. */
const withAddOn = (name: string, port: number, claim: string, test: () => Promise<void>): void =>
  it(`${name}: ${claim}`, {timeout: 60_000}, async ({skip}) => {
    if (!(await answers(port))) skip(`testbed with ${name} is not on`);
    await test();
  });

async function send(address: string, kind: ParcelKind, ...parcels: readonly Parcel[]): Promise<void> {
  const sink = await opened(await destination(address, kind), surroundings());
  onTestFinished(() => sink.close());
  await sink.send(parcels, never);
}

const get = async (url: string): Promise<string> => (await fetch(url)).text();
const seen = (what: () => Promise<string> | string) => expect.poll(what, {timeout: 30_000, interval: 250});

describe('real servers', () => {
  withAddOn('victorialogs', 9428, 'finds an event by its fields', async () => {
    await send('victorialogs://127.0.0.1:9428', 'event', event, log);
    const query = encodeURIComponent(`cluster:"${mark}" reason:"BackOff" count:3`);
    await seen(() => get(`http://127.0.0.1:9428/select/logsql/query?query=${query}`)).toContain(`"key":"${mark}"`);
  });

  withAddOn('victorialogs', 9428, 'takes documents as Elasticsearch does', async () => {
    const address = 'elasticsearch://127.0.0.1:9428/insert/elasticsearch?index=x';
    await send(address, 'event', marked(eventParcel(mark, {cluster: `${mark}es`})));
    const query = encodeURIComponent(`cluster:"${mark}es"`);
    await seen(() => get(`http://127.0.0.1:9428/select/logsql/query?query=${query}`)).toContain('BackOff');
  });

  withAddOn('loki', 3100, 'finds a line by its labels, with its metadata', async () => {
    await send('loki://127.0.0.1:3100', 'log', event, log);
    const query = encodeURIComponent(`{job="kdiag",pod="${mark}"}`);
    const from = String((Date.now() - 600_000) * 1e6);
    await seen(() => get(`http://127.0.0.1:3100/loki/api/v1/query_range?query=${query}&start=${from}`)).toMatch(
      new RegExp(`"level":"error".*line ${mark}`),
    );
  });

  withAddOn('kafka', 9092, 'keeps what is about one object together', async () => {
    const topic = `kdiag-${mark}`;
    // The broker makes the topic when it is first asked for, and says until then that it does not know it.
    const delivery = await deliverTo(`kafka://127.0.0.1:9092/${topic}`, 'event', surroundings(), {linger: 1});
    for (const parcel of [event, event]) delivery.offer(parcel);
    expect(await delivery.close(20_000)).toMatchObject({sent: 2, dropped: 0});
    const read = ['--from-beginning', '--max-messages', '2', '--timeout-ms', '20000', '--property', 'print.key=true'];
    const {stdout} = run(path.join(STATE, 'bin/kafka'), ['consume', '--topic', topic, ...read]);
    run(path.join(STATE, 'bin/kafka'), ['topics', '--delete', '--topic', topic]);
    expect(stdout.match(/^Pod\/shop\/web-0\t/gm)).toHaveLength(2);
    expect(stdout).toContain(`"key":"${mark}"`);
  });

  const messages = (): string => readFileSync(path.join(STATE, 'data/syslog/raw.log'), 'utf8');
  it.each([
    ['syslog', '127.0.0.1:5514', ''],
    ['syslog+tcp', '127.0.0.1:5514', ''],
    ['syslog+tls', '127.0.0.1:6514', `?tls-ca=${STATE}/pki/ca.crt`],
  ])('syslog: arrives by %s', {timeout: 60_000}, async (scheme, host, query) => {
    if (!(await answers(5514))) return;
    const text = `${mark} by ${scheme}.`;
    await send(`${scheme}://${host}${query}`, 'event', marked(eventParcel(mark, {message: text})));
    await seen(messages).toContain(text);
  });

  withAddOn('syslog', 6514, 'is not trusted without its authority', async () => {
    const error = await send('syslogs://127.0.0.1:6514', 'event', event).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Undelivered);
    expect((error as Undelivered).message).toContain('signed by an unknown authority');
  });
});
