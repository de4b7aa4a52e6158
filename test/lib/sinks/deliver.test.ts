import {describe, expect, it} from 'vitest';
import {type Parcel, type Sink, type SinkType, Undelivered} from '../../../src/lib/model/sink.ts';
import {Delivery} from '../../../src/lib/sinks/_deliver.ts';
import {eventParcel} from './support.ts';

const QUICK = {linger: 1, firstWait: 1, longestWait: 5};

/** Delivery to a place that answers with `take`; keeps what it took. */
function delivery(take: (parcels: readonly Parcel[], nth: number) => unknown, options = {}, batch = 3) {
  const [took, remarks]: [Parcel[][], string[]] = [[], []];
  let nth = 0;
  const sink: Sink = {
    send: async (parcels) => {
      await take(parcels, ++nth);
      took.push([...parcels]);
    },
    close: async () => undefined,
  };
  const type = {batch} as SinkType;
  const to = new Delivery(sink, {shown: 'x at host', type}, (text) => remarks.push(text), {...QUICK, ...options});
  return {to, remarks, names: () => took.flat().map(nameOf), took};
}

const nameOf = (parcel: Parcel): string => (parcel.is === 'event' ? parcel.event.name.replace('web-0.', '') : '');
const numbered = (count: number): Parcel[] => Array.from({length: count}, (_, at) => eventParcel(String(at)));

describe('Delivery', () => {
  it('sends in batches, in order', async () => {
    const {to, took, names} = delivery(() => undefined);
    for (const parcel of numbered(7)) to.offer(parcel);
    expect(await to.close(1000)).toMatchObject({sent: 7, dropped: 0, waiting: 0});
    expect(names()).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    expect(Math.max(...took.map((batch) => batch.length))).toBe(3);
  });

  it('sends without being closed', async () => {
    const {to, names} = delivery(() => undefined);
    to.offer(eventParcel('alone'));
    await expect.poll(names).toEqual(['alone']);
    await to.close(0);
  });

  it('tries again until the place takes them, and says so once', async () => {
    const {to, names, remarks} = delivery((_, nth) => {
      if (nth <= 4) throw new Undelivered('the connection was refused');
    });
    for (const parcel of numbered(4)) to.offer(parcel);
    expect(await to.close(5000)).toMatchObject({sent: 4, dropped: 0});
    expect(names()).toEqual(['0', '1', '2', '3']);
    expect(remarks).toEqual(['x at host: the connection was refused; trying again', 'x at host: takes them again']);
  });

  it('leaves the place alone for as long as it asks', async () => {
    const at: number[] = [];
    const {to} = delivery((_, nth) => {
      at.push(performance.now());
      if (nth === 1) throw new Undelivered('too many', {retryAfter: 120});
    });
    to.offer(eventParcel());
    await to.close(5000);
    expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(115);
  });

  it('drops only the one that is refused for good', async () => {
    const {to, names, remarks} = delivery((parcels) => {
      if (parcels.some((one) => nameOf(one) === '2')) throw new Undelivered('it answered 400', {isFinal: true});
    });
    for (const parcel of numbered(6)) to.offer(parcel);
    expect(await to.close(5000)).toMatchObject({sent: 5, dropped: 1, trouble: 'it answered 400'});
    expect(names()).toEqual(['0', '1', '3', '4', '5']);
    expect(remarks.at(-1)).toBe('x at host: 5 sent, 1 dropped (it answered 400)');
  });

  it('sends again only those that the place says it has not taken', async () => {
    const {to, took} = delivery((parcels, nth) => {
      if (nth === 1) throw new Undelivered('busy', {again: parcels.slice(2), refused: parcels.slice(1, 2)});
    });
    for (const parcel of numbered(3)) to.offer(parcel);
    expect(await to.close(5000)).toMatchObject({sent: 2, dropped: 1});
    expect(took.map((batch) => batch.map(nameOf))).toEqual([['2']]);
  });

  it('takes no more than there is room for, and counts what it drops', async () => {
    const stuck = Promise.withResolvers<undefined>();
    const {to, remarks} = delivery(() => stuck.promise, {room: 5});
    const taken = numbered(20).filter((parcel) => to.offer(parcel));
    expect(taken).toHaveLength(5);
    expect(to.state()).toMatchObject({dropped: 15, waiting: 5});
    expect(remarks).toEqual([
      'x at host: 1 dropped so far (it takes less than there is to send)',
      'x at host: 10 dropped so far (it takes less than there is to send)',
    ]);
    stuck.resolve(undefined);
    await to.close(1000);
  });

  it('holds back who can wait', async () => {
    const {to, names} = delivery(() => new Promise((resolve) => setImmediate(resolve)), {room: 4});
    for (const parcel of numbered(40)) await to.put(parcel);
    expect(await to.close(5000)).toMatchObject({sent: 40, dropped: 0});
    expect(names()).toHaveLength(40);
  });

  it('gives up when the time is up, and counts what did not arrive', async () => {
    const {to, remarks} = delivery(() => {
      throw new Undelivered('the connection was refused');
    });
    for (const parcel of numbered(4)) to.offer(parcel);
    expect(await to.close(30)).toMatchObject({sent: 0, dropped: 4});
    expect(remarks.at(-1)).toBe('x at host: 0 sent, 4 dropped (the connection was refused)');
  });
});
