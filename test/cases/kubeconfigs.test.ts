import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {connection} from '../../src/lib/sources/live/connection.ts';
import {loadKubeconfig} from '../../src/lib/sources/live/kubeconfig.ts';

const CASES = path.resolve(import.meta.dirname, '../../../shared/cases/kubeconfigs');
const there = existsSync(CASES);
const at = (...parts: string[]): string => path.join(CASES, ...parts);

interface Expected {
  readonly loads?: boolean;
  readonly contexts?: readonly string[];
  readonly clusters?: readonly string[];
  readonly users?: readonly string[];
  readonly currentContext?: string;
  readonly usersAfterFilteringInvalid?: number;
}

const folders = there
  ? readdirSync(CASES, {withFileTypes: true}).flatMap((one) => (one.isDirectory() ? [one.name] : []))
  : [];
const expected = (name: string): Expected => JSON.parse(readFileSync(at(name, 'expected.json'), 'utf8')) as Expected;
const filesOf = (name: string): readonly string[] =>
  readdirSync(at(name))
    .filter((file) => file !== 'expected.json')
    .map((file) => at(name, file));

describe.skipIf(!there)('kubeconfigs of other clients', () => {
  it.each(folders.filter((name) => expected(name).loads === true))('%s loads', async (name) => {
    const {contexts, clusters, users, currentContext, usersAfterFilteringInvalid} = expected(name);
    const config = await loadKubeconfig({env: {KUBECONFIG: filesOf(name).join(':')}});
    const sorted = (keys: Iterable<string>): readonly string[] => [...keys].sort();
    if (contexts !== undefined) expect(sorted(config.contexts.keys())).toEqual(sorted(contexts));
    if (clusters !== undefined) expect(sorted(config.clusters.keys())).toEqual(sorted(clusters));
    if (users !== undefined) expect(sorted(config.users.keys())).toEqual(sorted(users));
    if (currentContext !== undefined) expect(config.currentContext).toBe(currentContext);
    if (usersAfterFilteringInvalid !== undefined) expect(config.users.size).toBe(usersAfterFilteringInvalid);
  });

  it('the same cluster in two files is no error: the first wins, as in kubectl', async () => {
    const files = ['kubeconfig-dupe-cluster.yaml', 'kubeconfig.yaml'].map((file) => at('js-dupe-cluster', file));
    const chosen = await connection({env: {KUBECONFIG: files.join(':')}, context: 'context1'});
    expect(chosen.proxy).toBeUndefined();
    const turned = await connection({env: {KUBECONFIG: files.toReversed().join(':')}, context: 'context1'});
    expect(turned.proxy).toBe('socks5://localhost:1181');
    expect((await connection({env: {KUBECONFIG: files.join(':')}})).namespace).toBe('namespace2');
  });

  it('a user of no fields is one without credentials', async () => {
    const chosen = await connection({
      env: {},
      kubeconfig: at('js-empty-user', 'empty-user-kubeconfig.yaml'),
      context: 'context1',
    });
    expect(chosen).toMatchObject({userName: 'user1', user: {}});
    expect(chosen.server.href).toBe('http://example.com/');
  });

  it('a context of a cluster that is not there is said so', async () => {
    await expect(connection({env: {}, kubeconfig: at('k9s-config', 'config'), context: 'duh'})).rejects.toThrow(
      'The context duh names the cluster duh, which is not in',
    );
  });

  it('an identity provider reaches the credentials as it was written', async () => {
    const {user} = await connection({env: {}, kubeconfig: at('headlamp-oidc', 'kubeconfig_oidc_ca_data')});
    expect(user['auth-provider']).toMatchObject({
      name: 'oidc',
      config: {'client-id': 'test-client-id', 'idp-issuer-url': 'https://oidc.example.com'},
    });
  });
});
