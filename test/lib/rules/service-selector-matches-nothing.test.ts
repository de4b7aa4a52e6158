import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/service-selector-matches-nothing.ts';
import {cluster, deployment, pod, service, sightings, slice} from '../../support/cluster.ts';

const web = deployment('playlist');
const at = (selector: Record<string, string>, more: Record<string, unknown> = {}) =>
  cluster({
    Service: [service('playlist', selector, more)],
    EndpointSlice: [slice('playlist')],
    Deployment: [web.Deployment],
    ReplicaSet: [web.ReplicaSet],
    Pod: [pod('playlist-1-a', {of: 'playlist'})],
  });

test('names the label that differs by little', () => {
  const [found] = sightings(rule, at({app: 'playlst'}));
  expect(found).toMatchObject({subject: {kind: 'Service', namespace: 'shop', name: 'playlist'}, severity: 'high'});
  expect(found?.summary).toContain('selector app=playlst matches no pod; Deployment shop/playlist has app=playlist');
  expect(found?.evidence.map(({quote}) => quote)).toEqual(['selector app=playlst', 'no endpoints', 'app=playlist']);
});

test('is mild about a Service that nothing calls and that resembles nothing', () => {
  const on = cluster({
    Service: [service('old', {tier: 'gone'})],
    EndpointSlice: [],
    Deployment: [web.Deployment],
    Pod: [pod('playlist-1-a', {of: 'playlist'})],
  });
  expect(sightings(rule, on).map(({severity}) => severity)).toEqual(['medium']);
});

test('is low for what was scaled to zero and is not called', () => {
  const {Deployment} = deployment('playlist', {spec: {replicas: 0}});
  const on = cluster({
    Service: [service('playlist')],
    EndpointSlice: [slice('playlist')],
    Deployment: [Deployment],
    Pod: [],
  });
  expect(sightings(rule, on).map(({severity}) => severity)).toEqual(['low']);
});

test('is high for what was scaled to zero and is called', () => {
  const {Deployment} = deployment('playlist', {spec: {replicas: 0}});
  const caller = pod('web-1', {of: 'web', container: {env: [{name: 'URL', value: 'http://playlist:80'}]}});
  const on = cluster({
    Service: [service('playlist')],
    EndpointSlice: [slice('playlist')],
    Deployment: [Deployment],
    Pod: [caller],
  });
  expect(sightings(rule, on)).toMatchObject([{severity: 'high', evidence: [{quote: 'spec.replicas: 0'}, {}]}]);
});

test('says nothing of Services that select, have no selector or lead outside', () => {
  expect(sightings(rule, at({app: 'playlist'}))).toEqual([]);
  expect(sightings(rule, at({}))).toEqual([]);
  expect(sightings(rule, at({app: 'x'}, {type: 'ExternalName', externalName: 'example.com'}))).toEqual([]);
});
