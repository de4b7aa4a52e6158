import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/pdb-selects-nothing.ts';
import {ago, cluster, deployment, object, pod, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const budget = (selector: Json | undefined, metadata: Json = {}) =>
  object('web', {spec: {minAvailable: 1, selector}}, metadata);
const on = (selector: Json | undefined, more: Parameters<typeof cluster>[0] = {}, metadata: Json = {}) =>
  cluster({PodDisruptionBudget: [budget(selector, metadata)], Pod: [pod('web-a', {of: 'web'})], ...more});
const selects = (labels: Json) => ({matchLabels: labels});
const over = (phase: string) => pod('old', {metadata: {labels: {app: 'old'}}, status: {phase}});
const job = {template: {metadata: {labels: {app: 'nightly'}}, spec: {containers: []}}};

test.each([
  ['a label that no pod has', selects({app: 'wbe'}), {}, 'app=wbe', 'app=wbe'],
  ['one label of two', selects({app: 'web', tier: 'front'}), {}, 'app=web,tier=front', 'app=web,tier=front'],
  [
    'a set of values',
    {matchExpressions: [{key: 'app', operator: 'In', values: ['a', 'b']}]},
    {},
    'app in (a, b)',
    'app in (a, b)',
  ],
  ['pods that are over', selects({app: 'old'}), {Pod: [over('Succeeded'), over('Failed')]}, 'app=old', 'app=old'],
  [
    'pods of another namespace',
    selects({app: 'web'}),
    {Pod: [pod('web-a', {of: 'web', metadata: {namespace: 'bank'}})]},
    'app=web',
    'app=web',
  ],
  ['everything, where nothing is', {}, {Pod: []}, 'empty', '{}'],
])('tells of %s', (_, selector, more, words, quote) => {
  const [found, ...others] = sightings(rule, on(selector, more));
  expect(others).toEqual([]);
  expect(found?.subject).toEqual({kind: 'PodDisruptionBudget', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(`PodDisruptionBudget shop/web matches no pods: its selector is ${words}`);
  expect(found?.evidence.map((one) => one.quote)).toEqual([quote]);
  expect([rule.severity, found?.severity, found?.since]).toEqual(['low', undefined, ago(3600)]);
});

test.each([
  ['a selector that matches', on(selects({app: 'web'}))],
  ['an empty selector, which takes them all', on({})],
  ['no selector, which means nothing', on(undefined)],
  [
    'a Deployment that is scaled to zero',
    on(selects({app: 'web'}), {Pod: [], Deployment: [deployment('web', {spec: {replicas: 0}}).Deployment]}),
  ],
  [
    'pods that come and go with a CronJob',
    on(selects({app: 'nightly'}), {CronJob: [object('nightly', {spec: {jobTemplate: {spec: job}}})]}),
  ],
  ['one just made, before its Deployment', on(selects({app: 'api'}), {}, {creationTimestamp: ago(5)})],
])('is silent about %s', (_, one) => {
  expect(sightings(rule, one)).toEqual([]);
});
