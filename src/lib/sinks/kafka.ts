import {UserError} from '../model/failure.ts';
import type {Parcel, Sink, SinkType} from '../model/sink.ts';
import {client} from './_client.ts';
import {keyOf, subjectOf} from './_parcel.ts';
import {tlsMaterial, tlsOptions} from './_tls.ts';
import {lost} from './_trouble.ts';

const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
const COMPRESSIONS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

/** A topic of Kafka, as JSON. What is about one object has one key, so that it stays in order in its partition. */
export default {
  schemes: ['kafka', 'kafkas'],
  title: 'Kafka',
  example: 'kafka://broker:9092/topic',
  takes: ['event', 'log', 'sample'],
  options: {
    brokers: {shows: 'more brokers, like b2:9092,b3:9092'},
    user: {shows: 'for SASL'},
    password: {shows: 'for SASL', secret: true},
    mechanism: {shows: `${MECHANISMS.join(', ')} (PLAIN)`},
    compression: {shows: `${COMPRESSIONS.join(', ')} (none)`},
    ...tlsOptions,
  },
  batch: 500,
  open: async (address, options): Promise<Sink> => {
    const topic = decodeURIComponent(address.pathname.slice(1));
    if (address.host === '' || topic === '')
      throw new UserError('kafka: lacks its broker or its topic', 'Write it like kafka://broker:9092/topic.');
    const {Producer, stringSerializers} = await client('@platformatic/kafka', () => import('@platformatic/kafka'));
    const secure = address.protocol === 'kafkas:';
    const producer = new Producer({
      clientId: 'kdiag',
      bootstrapBrokers: [address.host, ...(options['brokers']?.split(',') ?? [])],
      serializers: stringSerializers,
      acks: -1,
      retries: 0,
      timeout: 10_000,
      autocreateTopics: true,
      compression: oneOf('compression', options['compression'] ?? 'none', COMPRESSIONS),
      ...(secure ? {tls: await tlsMaterial(options)} : {}),
      ...saslOf(options),
    });
    return {
      send: async (parcels) => {
        await producer.send({messages: parcels.map((one) => messageFor(one, topic))}).catch((error: unknown) => {
          throw lost(error);
        });
      },
      close: () => producer.close().catch(() => undefined),
    };
  },
} satisfies SinkType;

function messageFor(parcel: Parcel, topic: string) {
  const id = keyOf(parcel);
  const headers = {kdiag: parcel.is, ...(id === undefined ? {} : {id})};
  return {topic, key: subjectOf(parcel), value: JSON.stringify(parcel), headers};
}

function saslOf({user, password, mechanism = 'PLAIN'}: Readonly<Record<string, string>>) {
  if (user === undefined) return {};
  return {sasl: {mechanism: oneOf('mechanism', mechanism, MECHANISMS), username: user, password: password ?? ''}};
}

function oneOf<T extends string>(name: string, typed: string, known: readonly T[]): T {
  const found = known.find((one) => one === typed);
  if (found === undefined) throw new UserError(`${name}=${typed} is not known`, `Known are ${known.join(', ')}.`);
  return found;
}
