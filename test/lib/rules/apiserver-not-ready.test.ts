import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/apiserver-not-ready.ts';
import {cluster, sightings} from '../../support/cluster.ts';

const on = (text: string) => cluster({}, {pages: new Map([['/readyz?verbose', text]])});

test('names the check that fails', () => {
  expect(sightings(rule, on('[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed'))).toMatchObject([
    {summary: 'kube-apiserver is not ready: etcd failed', evidence: [{quote: '[-]etcd failed: reason withheld'}]},
  ]);
});

test('says nothing when all pass', () => {
  expect(sightings(rule, on('[+]ping ok\n[+]etcd ok\nreadyz check passed'))).toEqual([]);
  expect(sightings(rule, cluster({}))).toEqual([]);
});
