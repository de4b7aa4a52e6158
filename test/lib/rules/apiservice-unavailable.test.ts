import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/apiservice-unavailable.ts';
import {ago, cluster, object, sightings} from '../../support/cluster.ts';

const MESSAGE = 'endpoints for service/metrics-server in "kube-system" have no addresses with port name "https"';
const api = (status = 'False', at = ago(300), metadata = {}) => ({
  metadata: {name: 'v1beta1.metrics.k8s.io', ...metadata},
  spec: {
    group: 'metrics.k8s.io',
    version: 'v1beta1',
    service: {namespace: 'kube-system', name: 'metrics-server', port: 443},
  },
  status: {
    conditions: [{type: 'Available', status, reason: 'MissingEndpoints', message: MESSAGE, lastTransitionTime: at}],
  },
});
const hpa = object('web', {
  spec: {
    scaleTargetRef: {kind: 'Deployment', name: 'web'},
    metrics: [{type: 'Resource', resource: {name: 'cpu', target: {type: 'Utilization', averageUtilization: 80}}}],
  },
});

test('names the API, its Service and who is blind', () => {
  const [found] = sightings(rule, cluster({APIService: [api()], HorizontalPodAutoscaler: [hpa]}));
  expect(found?.subject).toEqual({kind: 'APIService', name: 'v1beta1.metrics.k8s.io'});
  expect(found?.summary).toBe(
    `APIService v1beta1.metrics.k8s.io is not available (served by Service kube-system/metrics-server): ${MESSAGE}; 1 HorizontalPodAutoscaler has no metrics`,
  );
  expect([found?.severity, found?.toward]).toEqual([
    'high',
    [{kind: 'Service', namespace: 'kube-system', name: 'metrics-server'}],
  ]);
  expect(found?.evidence[0].quote).toBe(`Available=False (MissingEndpoints): ${MESSAGE}`);
});

test('is milder when nobody needs it', () => {
  expect(sightings(rule, cluster({APIService: [api()]}))[0]?.severity).toBe('medium');
});

test('is silent about what is available, has just failed, or goes away', () => {
  expect(
    sightings(
      rule,
      cluster({APIService: [api('True'), api('False', ago(5)), api('False', ago(300), {deletionTimestamp: ago(5)})]}),
    ),
  ).toEqual([]);
});
