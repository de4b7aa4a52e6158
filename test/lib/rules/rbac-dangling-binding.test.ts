import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/rbac-dangling-binding.ts';
import {cluster, object, sightings} from '../../support/cluster.ts';

const binding = (name: string) =>
  object('reader', {roleRef: {kind: 'Role', name: 'reader'}, subjects: [{kind: 'ServiceAccount', name}]});

test('names the account that was meant', () => {
  expect(sightings(rule, cluster({RoleBinding: [binding('wbe')], ServiceAccount: [object('web')]}))).toMatchObject([
    {
      subject: {kind: 'RoleBinding', name: 'reader'},
      summary: 'RoleBinding shop/reader binds ServiceAccount shop/wbe, which does not exist; did you mean "web"?',
      evidence: [{quote: 'ServiceAccount shop/wbe'}],
    },
  ]);
});

test('says nothing when it exists', () => {
  expect(sightings(rule, cluster({RoleBinding: [binding('web')], ServiceAccount: [object('web')]}))).toEqual([]);
});
