import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {UserError} from '../../../src/lib/model/failure.ts';
import {connection} from '../../../src/lib/sources/live/connection.ts';
import type {ConnectOptions} from '../../../src/lib/sources/live/options.ts';
import {proxyFromEnvironment} from '../../../src/lib/sources/live/proxy.ts';
import {file, folder, kubeconfig, options, refusal} from './live-support.ts';

const refused = async (more: Partial<ConnectOptions>): Promise<UserError> => {
  const error = await refusal(connection(options(more)));
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
};

describe('the kubeconfig', () => {
  it('gives server, namespace and user of the current context', async () => {
    const chosen = await connection(options());
    expect(chosen).toMatchObject({context: 'test', namespace: 'shop', userName: 'u', clusterName: 'c'});
    expect(chosen.server.href).toBe('https://api.test:6443/');
  });

  it('of several files takes the first definition, and skips missing ones', async () => {
    const first = file('clusters: [{name: c, cluster: {server: "https://first"}}]\ncurrent-context: two');
    const second = file(`clusters: [{name: c, cluster: {server: "https://second"}}]
contexts: [{name: two, context: {cluster: c}}, {name: one, context: {cluster: c}}]
current-context: one`);
    const env = {KUBECONFIG: `/nope/config:${first}::${second}`};
    const chosen = await connection({env});
    expect(chosen).toMatchObject({context: 'two', namespace: 'default'});
    expect(chosen.server.hostname).toBe('first');
  });

  it('is in the home directory unless said otherwise', async () => {
    const home = folder();
    mkdirSync(path.join(home, '.kube'));
    writeFileSync(
      path.join(home, '.kube', 'config'),
      'clusters: [{name: c, cluster: {server: "https://home"}}]\ncontexts: [{name: x, context: {cluster: c}}]\ncurrent-context: x',
    );
    expect((await connection({env: {HOME: home}})).server.hostname).toBe('home');
  });

  it('has paths that are relative to itself', async () => {
    const config = kubeconfig(
      undefined,
      '{client-certificate: a.crt, client-key: /b.key, exec: {command: ./login}}',
      ', certificate-authority: ca/ca.crt',
    );
    const {cluster, user} = await connection({env: {}, kubeconfig: config});
    const here = path.dirname(config);
    expect(cluster['certificate-authority']).toBe(path.join(here, 'ca/ca.crt'));
    expect(user).toMatchObject({
      'client-certificate': path.join(here, 'a.crt'),
      'client-key': '/b.key',
      exec: {command: path.join(here, 'login')},
    });
  });

  it('goes on without credentials when the user of the context is missing', async () => {
    const config = file(
      'clusters: [{name: c, cluster: {server: "https://x"}}]\ncontexts: [{name: x, context: {cluster: c, user: gone}}]\ncurrent-context: x\nusers: null',
    );
    expect((await connection({env: {}, kubeconfig: config})).user).toEqual({});
  });

  it.each([
    [
      'unknown context',
      {context: 'tset'},
      2,
      /no context tset in .*config/,
      /Did you mean test\? Known contexts: test/,
    ],
    ['unknown cluster', {cluster: 'x'}, 2, /no cluster x/, /Known clusters: c/],
    ['unknown user', {user: 'x'}, 2, /no user x/, /Known users: u/],
    ['missing file', {kubeconfig: '/nope/config'}, 3, /\/nope\/config does not exist/, /--kubeconfig/],
    ['folder', {kubeconfig: '/tmp'}, 3, /\/tmp is a directory/, /--kubeconfig/],
    ['not YAML', {kubeconfig: file('a: 1\nb: [1,\nc: }\n')}, 3, /config, line [234] is malformed/, /Mend it/],
    ['a word', {kubeconfig: file('hello')}, 3, /is malformed: it holds no fields/, /Mend it/],
    ['another kind', {kubeconfig: file('kind: Pod')}, 3, /it is a Pod, not a Config/, /Mend it/],
    ['twice the same', {kubeconfig: file('users: [{name: a}, {name: a}]')}, 3, /the user a is there twice/, /Mend it/],
    ['empty', {kubeconfig: file('')}, 3, /There is no context in .*config/, /KUBECONFIG/],
    ['no kubeconfig', {kubeconfig: undefined, env: {HOME: '/nope'}}, 3, /No kubeconfig was found/, /--from/],
    [
      'no current context',
      {kubeconfig: file('contexts: [{name: a, context: {cluster: c}}]')},
      3,
      /No context is chosen/,
      /Known contexts: a/,
    ],
    [
      'current context gone',
      {kubeconfig: file('current-context: b\ncontexts: [{name: a}]')},
      3,
      /current context b is not in/,
      /--context/,
    ],
    [
      'cluster gone',
      {kubeconfig: file('current-context: a\ncontexts: [{name: a, context: {cluster: c}}]')},
      3,
      /context a names the cluster c/,
      /no clusters/,
    ],
    [
      'no server',
      {kubeconfig: file('current-context: a\ncontexts: [{name: a, context: {cluster: c}}]\nclusters: [{name: c}]')},
      3,
      /cluster c has no server/,
      /--server/,
    ],
    ['typed server', {server: 'ftp://x'}, 2, /ftp:\/\/x is not a URL/, /https:\/\/host/],
    ['groups of nobody', {asGroup: ['g']}, 2, /need --as/, /--as NAME/],
    ['proxy', {kubeconfig: kubeconfig(undefined, '{}', ', proxy-url: "gopher://x"')}, 3, /gopher/, /socks5/],
  ])('says what is wrong: %s', async (_name, more, exit, message, hint) => {
    const error = await refused(more);
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
    expect(error.exit).toBe(exit);
  });
});

