import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/scrape-annotation-wrong-port.ts';
import {cluster, pod, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const shop = (annotations: Json, ports: readonly Json[] = [{containerPort: 8080}]) =>
  cluster({Service: [], Pod: [pod('web', {container: {ports}, metadata: {annotations}})]});

test('names the annotated port and the declared ones', () => {
  const [found] = sightings(rule, shop({'prometheus.io/scrape': 'true', 'prometheus.io/port': '9102'}));
  expect(found?.subject).toEqual({kind: 'Pod', namespace: 'shop', name: 'web'});
  expect(found?.summary).toContain('on port 9102 (prometheus.io/port), and its containers declare only 8080');
  expect(found?.evidence[0].quote).toBe('9102');
});

test.each([
  ['the right port', {'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080'}, undefined],
  ['no wish to be scraped', {'prometheus.io/scrape': 'false', 'prometheus.io/port': '9102'}, undefined],
  ['no port said', {'prometheus.io/scrape': 'true'}, undefined],
  ['no port declared', {'prometheus.io/scrape': 'true', 'prometheus.io/port': '9102'}, []],
  ["the port of Istio's agent", {'prometheus.io/scrape': 'true', 'prometheus.io/port': '15020'}, undefined],
])('is silent about %s', (_, annotations, ports) => {
  expect(sightings(rule, shop(annotations, ports))).toEqual([]);
});
