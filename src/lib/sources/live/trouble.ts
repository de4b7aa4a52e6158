import type {Gap} from '../../model/source.ts';
import {type ConnectionTrouble, connectionTrouble, namesOnCertificate} from '../../parse/connection-trouble.ts';
import type {Connection} from './connection.ts';
import {codeOf, messageOf} from './fields.ts';

/** Why no answer came from the server: a sentence and what to do. */
export class Trouble extends Error {
  readonly why: Gap['why'];
  readonly hint: string;
  constructor(why: Gap['why'], message: string, hint: string, cause?: unknown) {
    super(message, {cause});
    this.name = 'Trouble';
    this.why = why;
    this.hint = hint;
  }
}

const NETWORK =
  'Is the cluster running, and its network (VPN, port-forward, tunnel) up? kubectl config view --minify shows the address.';
const AUTHORITY =
  'Correct certificate-authority in the kubeconfig or use --certificate-authority; the cluster may have been made anew.';

/** SERVER stands for its address. */
const ROWS: Readonly<Record<ConnectionTrouble, readonly [message: string, hint: string]>> = {
  refused: ['The connection to SERVER was refused', NETWORK],
  unresolved: [
    'The host name of SERVER does not resolve',
    'Is the address right, and the VPN or DNS that knows it up?',
  ],
  'no route': ['There is no route to SERVER', NETWORK],
  'timed out': ['The connection to SERVER timed out', NETWORK],
  cut: ['The connection to SERVER was cut', 'A proxy, firewall or load balancer in between may do that; try again.'],
  'expired certificate': [
    'The certificate of SERVER has expired',
    "Renew the API server's certificate (kubeadm certs renew), or look at this machine's clock.",
  ],
  'early certificate': ['The certificate of SERVER is not valid yet', "Look at this machine's clock."],
  'other names': [
    'The certificate of SERVER is for other names',
    'Use one of its names in --server, or say with --tls-server-name which to expect.',
  ],
  'unknown authority': ['The certificate of SERVER is signed by an unknown authority', AUTHORITY],
  'expired client certificate': [
    'SERVER says that your client certificate has expired',
    'Log in again, or get a new client certificate.',
  ],
  'refused client certificate': [
    'SERVER does not accept your client certificate',
    'Is it from this cluster? Log in again, or get a new one.',
  ],
  'no TLS': ['SERVER does not speak TLS', 'If it is a plain http server, write http:// in its address.'],
  'no HTTP': ['SERVER does not speak HTTP', 'Is it the address of an API server?'],
};

export function troubleOf(error: unknown, {server, proxy}: Connection): Trouble {
  if (error instanceof Trouble) return error;
  if (proxy !== undefined && !/CERT|VERIFY|TLS/.test(codeOf(error))) return throughProxy(error, proxy);
  const trouble = connectionTrouble(codeOf(error));
  const [message, hint] =
    trouble === undefined ? [`The connection to SERVER failed: ${messageOf(error)}`, NETWORK] : ROWS[trouble];
  return new Trouble('unreachable', `${message.replace('SERVER', server.host)}${names(error)}`, hint, error);
}

const names = (error: unknown): string => namesOnCertificate(messageOf(error))?.replace(/^/, ': ') ?? '';

function throughProxy(error: unknown, proxy: string): Trouble {
  const {host, protocol} = new URL(proxy);
  const hint =
    'Is the proxy right? It comes from proxy-url in the kubeconfig or HTTPS_PROXY; NO_PROXY names servers to reach without it.';
  return new Trouble(
    'unreachable',
    `The server could not be reached through the proxy ${protocol}//${host}: ${messageOf(error) || codeOf(error)}`,
    hint,
    error,
  );
}

export const tooLate = (milliseconds: number, server: string): Trouble =>
  new Trouble(
    'timed out',
    `${server} gave no answer within ${String(milliseconds / 1000)} s`,
    '--request-timeout sets how long to wait.',
  );
