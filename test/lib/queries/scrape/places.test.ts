import {describe, expect, it} from 'vitest';
import {metricsEndpoint} from '../../../../src/lib/model/kube/metrics-endpoint.ts';
import {scrapeTarget} from '../../../../src/lib/parse/scrape-target.ts';

const port = (number: number, name?: string) => ({number, name, protocol: 'TCP'});

describe('metricsEndpoint', () => {
  it.each([
    ['what is asked for', {'prometheus.io/port': '1'}, [port(8080)], {port: '9'}, '9'],
    ['what the annotation says', {'prometheus.io/port': '9102'}, [port(8080, 'metrics')], {}, '9102'],
    ['the port that is named so', {}, [port(80, 'http'), port(9100, 'metrics')], {}, '9100'],
    ['the only one', {}, [port(8080)], {}, '8080'],
    ['the port of that name', {}, [port(8080, 'web'), port(1)], {port: 'web'}, '8080'],
  ])('is %s', (_, annotations, ports, wish, expected) => {
    expect(metricsEndpoint(annotations, ports, wish)?.port).toBe(expected);
  });

  it('is nowhere when several ports could be meant', () => {
    expect(metricsEndpoint({}, [port(1, 'a'), port(2, 'b')], {})).toBeUndefined();
  });

  it('follows annotations for path and scheme', () => {
    const annotations = {'prometheus.io/path': '/stats', 'prometheus.io/scheme': 'https'};
    expect(metricsEndpoint(annotations, [port(8080)], {})).toEqual({scheme: 'https', port: '8080', path: '/stats'});
  });
});

describe('scrapeTarget', () => {
  it.each([
    ['-', {is: 'stdin'}],
    ['page.prom', {is: 'file', path: 'page.prom'}],
    ['./pod/x', {is: 'file', path: './pod/x'}],
    ['pod/x:8080/stats', {is: 'pod', name: 'x', port: '8080', path: '/stats'}],
    ['svc/y', {is: 'service', name: 'y', port: undefined, path: undefined}],
    ['deploy/z', {is: 'workload', kind: 'Deployment', name: 'z'}],
    ['node/n', {is: 'node', name: 'n'}],
    ['component/kube-scheduler', {is: 'component', name: 'scheduler'}],
    ['component/kube-proxy', {is: 'component', name: 'kube-proxy'}],
    ['component/nope', {is: 'wrong'}],
    ['cm/x', {is: 'wrong'}],
  ])('%s', (typed, expected) => {
    expect(scrapeTarget(typed)).toMatchObject(expected);
  });

  it('gives an address without a page the usual one', () => {
    const target = scrapeTarget('http://x:9100');
    expect(target.is === 'url' && target.url.href).toBe('http://x:9100/metrics');
  });
});
