import {createSocket} from 'node:dgram';
import {createServer, type Socket} from 'node:net';
import {expect, it, onTestFinished} from 'vitest';
import {message} from '../../../src/lib/sinks/_syslog-message.ts';
import {eventParcel, logParcel, never, sinkAt} from './support.ts';

const plain = {facility: 16, host: undefined, tag: undefined};

it('writes RFC 5424 with the fields as structured data', () => {
  const text = message(eventParcel('a', {message: 'two\nlines', reason: 'Back Off'}), plain).toString();
  expect(text).toMatch(/^<132>1 2026-03-01T09:59:58\.123456Z node-1 kdiag - Back_Off \[kdiag@32473 .*\] two lines$/);
  expect(text).toContain('kind="Pod" namespace="shop" object="web-0"');
});

it('escapes what would end a value, and cuts between characters', () => {
  expect(message(logParcel('x', {fields: {a: String.raw`"]\ `}}), plain).toString()).toContain(
    String.raw`field.a="\"\]\\ "`,
  );
  const cut = message(logParcel('é'.repeat(8000)), plain).toString();
  expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(8192);
  expect(cut).not.toContain('\uFFFD');
});

it('counts octets on TCP, and connects again after a cut', async () => {
  let received = '';
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('data', (chunk) => (received += chunk.toString()));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const sink = await sinkAt(`syslog+tcp://127.0.0.1:${(server.address() as {port: number}).port}`);
  await sink.send([eventParcel('a'), eventParcel('b')], never);
  await expect.poll(() => received).toContain('"b"');
  const [, length = '0', rest = ''] = /^(\d+) ([^]*)$/.exec(received) ?? [];
  expect(rest.slice(Number(length))).toMatch(/^\d+ <12>1 /);
  sockets[0]!.end();
  await expect.poll(() => sockets[0]!.destroyed).toBe(true);
  await sink.send([eventParcel('c')], never);
  await expect.poll(() => received).toContain('"c"');
  await sink.close();
});

it('sends one datagram each on UDP', async () => {
  const received: string[] = [];
  const server = createSocket('udp4').on('message', (text) => received.push(text.toString()));
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const sink = await sinkAt(`syslog://127.0.0.1:${server.address().port}?facility=local0&tag=x`);
  await sink.send([eventParcel('a'), eventParcel('b')], never);
  await expect.poll(() => received.length).toBe(2);
  expect(received[0]).toMatch(/^<132>1 \S+ node-1 x - BackOff /);
});
