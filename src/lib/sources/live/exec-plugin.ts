import type {SpawnOptions} from 'node:child_process';
import {UserError} from '../../model/failure.ts';
import type {Connection} from './connection.ts';
import {codeOf, type Fields, fieldsOf, listOf, messageOf, wordOf, wordsOf} from './fields.ts';
import type {ConnectOptions} from './options.ts';

/**
 * Credential plugins (client.authentication.k8s.io). client-node has its own runner, but that gives the plugin no
 * KUBERNETES_EXEC_INFO, an open standard input to wait on and no time limit; so ours is registered beside it.
 */
export interface Credential {
  readonly token: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

const ALONE_AT_MOST = 60_000;
/** A person may have to log in in a browser first. */
const WITH_PERSON_AT_MOST = 300_000;
const OUTPUT_AT_MOST = 1024 * 1024;

export async function runPlugin(connection: Connection, options: ConnectOptions, limit?: number): Promise<Credential> {
  const exec = fieldsOf(connection.user['exec']);
  const command = wordOf(exec['command']);
  if (command === undefined) throw trouble(connection, 'names no command', exec);
  const interactive = isInteractive(exec, connection, options);
  const run = {command, interactive, limit: limit ?? (interactive ? WITH_PERSON_AT_MOST : ALONE_AT_MOST)};
  return credentialIn(await output(run, connection, options), connection, exec);
}

function isInteractive(exec: Fields, connection: Connection, options: ConnectOptions): boolean {
  const mode = wordOf(exec['interactiveMode']) ?? 'IfAvailable';
  if (mode === 'Always' && options.interactive !== true)
    throw trouble(connection, 'wants to ask something, but there is no terminal to ask on', exec);
  return mode !== 'Never' && options.interactive === true;
}

interface Run {
  readonly command: string;
  readonly interactive: boolean;
  readonly limit: number;
}

async function output(run: Run, connection: Connection, options: ConnectOptions): Promise<string> {
  const {spawn} = await import('node:child_process');
  const exec = fieldsOf(connection.user['exec']);
  const settings: SpawnOptions = {
    env: environment(exec, connection, options, run.interactive),
    stdio: [run.interactive ? 'inherit' : 'ignore', 'pipe', run.interactive ? 'inherit' : 'pipe'],
    timeout: run.limit,
    killSignal: 'SIGKILL',
  };
  return new Promise((resolve, reject) => {
    const child = spawn(run.command, [...wordsOf(exec['args'])], settings);
    const [out, err] = [collected(child.stdout), collected(child.stderr)];
    child.on('error', (error) => {
      const why =
        codeOf(error) === 'ENOENT'
          ? `needs ${run.command}, which is not installed`
          : `could not be started: ${messageOf(error)}`;
      reject(trouble(connection, why, exec, error));
    });
    child.on('close', (code, signal) => {
      if (signal === 'SIGKILL')
        reject(trouble(connection, `gave no answer within ${String(run.limit / 1000)} s`, exec));
      else if (code !== 0)
        reject(trouble(connection, `failed with exit code ${String(code ?? signal)}${said(err())}`, exec));
      else resolve(out());
    });
    // A grandchild may hold the pipes open after the plugin was killed.
    child.on('exit', () =>
      setTimeout(() => [child.stdout, child.stderr].forEach((pipe) => pipe?.destroy()), 1000).unref(),
    );
  });
}

function collected(pipe: NodeJS.ReadableStream | null): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  pipe?.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= OUTPUT_AT_MOST) chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString();
}

/** The last line that a plugin wrote to its standard error: the ones before are mostly progress. */
function said(text: string): string {
  const line = text.trim().split('\n').at(-1)?.trim() ?? '';
  return line === '' ? '' : `: ${line.slice(0, 300)}`;
}

function environment(
  exec: Fields,
  connection: Connection,
  options: ConnectOptions,
  interactive: boolean,
): NodeJS.ProcessEnv {
  const added = listOf(exec['env']).map(
    (one) => [wordOf(fieldsOf(one)['name']) ?? '', wordOf(fieldsOf(one)['value']) ?? ''] as const,
  );
  const info = {
    kind: 'ExecCredential',
    apiVersion: exec['apiVersion'],
    spec: {interactive, ...(exec['provideClusterInfo'] === true ? {cluster: clusterInfo(connection)} : {})},
  };
  return {...options.env, ...Object.fromEntries(added), KUBERNETES_EXEC_INFO: JSON.stringify(info)};
}

function clusterInfo({cluster, server}: Connection): Fields {
  const extension = listOf(cluster['extensions'])
    .map(fieldsOf)
    .find((one) => one['name'] === 'client.authentication.k8s.io/exec');
  const passed = ['tls-server-name', 'insecure-skip-tls-verify', 'certificate-authority-data', 'proxy-url'];
  return {
    server: server.href,
    ...Object.fromEntries(passed.map((key) => [key, cluster[key]])),
    config: extension?.['extension'],
  };
}

function credentialIn(text: string, connection: Connection, exec: Fields): Credential {
  const answer = fieldsOf(json(text));
  const status = fieldsOf(answer['status']);
  const [token, cert, key] = [
    wordOf(status['token']),
    wordOf(status['clientCertificateData']),
    wordOf(status['clientKeyData']),
  ];
  if (answer['kind'] !== 'ExecCredential') throw trouble(connection, 'did not print an ExecCredential', exec);
  if (token === undefined && (cert === undefined || key === undefined))
    throw trouble(connection, 'printed no token and no certificate', exec);
  return {token, cert, key, expires: Date.parse(wordOf(status['expirationTimestamp']) ?? '') || Infinity};
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function trouble(connection: Connection, why: string, exec: Fields, cause?: unknown): UserError {
  const install = wordOf(exec['installHint'])?.trim();
  const hint =
    codeOf(cause) === 'ENOENT' && install !== undefined
      ? install
      : `Try it by hand: ${[exec['command'], ...wordsOf(exec['args'])].join(' ')}`;
  return new UserError(`The credential plugin of user ${connection.userName} ${why}.`, hint, {exit: 3, cause});
}
