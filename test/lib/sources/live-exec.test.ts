import nock from 'nock';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {connection} from '../../../src/lib/sources/live/connection.ts';
import {runPlugin} from '../../../src/lib/sources/live/exec-plugin.ts';
import {file, folder, kubeconfig, options, refusal, SERVER, transport} from './live-support.ts';

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const PATH = '/usr/bin:/bin';
const env = {PATH};
const credential = (status: object): string =>
  JSON.stringify({kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1', status});

/** A user whose plugin is this shell script. */
const withPlugin = (script: string, more = ''): string =>
  kubeconfig(
    SERVER,
    `{exec: {apiVersion: client.authentication.k8s.io/v1, command: ${file(`#!/bin/sh\n${script}\n`, 'login', 0o755)}${more}}}`,
  );

async function run(config: string, more = {}, limit?: number) {
  const all = options({env, kubeconfig: config, ...more});
  return runPlugin(await connection(all), all, limit);
}

describe('a credential plugin', () => {
  it('gives the token, and is run again when that is refused', async () => {
    const count = path.join(folder(), 'count');
    const config = withPlugin(
      `echo x >> ${count}; n=$(wc -l < ${count}); echo '${credential({token: 'TOKEN'})}' | sed "s/TOKEN/t$((n))/"`,
    );
    nock(SERVER, {reqheaders: {authorization: 'Bearer t1'}})
      .get('/it')
      .reply(401, '');
    nock(SERVER, {reqheaders: {authorization: 'Bearer t2'}})
      .get('/it')
      .times(2)
      .reply(200, 'ok');
    const some = await transport({env, kubeconfig: config});
    expect(await some.text({what: 'it', path: '/it'})).toBe('ok');
    expect(await some.text({what: 'it', path: '/it'})).toBe('ok');
    expect(readFileSync(count, 'utf8')).toBe('x\nx\n');
    nock(SERVER).get('/it').times(2).reply(401, '');
    expect(await refusal(some.get({what: 'it', path: '/it'}))).toMatchObject({
      name: 'UserError',
      hint: /credential plugin of user u/,
    });
  });

  it('is told what the protocol promises', async () => {
    const seen = path.join(folder(), 'seen');
    const config = withPlugin(
      `echo "$KUBERNETES_EXEC_INFO|$MINE|$FROM_FILE|$1" > ${seen}; cat > /dev/null; echo '${credential({token: 't', expirationTimestamp: '2026-03-01T00:00:00Z'})}'`,
      ', args: [one], env: [{name: FROM_FILE, value: f}], provideClusterInfo: true',
    );
    expect(await run(config, {env: {...env, MINE: 'm'}})).toEqual({
      token: 't',
      cert: undefined,
      key: undefined,
      expires: Date.parse('2026-03-01T00:00:00Z'),
    });
    const [info = '', ...rest] = readFileSync(seen, 'utf8').trim().split('|');
    expect(rest).toEqual(['m', 'f', 'one']);
    expect(JSON.parse(info)).toEqual({
      kind: 'ExecCredential',
      apiVersion: 'client.authentication.k8s.io/v1',
      spec: {interactive: false, cluster: {server: `${SERVER}/`}},
    });
  });

  it.each([
    [
      'fails',
      'echo progress >&2; echo "token has expired, run: aws sso login" >&2; exit 3',
      '',
      /failed with exit code 3: token has expired, run: aws sso login/,
      /Try it by hand: .*login/,
    ],
    ['says nothing useful', 'echo hello', '', /did not print an ExecCredential/, /by hand/],
    ['says too little', `echo '${credential({})}'`, '', /printed no token and no certificate/, /by hand/],
    ['has to ask', 'exit 0', ', interactiveMode: Always', /no terminal to ask on/, /by hand/],
  ])('that %s is one sentence', async (_name, script, more, message, hint) => {
    expect(await refusal(run(withPlugin(script, more)))).toMatchObject({
      name: 'UserError',
      exit: 3,
      message: expect.stringMatching(message) as string,
      hint: expect.stringMatching(hint) as string,
    });
  });

  it('that is not installed is named, with its own hint', async () => {
    const config = kubeconfig(SERVER, '{exec: {command: kdiag-no-such-plugin, installHint: "Install it."}}');
    expect(await refusal(run(config))).toMatchObject({
      message: /user u needs kdiag-no-such-plugin, which is not installed/,
      hint: 'Install it.',
    });
  });

  it('that hangs is ended, with what it started', async () => {
    const started = performance.now();
    expect(await refusal(run(withPlugin('sleep 20'), {}, 200))).toMatchObject({
      message: /gave no answer within 0\.2 s/,
    });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('is not run when a token was typed', async () => {
    nock(SERVER, {reqheaders: {authorization: 'Bearer typed'}})
      .get('/it')
      .reply(200, 'ok');
    const some = await transport({env, kubeconfig: withPlugin('exit 1'), token: 'typed'});
    expect(await some.text({what: 'it', path: '/it'})).toBe('ok');
  });
});

describe('what cannot be used', () => {
  const ask = {what: 'it', path: '/it'};
  it.each([
    ['{client-certificate: /nope.crt, client-key: /nope.key}', /file \/nope\.crt.* does not exist/],
    ['{client-certificate-data: Zm9v, client-key-data: Zm9v}', /client certificate or key of user u cannot be used/],
    ['{tokenFile: /nope/token}', /file \/nope\/token.* does not exist/],
  ])('%s', async (user, message) => {
    expect(await refusal((await transport({kubeconfig: kubeconfig(SERVER, user)})).get(ask))).toMatchObject({
      exit: 3,
      message: expect.stringMatching(message) as string,
    });
  });

  it('a certificate authority without certificates', async () => {
    const some = await transport({certificateAuthority: file('nothing')});
    expect(await refusal(some.get(ask))).toMatchObject({
      message: /certificate authority of cluster c cannot be used: there is no PEM/,
    });
    expect(await refusal((await transport({certificateAuthority: '/nope'})).get(ask))).toMatchObject({exit: 2});
  });
});