describe('flags', () => {
  it('win over the kubeconfig', async () => {
    const config = kubeconfig(
      undefined,
      '{token: old, exec: {command: x}, client-key-data: abc}',
      ', tls-server-name: old, certificate-authority-data: abc',
    );
    const {server, cluster, user} = await connection({
      env: {},
      kubeconfig: config,
      server: 'https://other/prefix/',
      token: 'new',
      certificateAuthority: 'ca.crt',
      clientKey: 'k',
    });
    expect(server.href).toBe('https://other/prefix');
    expect(cluster).toMatchObject({
      'certificate-authority': 'ca.crt',
      'certificate-authority-data': undefined,
      'tls-server-name': undefined,
    });
    expect(user).toMatchObject({token: 'new', exec: undefined, 'client-key': 'k', 'client-key-data': undefined});
  });

  it('need no kubeconfig when the server is given', async () => {
    const {server, context} = await connection({env: {}, server: 'localhost:8080'});
    expect([server.href, context]).toEqual(['http://localhost:8080/', undefined]);
    const tls = await connection({env: {}, server: 'host:6443', insecureSkipTlsVerify: true, tlsServerName: 'name'});
    expect([tls.server.href, tls.cluster['tls-server-name']]).toEqual(['https://host:6443/', 'name']);
  });

  it('impersonate, as does the kubeconfig', async () => {
    const config = kubeconfig(undefined, '{as: a, as-groups: [g], as-user-extra: {"x/y": [1, 2]}}');
    const flagged = await connection({env: {}, kubeconfig: config, as: 'b', asGroup: ['h', 'i'], asUid: '7'});
    expect((await connection({env: {}, kubeconfig: config})).impersonation).toEqual({
      'Impersonate-User': 'a',
      'Impersonate-Group': ['g'],
      'Impersonate-Extra-x%2Fy': ['1', '2'],
    });
    expect(flagged.impersonation).toMatchObject({
      'Impersonate-User': 'b',
      'Impersonate-Group': ['h', 'i'],
      'Impersonate-Uid': '7',
    });
  });
});

describe('inside a pod', () => {
  const inside = (): ConnectOptions => {
    const serviceAccount = folder();
    writeFileSync(path.join(serviceAccount, 'token'), 'pod-token\n');
    writeFileSync(path.join(serviceAccount, 'namespace'), 'tools\n');
    return {env: {KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443'}, serviceAccount};
  };

  it('the service account is used when there is no kubeconfig', async () => {
    const chosen = await connection(inside());
    expect(chosen).toMatchObject({context: 'in-cluster', namespace: 'tools'});
    expect(chosen.server.href).toBe('https://[fd00::1]/');
  });

  it('a kubeconfig comes before it', async () => {
    expect((await connection({...inside(), kubeconfig: kubeconfig()})).context).toBe('test');
  });
});

describe('the proxy', () => {
  const SET = {HTTPS_PROXY: 'proxy:3128', http_proxy: 'socks5://s:1'};
  it.each([
    ['https://api.example.com', '', 'http://proxy:3128'],
    ['http://api.example.com', '', 'socks5://s:1'],
    ['https://localhost:6443', '', undefined],
    ['https://127.0.0.9', '', undefined],
    ['https://[::1]:6443', '', undefined],
    ['https://api.example.com', '*', undefined],
    ['https://api.example.com', 'other, example.com', undefined],
    ['https://example.com', '.example.com', 'http://proxy:3128'],
    ['https://api.example.com', '*.example.com', undefined],
    ['https://notexample.com', 'example.com', 'http://proxy:3128'],
    ['https://10.1.2.3:6443', '10.1.0.0/16', undefined],
    ['https://10.2.2.3:6443', '10.1.0.0/16', 'http://proxy:3128'],
    ['https://10.1.2.3:6443', '10.1.2.3:443', 'http://proxy:3128'],
    ['https://10.1.2.3:6443', '10.1.2.3:6443', undefined],
    ['https://[fd00::5]', 'fd00::/8', undefined],
    ['https://a', '10.0.0.0/99,/,[', 'http://proxy:3128'],
  ])('to %s with NO_PROXY=%s is %s', (server, noProxy, proxy) => {
    expect(proxyFromEnvironment(new URL(server), {...SET, NO_PROXY: noProxy})).toBe(proxy);
  });

  it('of the kubeconfig comes before that of the environment', async () => {
    const config = kubeconfig(undefined, '{}', ', proxy-url: "socks5://own:1080"');
    expect((await connection({env: SET, kubeconfig: config})).proxy).toBe('socks5://own:1080');
    expect((await connection({env: SET, kubeconfig: kubeconfig()})).proxy).toBe('http://proxy:3128');
  });
});
