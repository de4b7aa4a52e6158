import {describe, expect, test} from 'vitest';
import type {Lead, Rule} from '../../../src/lib/model/rule.ts';
import {gather} from '../../../src/lib/queries/gather.ts';
import {pod} from '../../support/cluster.ts';
import {type Facts, fakeSource} from '../../support/source.ts';

const asks = (leads: (round: number) => readonly Lead[]): Rule => {
  let round = 0;
  return {
    title: 't',
    category: 'workload',
    severity: 'low',
    why: 'w',
    confirm: ['c'],
    fix: ['f'],
    needs: [],
    leads: () => leads((round += 1)),
    check: () => [],
  };
};

const log = (name: string, previous = false): Lead => ({
  want: 'pod-log',
  container: {namespace: 'shop', pod: name, container: 'app'},
  previous,
});
const gathered = async (facts: Facts, leads: (round: number) => readonly Lead[] = () => [], options = {}) => {
  const source = fakeSource(facts);
  return {source, snapshot: await gather(source, {rules: {r: asks(leads)}, ...options})};
};

describe('objects', () => {
  test('of all pages are decoded', async () => {
    const {snapshot} = await gathered({objects: {Pod: [pod('a'), pod('b')]}});
    expect(snapshot.objects.Pod?.map(({metadata}) => metadata.name)).toEqual(['a', 'b']);
  });

  test('a refused kind is a gap and stays unread, never empty', async () => {
    const {snapshot} = await gathered({refused: {Node: 'forbidden'}});
    expect([snapshot.objects.Node, snapshot.gaps]).toEqual([undefined, [{what: 'Node', why: 'forbidden'}]]);
  });

  test('a namespace is read where the cluster is refused, and the gap says so', async () => {
    const {snapshot} = await gathered({objects: {Pod: [pod('a')]}, refused: {Pod: 'forbidden'}}, undefined, {
      namespace: 'shop',
    });
    expect(snapshot.objects.Pod).toHaveLength(1);
    expect([snapshot.namespace, snapshot.gaps]).toEqual([
      'shop',
      [{what: 'Pod outside namespace shop', why: 'forbidden'}],
    ]);
  });

  test('an extension that is not installed is no gap', async () => {
    const {snapshot} = await gathered({refused: {HTTPRoute: 'not installed'}});
    expect([snapshot.objects.HTTPRoute, snapshot.gaps]).toEqual([[], []]);
  });

  test('old Endpoints are read only where EndpointSlices are not there', async () => {
    const usual = await gathered({});
    const old = await gathered({refused: {EndpointSlice: 'not installed'}});
    const asked = ({source}: typeof usual): boolean => source.questions.includes('list Endpoints *');
    expect([asked(usual), asked(old)]).toEqual([false, true]);
  });

  test('Secrets are never more than names: their decoder has no data', async () => {
    const {snapshot} = await gathered({
      objects: {Secret: [{metadata: {name: 's', namespace: 'shop'}, data: {password: 'aHVudGVyMg=='}}]},
    });
    expect(JSON.stringify(snapshot.objects.Secret)).not.toContain('aHVudGVyMg');
  });
});

describe('leads', () => {
  test('bring logs with their time and what the patterns recognise', async () => {
    const {snapshot} = await gathered(
      {logs: {'shop/a/app': '2026-03-01T11:59:00.5Z dial tcp 10.96.0.7:5432: connect: connection refused\n'}},
      () => [log('a')],
    );
    const [line] = snapshot.containerLogs[0]?.lines ?? [];
    expect([line?.at, line?.marks.map(({pattern}) => pattern)]).toEqual([
      '2026-03-01T11:59:00.500Z',
      ['app-connection-refused', 'app_connection_refused'],
    ]);
  });

  test('are followed once, however many rules and rounds ask', async () => {
    const {source} = await gathered({logs: {'shop/a/app': ''}}, () => [log('a'), log('a')]);
    expect(source.questions.filter((one) => one.startsWith('log'))).toEqual(['log shop/a/app']);
  });

  test('that only the first answers suggest are followed as well', async () => {
    const {source} = await gathered({logs: {'shop/a/app': '', 'shop/b/app': ''}}, (round) =>
      round === 1 ? [log('a')] : [log('b')],
    );
    expect(source.questions.filter((one) => one.startsWith('log'))).toEqual(['log shop/a/app', 'log shop/b/app']);
  });

  test('that are refused become gaps', async () => {
    const {snapshot} = await gathered({}, () => [log('gone', true)]);
    expect(snapshot.gaps).toEqual([{what: 'log shop/gone/app previous', why: 'failed', namespace: 'shop'}]);
  });

  test('of a burning cluster are bounded, those of the namespace asked about first', async () => {
    const many = Array.from({length: 2000}, (_, at): Lead => ({
      want: 'pod-log',
      container: {namespace: at === 1999 ? 'shop' : 'other', pod: `p${String(at)}`, container: 'app'},
    }));
    const {source} = await gathered({}, () => many, {namespace: 'shop'});
    const logs = source.questions.filter((one) => one.startsWith('log'));
    expect(logs[0]).toBe('log shop/p1999/app');
    expect(logs.length).toBeLessThanOrEqual(1200);
  });

  test('to a node keep only the lines that are recognised', async () => {
    const text =
      'Mar  1 11:59:58 node-1 kernel: [12.5] usb 1-1: new device\nMar  1 11:59:59 node-1 kernel: [13.5] Memory cgroup out of memory: Killed process 812 (java) total-vm:1kB, anon-rss:97664kB, file-rss:0kB, shmem-rss:0kB\n';
    const {snapshot} = await gathered({nodeLogs: {'node-1 kernel': text}}, () => [
      {want: 'node-log', node: 'node-1', query: {layer: 'kernel', tailBytes: 1000}},
    ]);
    expect(snapshot.nodeLogs[0]?.lines.map(({at}) => at)).toEqual(['2026-03-01T11:59:59.000Z']);
  });
});
