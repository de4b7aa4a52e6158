import {describe, expect, test} from 'vitest';
import {diagnose} from '../../../src/lib/diagnose/diagnose.ts';
import type {Finding, Sighting} from '../../../src/lib/model/finding.ts';
import {fieldProof} from '../../../src/lib/model/proof.ts';
import {type Ref, ref} from '../../../src/lib/model/ref.ts';
import type {Rule} from '../../../src/lib/model/rule.ts';
import {ago, deployment, meta, node, pod, service, slice, snapshot} from '../../support/cluster.ts';

const db = ref('Deployment', 'shop', 'db');
const api = ref('Deployment', 'shop', 'api');
const dbService = ref('Service', 'shop', 'db');

const seen = (subject: Ref, more: Partial<Sighting> = {}): Sighting => ({
  subject,
  summary: `${subject.kind} ${subject.name} is broken`,
  evidence: [fieldProof(subject, 'status', 'broken')],
  ...more,
});

const rule = (sightings: readonly Sighting[], more: Partial<Rule> = {}): Rule => ({
  title: 'a rule of the test',
  category: 'workload',
  severity: 'high',
  why: 'because',
  confirm: [],
  fix: ['mend it'],
  needs: [],
  check: () => sightings,
  ...more,
});

const web = deployment('db');
const apiWires = deployment('api');
const shop = snapshot({
  Deployment: [web.Deployment, apiWires.Deployment],
  ReplicaSet: [web.ReplicaSet, apiWires.ReplicaSet],
  Pod: [pod('db-0', {of: 'db'}), pod('api-0', {of: 'api'})],
  Node: [node('node-1'), node('node-2')],
  Service: [service('db')],
  EndpointSlice: [slice('db', [], ['db-0'])],
});

const chain = {
  'memory-limit': rule([seen(db)], {
    explains: [
      {rule: '#restarts', via: 'is'},
      {rule: '#no-endpoints', via: 'selects'},
    ],
  }),
  restarts: rule([seen(db), seen(api)], {tags: ['restarts'], explains: [{rule: '#no-endpoints', via: 'selects'}]}),
  'no-endpoints': rule([seen(dbService)], {tags: ['no-endpoints'], explains: [{rule: 'refused', via: 'calls'}]}),
  refused: rule([seen(api, {toward: [dbService]})], {
    tags: ['client-errors'],
    explains: [{rule: '#restarts', via: 'is'}],
  }),
};

/** `rule(child rule(…))`, for one look at the shape of a tree. */
const shape = (one: {readonly rule: string; readonly effects: readonly unknown[]}): string =>
  one.effects.length === 0
    ? one.rule
    : `${one.rule}(${(one.effects as Array<Parameters<typeof shape>[0]>).map(shape).join(' ')})`;

describe('trees', () => {
  test('a chain over four objects is one incident with the root cause on top', () => {
    const {incidents} = diagnose(shop, chain);
    expect(incidents.map(({cause}) => shape(cause))).toEqual([
      'memory-limit(restarts(no-endpoints(refused(restarts))))',
    ]);
  });

  test('the order in which rules are asked changes nothing', () => {
    const backwards = Object.fromEntries(Object.entries(chain).reverse());
    expect(diagnose(shop, backwards).incidents).toEqual(diagnose(shop, chain).incidents);
  });

  test('what nothing explains is an incident of its own', () => {
    const {incidents} = diagnose(shop, {a: rule([seen(db)]), b: rule([seen(api)])});
    expect(incidents).toHaveLength(2);
  });

  test('two symptoms that explain each other do not swallow each other', () => {
    const circle = {
      a: rule([seen(db)], {explains: [{rule: 'b', via: 'is'}]}),
      b: rule([seen(db)], {explains: [{rule: 'a', via: 'is'}]}),
    };
    expect(diagnose(shop, circle).incidents.map(({cause}) => shape(cause))).toEqual(['b(a)']);
  });

  test('a workload is no effect of a Service that it does not name', () => {
    const {incidents} = diagnose(shop, {...chain, refused: rule([seen(api)], {tags: ['client-errors']})});
    expect(incidents.map(({cause}) => cause.rule).sort()).toEqual(['memory-limit', 'refused', 'restarts']);
  });

  test('what has healed is not the cause of what is broken now', () => {
    const {incidents} = diagnose(shop, {
      ...chain,
      'memory-limit': rule([seen(db, {active: false})], {explains: [{rule: '#restarts', via: 'is'}]}),
    });
    expect(incidents.map(({cause}) => cause.rule)).toContain('restarts');
  });

  test('a cause that began long after its effect is none', () => {
    const late = {
      late: rule([seen(db, {since: ago(60)})], {explains: [{rule: 'early', via: 'is'}]}),
      early: rule([seen(db, {since: ago(9000)})]),
    };
    expect(diagnose(shop, late).incidents).toHaveLength(2);
  });
});

