import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/probe-wrong-port.ts';
import {ago, cluster, event, line, pod, podLog, sightings} from '../../support/cluster.ts';

const unready = {
  conditions: [{type: 'Ready', status: 'False', lastTransitionTime: ago(400)}],
  containerStatuses: [
    {name: 'app', ready: false, started: true, restartCount: 0, state: {running: {startedAt: ago(400)}}},
  ],
};
const refused = (port: number) =>
  event(
    'Pod',
    'web',
    'Unhealthy',
    `Readiness probe failed: Get "http://10.0.0.1:${String(port)}/": dial tcp 10.0.0.1:${String(port)}: connect: connection refused`,
  );
const shop = (
  port: number | string,
  ports: ReadonlyArray<Record<string, unknown>>,
  events: readonly unknown[],
  log: readonly string[] = [],
) =>
  cluster(
    {
      Pod: [pod('web', {container: {ports, readinessProbe: {httpGet: {path: '/', port}}}, status: unready})],
      Event: events,
    },
    {
      containerLogs: [
        podLog(
          'web',
          log.map((text) => line(text)),
        ),
      ],
    },
  );

test('sees a number that is refused while the container declares another', () => {
  const [found] = sightings(rule, shop(8081, [{name: 'http', containerPort: 8080}], [refused(8081)]));
  expect(found?.summary).toBe('Pod shop/web: the readiness probe asks port 8081, but container app declares http=8080');
  expect(found?.evidence[0].quote).toContain('10.0.0.1:8081: connect: connection refused');
});

test('sees a name that no port has', () => {
  expect(sightings(rule, shop('htpp', [{name: 'http', containerPort: 8080}], []))[0]?.summary).toContain(
    'asks port htpp, but container app declares http=8080',
  );
});

test('believes the log when no port is declared', () => {
  expect(sightings(rule, shop(8081, [], [refused(8081)], ['listening on :9000']))[0]?.summary).toContain(
    'listens on 9000',
  );
});

test('names both probes when both ask in vain', () => {
  const probes = {
    ports: [{name: 'http', containerPort: 8080}],
    readinessProbe: {httpGet: {port: 'web'}},
    livenessProbe: {tcpSocket: {port: 'app'}},
  };
  expect(sightings(rule, cluster({Pod: [pod('web', {container: probes, status: unready})]}))[0]?.summary).toContain(
    'the liveness probe asks port app and the readiness probe asks port web, but',
  );
});

test('is silent when the port is the declared one, or nothing says otherwise', () => {
  expect(sightings(rule, shop(8080, [{containerPort: 8080}], [refused(8080)]))).toEqual([]);
  expect(sightings(rule, shop(8081, [], [refused(8081)]))).toEqual([]);
  expect(sightings(rule, shop('http', [{name: 'http', containerPort: 8080}], []))).toEqual([]);
});
