import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/crash-loop.ts';
import {ago, cluster, crashed, deployment, line, pod, podLog, sightings} from '../../support/cluster.ts';

const panicking = crashed({exitCode: 1, reason: 'Error'});

test('says how the container ends and quotes the telling line', () => {
  const {Deployment, ReplicaSet} = deployment('web');
  const log = podLog(
    'web-a',
    [line('starting'), line('cannot bind to the bus: no such channel'), line('\tat bus.go:1')],
    {previous: true},
  );
  const [found] = sightings(
    rule,
    cluster(
      {Deployment: [Deployment], ReplicaSet: [ReplicaSet], Pod: [pod('web-a', {of: 'web', status: panicking})]},
      {containerLogs: [log]},
    ),
  );
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(
    'Deployment shop/web is in CrashLoopBackOff: container app ends with exit 1: the application ended with an error (4 restarts), last line: cannot bind to the bus: no such channel',
  );
  expect(found?.evidence[0]).toMatchObject({
    from: 'log',
    quote: 'cannot bind to the bus: no such channel',
    source: 'app (previous)',
  });
});

const running = (finishedAt: string, restartCount = 1) => ({
  containerStatuses: [
    {
      name: 'app',
      ready: true,
      restartCount,
      state: {running: {startedAt: finishedAt}},
      lastState: {terminated: {exitCode: 1, reason: 'Error', finishedAt}},
    },
  ],
});

test('prefers the line that tells to the usage text below it', () => {
  const log = podLog(
    'web',
    [line('app: unknown mode "x"'), line('  serve   answer requests'), line('  fail    panic after a while')],
    {previous: true},
  );
  expect(
    sightings(rule, cluster({Pod: [pod('web', {status: panicking})]}, {containerLogs: [log]}))[0]?.summary,
  ).toContain('last line: app: unknown mode "x"');
});

test('is silent about restarts long ago', () => {
  expect(sightings(rule, cluster({Pod: [pod('web', {status: running(ago(86_400))})]}))).toEqual([]);
});

test('is quiet about one restart that is over', () => {
  expect(
    sightings(rule, cluster({Pod: [pod('web', {status: running(ago(60))})]})).map(({severity}) => severity),
  ).toEqual(['low']);
});

test('is silent about pods that go, and about the finished pod of a Job', () => {
  const done = {
    phase: 'Succeeded',
    containerStatuses: [
      {name: 'app', restartCount: 2, state: {terminated: {exitCode: 0, reason: 'Completed', finishedAt: ago(10)}}},
    ],
  };
  expect(
    sightings(
      rule,
      cluster({
        Pod: [
          pod('a', {status: panicking, metadata: {deletionTimestamp: ago(5)}}),
          pod('b', {status: done, spec: {restartPolicy: 'OnFailure'}}),
        ],
      }),
    ),
  ).toEqual([]);
});

test('asks for both logs of a few pods of each workload', () => {
  const pods = Array.from({length: 9}, (_, at) => pod(`web-${String(at)}`, {of: 'web', status: panicking}));
  const {Deployment, ReplicaSet} = deployment('web');
  const leads = [...rule.leads(cluster({Deployment: [Deployment], ReplicaSet: [ReplicaSet], Pod: pods}))];
  expect(leads).toHaveLength(4);
  expect(leads[1]).toEqual({
    want: 'pod-log',
    container: {namespace: 'shop', pod: 'web-0', container: 'app'},
    previous: true,
    tail: 100,
  });
});
