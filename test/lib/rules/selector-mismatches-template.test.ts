import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/selector-mismatches-template.ts';
import {ago, cluster, object, sightings} from '../../support/cluster.ts';

type Json = Readonly<Record<string, unknown>>;
const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'] as const;
const workload = (selector: Json, labels: Json = {app: 'web'}) =>
  object('web', {spec: {selector, template: {metadata: {labels}, spec: {containers: []}}}});
const app = (value: string) => ({matchLabels: {app: value}});

test.each(KINDS)('tells of a %s', (kind) => {
  const [found, ...more] = sightings(rule, cluster({[kind]: [workload(app('wbe'))]}));
  expect(more).toEqual([]);
  expect(found?.subject).toEqual({kind, namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(
    `${kind} shop/web has the selector app=wbe, which its own pod template (app=web) does not match`,
  );
  expect(found?.evidence).toMatchObject([
    {path: 'spec.selector', quote: 'app=wbe'},
    {path: 'spec.template.metadata.labels', quote: 'app=web'},
  ]);
  expect([rule.severity, found?.severity, found?.since]).toEqual(['high', undefined, ago(3600)]);
});

test.each([
  ['one label of two', {matchLabels: {app: 'web', tier: 'front'}}, {app: 'web'}, 'app=web,tier=front', 'app=web'],
  ['a template without labels', app('web'), {}, 'app=web', 'no labels'],
  [
    'an expression',
    {matchExpressions: [{key: 'tier', operator: 'In', values: ['front', 'edge']}]},
    {app: 'web'},
    'tier in (front, edge)',
    'app=web',
  ],
  [
    'a value that is excluded',
    {...app('web'), matchExpressions: [{key: 'track', operator: 'NotIn', values: ['canary']}]},
    {app: 'web', track: 'canary'},
    'app=web,track notin (canary)',
    'app=web,track=canary',
  ],
])('spells %s', (_, selector, labels, words, has) => {
  const [found] = sightings(rule, cluster({Deployment: [workload(selector, labels)]}));
  expect(found?.summary).toBe(
    `Deployment shop/web has the selector ${words}, which its own pod template (${has}) does not match`,
  );
});

test.each([
  ['a selector that matches', app('web'), {app: 'web'}],
  ['a template with more labels than are selected', app('web'), {app: 'web', version: '2', 'pod-template-hash': 'abc'}],
  [
    'an expression that holds',
    {
      matchExpressions: [
        {key: 'app', operator: 'In', values: ['web', 'api']},
        {key: 'track', operator: 'DoesNotExist'},
      ],
    },
    {app: 'web'},
  ],
  ['no selector, which old recordings lack', {}, {app: 'web'}],
])('is silent about %s', (_, selector, labels) => {
  expect(
    sightings(rule, cluster(Object.fromEntries(KINDS.map((kind) => [kind, [workload(selector, labels)]])))),
  ).toEqual([]);
});
