import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/stale-config.ts';
import {ago, cluster, object, pod, sightings} from '../../support/cluster.ts';

const map = object(
  'settings',
  {data: {A: 'x'}},
  {managedFields: [{manager: 'kubectl', operation: 'Update', time: ago(300)}]},
);
const container = {envFrom: [{configMapRef: {name: 'settings'}}], readinessProbe: {tcpSocket: {port: 1}}};
const status = (startedAt: string, ready: boolean) => ({
  conditions: [{type: 'Ready', status: ready ? 'True' : 'False'}],
  containerStatuses: [{name: 'app', ready, started: true, restartCount: 0, state: {running: {startedAt}}}],
});

test('sees a change after the start of a container in trouble', () => {
  const [found] = sightings(
    rule,
    cluster({ConfigMap: [map], Pod: [pod('web', {container, status: status(ago(900), false)})]}),
  );
  expect(found?.summary).toContain('ConfigMap settings was changed after container app had read it');
  expect(found?.evidence[0].quote).toBe(`changed ${ago(300)}`);
});

test('is silent about pods that are well or started since', () => {
  expect(
    sightings(
      rule,
      cluster({
        ConfigMap: [map],
        Pod: [
          pod('a', {container, status: status(ago(900), true)}),
          pod('b', {container, status: status(ago(100), false)}),
        ],
      }),
    ),
  ).toEqual([]);
});
