import type {Socket} from 'node:net';
import {UserError} from '../model/failure.ts';
import type {Parcel, Sink, SinkType} from '../model/sink.ts';
import {FACILITIES, message} from './_syslog-message.ts';
import {type TlsMaterial, tlsMaterial, tlsOptions} from './_tls.ts';
import {lost} from './_trouble.ts';

/**
 * RFC 5424 by UDP (RFC 5426), TCP (RFC 6587, octet counting) or TLS (RFC 5425). None of them confirms: what was handed
 * to a connection that is then cut may be lost on its way, as with every sender of syslog.
 */
export default {
  schemes: ['syslog', 'syslog+udp', 'syslog+tcp', 'syslogs', 'syslog+tls'],
  title: 'syslog (RFC 5424) by UDP, TCP or TLS',
  example: 'syslog+tcp://host:514?facility=local0',
  takes: ['event', 'log', 'sample'],
  options: {
    facility: {shows: `${FACILITIES.join(', ')} (user)`},
    host: {shows: 'HOSTNAME of the messages (the reporting host, else the cluster)'},
    tag: {shows: 'APP-NAME of the messages (kdiag)'},
    ...tlsOptions,
  },
  batch: 200,
  open: async (address, options): Promise<Sink> => {
    if (address.hostname === '') throw new UserError('syslog: lacks its host', 'Write it like syslog+tcp://host:514.');
    const facility = FACILITIES.indexOf(options['facility'] ?? 'user');
    if (facility === -1)
      throw new UserError(`facility=${options['facility'] ?? ''} is none`, `Facilities are ${FACILITIES.join(', ')}.`);
    const written = (parcel: Parcel): Buffer => message(parcel, {facility, host: options['host'], tag: options['tag']});
    const to = {
      host: address.hostname.replace(/^\[|\]$/g, ''),
      port: Number(address.port || (isTls(address) ? 6514 : 514)),
    };
    if (/^syslog(\+udp)?:$/.test(address.protocol)) return datagrams(to, written);
    return new Stream(to, isTls(address) ? await tlsMaterial(options) : undefined, written);
  },
} satisfies SinkType;

const isTls = ({protocol}: URL): boolean => /^syslog(s|\+tls):$/.test(protocol);

interface Place {
  readonly host: string;
  readonly port: number;
}
type Written = (parcel: Parcel) => Buffer;

async function datagrams({host, port}: Place, written: Written): Promise<Sink> {
  const [{createSocket}, {lookup}] = await Promise.all([import('node:dgram'), import('node:dns/promises')]);
  const {address, family} = await lookup(host).catch((error: unknown) => {
    throw new UserError(`syslog at ${host}: ${lost(error).message}`, 'Correct the host.', {exit: 3});
  });
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  socket.unref();
  // A host that has no such port says so later, and to nobody in particular.
  socket.on('error', () => undefined);
  return {
    send: async (parcels) => {
      for (const parcel of parcels)
        await new Promise<void>((resolve, reject) => {
          socket.send(written(parcel), port, address, (error) => (error === null ? resolve() : reject(lost(error))));
        });
    },
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

const CONNECT_WITHIN = 10_000;

class Stream implements Sink {
  readonly #to: Place;
  readonly #tls: TlsMaterial | undefined;
  readonly #written: Written;
  #socket: Socket | undefined;

  constructor(to: Place, tls: TlsMaterial | undefined, written: Written) {
    [this.#to, this.#tls, this.#written] = [to, tls, written];
  }

  async send(parcels: readonly Parcel[], signal: AbortSignal): Promise<void> {
    const text = Buffer.concat(parcels.map((one) => counted(this.#written(one))));
    try {
      const socket = this.#open() ?? (await this.#connected(signal));
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject);
        socket.write(text, (error) => (error === null || error === undefined ? resolve() : reject(error)));
      });
    } catch (error) {
      this.#socket?.destroy();
      this.#socket = undefined;
      signal.throwIfAborted();
      throw lost(error);
    }
  }

  close(): Promise<void> {
    const socket = this.#socket;
    if (socket === undefined || socket.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      socket.once('close', () => resolve());
      socket.end();
      socket.setTimeout(1000, () => socket.destroy());
    });
  }

  /** Not one that the other side has closed: what is written to it is lost without a word. */
  #open(): Socket | undefined {
    return this.#socket?.writable === true && !this.#socket.readableEnded ? this.#socket : undefined;
  }

  async #connected(signal: AbortSignal): Promise<Socket> {
    const [net, tls] = await Promise.all([import('node:net'), import('node:tls')]);
    const {host, port} = this.#to;
    const named = net.isIP(host) === 0 ? {servername: host} : {};
    const socket =
      this.#tls === undefined ? net.connect({host, port}) : tls.connect({host, port, ...named, ...this.#tls});
    const stop = AbortSignal.any([signal, AbortSignal.timeout(CONNECT_WITHIN)]);
    await new Promise<void>((resolve, reject) => {
      socket.once(this.#tls === undefined ? 'connect' : 'secureConnect', () => resolve());
      socket.once('error', reject);
      stop.addEventListener('abort', () => socket.destroy(Object.assign(new Error('no answer'), {code: 'ETIMEDOUT'})), {
        once: true,
      });
    });
    socket.setKeepAlive(true, 30_000).on('error', () => undefined);
    socket.resume();
    return (this.#socket = socket);
  }
}

const counted = (text: Buffer): Buffer => Buffer.concat([Buffer.from(`${text.length} `), text]);
