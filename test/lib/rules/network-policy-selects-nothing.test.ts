import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/network-policy-selects-nothing.ts';
import {cluster, object, pod, sightings} from '../../support/cluster.ts';

const policy = (app: string) => object('only', {spec: {podSelector: {matchLabels: {app}}}});

test('tells of a policy without pods', () => {
  expect(sightings(rule, cluster({NetworkPolicy: [policy('wbe')], Pod: [pod('web')]}))).toMatchObject([
    {subject: {kind: 'NetworkPolicy', name: 'only'}, evidence: [{quote: 'app=wbe'}]},
  ]);
});

test('says nothing of others', () => {
  expect(
    sightings(
      rule,
      cluster({NetworkPolicy: [policy('web'), object('all', {spec: {podSelector: {}}})], Pod: [pod('web')]}),
    ),
  ).toEqual([]);
});
