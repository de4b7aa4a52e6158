import {expect, test} from 'vitest';
import {clientLeads} from '../../../src/lib/rules/_client-leads.ts';
import {ago, cluster, pod, service, slice} from '../../support/cluster.ts';

const containersAsked = (on: ReturnType<typeof cluster>): readonly string[] =>
  [...clientLeads(on)].map((lead) =>
    lead.want === 'pod-log' ? `${lead.container.pod}/${lead.container.container}` : lead.want,
  );

test('an init container that runs on is asked for its log', () => {
  const waiting = pod('fox', {
    status: {
      phase: 'Pending',
      initContainerStatuses: [{name: 'wait', restartCount: 0, state: {running: {startedAt: ago(60)}}}],
      containerStatuses: [],
    },
    spec: {initContainers: [{name: 'wait'}], containers: [{name: 'app'}], nodeName: 'node-1'},
  });
  expect(containersAsked(cluster({Pod: [waiting]}))).toEqual(['fox/wait']);
});

test('clients of a Service without endpoints come before other ready pods, one of each workload', () => {
  const shop = cluster({
    Pod: [
      pod('other-a', {of: 'other'}),
      pod('other-b', {of: 'other'}),
      pod('client', {container: {env: [{name: 'URL', value: 'http://db:80'}]}}),
    ],
    Service: [service('db')],
    EndpointSlice: [slice('db')],
    Namespace: [],
  });
  expect(containersAsked(shop)).toEqual(['client/app', 'other-a/app']);
});