describe('order', () => {
  const first = (rules: Record<string, Rule>): string | undefined => diagnose(shop, rules).incidents[0]?.cause.rule;

  test('critical comes before high', () => {
    expect(first({a: rule([seen(db)]), b: rule([seen(api)], {severity: 'critical'})})).toBe('b');
  });

  test('active comes before healed, however bad it was', () => {
    expect(
      first({a: rule([seen(db, {active: false})], {severity: 'critical'}), b: rule([seen(api)], {severity: 'low'})}),
    ).toBe('b');
  });

  test('a cause that is named comes before a symptom that nobody explains', () => {
    expect(first({a: rule([seen(db)], {tags: ['restarts']}), b: rule([seen(api)])})).toBe('b');
  });

  test('an incident is as bad as its worst effect', () => {
    const rules = {
      mild: rule([seen(db)], {severity: 'medium', explains: [{rule: 'bad', via: 'is'}]}),
      bad: rule([seen(db)], {severity: 'critical'}),
    };
    expect(diagnose(shop, rules).incidents.map(({severity, cause}) => [severity, cause.rule])).toEqual([
      ['critical', 'mild'],
    ]);
  });
});

describe('what could not be checked', () => {
  test('a rule whose kind was not read is reported with the gap', () => {
    const forbidden = {...shop, objects: {Pod: shop.objects.Pod}, gaps: [{what: 'Node', why: 'forbidden' as const}]};
    const {notChecked, coverage} = diagnose(forbidden, {n: rule([], {needs: ['Node']}), p: rule([], {needs: ['Pod']})});
    expect(notChecked).toEqual([{rule: 'n', gap: {what: 'Node', why: 'forbidden'}}]);
    expect(coverage).toBe(0.5);
  });

  test('a rule that fails is reported and does not hide the others', () => {
    const broken = rule([], {
      check: () => {
        throw new Error('oops');
      },
    });
    const {incidents, notChecked} = diagnose(shop, {broken, fine: rule([seen(db)])});
    expect(incidents).toHaveLength(1);
    expect(notChecked).toEqual([{rule: 'broken', gap: {what: 'rule broken', why: 'failed', hint: 'oops'}}]);
  });
});

describe('scope', () => {
  const other = ref('Deployment', 'other', 'x');
  const down = ref('Node', undefined, 'node-1');
  const rules = {
    a: rule([seen(db)]),
    b: rule([seen(other)]),
    c: rule([seen(down)], {severity: 'critical'}),
    d: rule([seen(ref('Node', undefined, 'node-2'))]),
  };
  const subjects = (wanted: Parameters<typeof diagnose>[2]): string[] =>
    diagnose(shop, rules, wanted)
      .incidents.map(({cause}) => cause.subject.name)
      .sort();

  test('a namespace keeps its own incidents and those of nodes it runs on', () => {
    expect(subjects({namespace: 'shop'})).toEqual(['db', 'node-1']);
  });

  test('an object keeps what is connected with it: here the workload behind the Service, and its node', () => {
    expect(subjects({target: dbService})).toEqual(['db', 'node-1']);
  });

  test('severity and category leave out and say how many', () => {
    const report = diagnose(shop, rules, {severity: 'critical'});
    expect([report.incidents.length, report.suppressed]).toEqual([1, 3]);
  });
});

test('a refuted candidate stands under the incident of the same subject', () => {
  const rules = {
    oom: rule([], {check: () => [{subject: db, refuted: 'no kernel line names it'}]}),
    crash: rule([seen(db)]),
  };
  expect(diagnose(shop, rules).incidents[0]?.cause.ruledOut).toEqual([
    {rule: 'oom', because: 'no kernel line names it'},
  ]);
});

test('one finding per rule and subject, with all the evidence', () => {
  const {incidents} = diagnose(shop, {a: rule([seen(db, {since: ago(10)}), seen(db, {since: ago(90)})])});
  expect(incidents.map(({cause, since}) => [cause.evidence.length, since])).toEqual([[2, ago(90)]]);
});

test('a rollout shortly before the onset is named with what it changed', () => {
  const before = {
    ...web.ReplicaSet,
    metadata: meta('db-0', {
      ownerReferences: [{kind: 'Deployment', name: 'db', controller: true}],
      annotations: {'deployment.kubernetes.io/revision': '1'},
      creationTimestamp: ago(90_000),
    }),
  };
  const after = {
    ...web.ReplicaSet,
    metadata: meta('db-1', {
      ownerReferences: [{kind: 'Deployment', name: 'db', controller: true}],
      annotations: {'deployment.kubernetes.io/revision': '2'},
      creationTimestamp: ago(700),
    }),
    spec: {template: {spec: {containers: [{name: 'app', image: 'shop/app:2'}]}}},
  };
  const changed = snapshot({Deployment: [web.Deployment], ReplicaSet: [before, after], Pod: []});
  const {incidents} = diagnose(changed, {a: rule([seen(db, {since: ago(600)})])});
  expect(incidents[0]?.cause.changes).toEqual([{at: ago(700), ref: db, what: 'image shop/app:1 → shop/app:2'}]);
});

test('the same subject and rule have the same id in another run', () => {
  const ids = [shop, snapshot({})].map((one) => diagnose(one, {a: rule([seen(db)])}).incidents[0]?.id);
  expect(ids[0]).toBe(ids[1]);
});

test('a finding type without evidence does not compile', () => {
  // @ts-expect-error evidence must have at least one entry
  const nothing: Pick<Finding, 'evidence'> = {evidence: []};
  expect(nothing.evidence).toEqual([]);
});

describe('what could not be read', () => {
  const gaps = [
    {what: 'log of web', why: 'failed', namespace: 'other'},
    {what: 'log of db', why: 'failed', namespace: 'shop'},
    {what: 'nodes', why: 'forbidden'},
  ] as const;
  const toldFor = (namespace: string | undefined, rules: Readonly<Record<string, Rule>> = {}) =>
    diagnose({...shop, gaps}, rules, {namespace}).notChecked.map(({gap}) => gap);

  test('is told whole about the whole cluster, and without where it lies', () => {
    expect(toldFor(undefined)).toEqual([
      {what: 'log of web', why: 'failed'},
      {what: 'log of db', why: 'failed'},
      {what: 'nodes', why: 'forbidden'},
    ]);
  });

  test('in another namespace is nothing to a report about this one', () => {
    expect(toldFor('shop').map(({what}) => what)).toEqual(['log of db', 'nodes']);
  });

  test('counts where the cause lies, too', () => {
    const far = rule([seen(ref('Deployment', 'other', 'web'), {objects: [ref('Pod', 'shop', 'db-0')]})]);
    expect(toldFor('shop', {far}).map(({what}) => what)).toEqual(['log of web', 'log of db', 'nodes']);
  });
});

test('a namespace that is broken itself concerns those who ask about it', () => {
  const stuck = rule([seen(ref('Namespace', undefined, 'shop'), {})]);
  const subjects = (namespace: string) =>
    diagnose(shop, {stuck}, {namespace}).incidents.map(({cause}) => cause.subject.name);
  expect([subjects('shop'), subjects('other')]).toEqual([['shop'], []]);
});
