import type {Gap} from '../../model/source.ts';
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

type Row = readonly [codes: RegExp, message: string, hint: string];

const NETWORK =
  'Is the cluster running, and its network (VPN, port-forward, tunnel) up? kubectl config view --minify shows the address.';
const AUTHORITY =
  'Correct certificate-authority in the kubeconfig or use --certificate-authority; the cluster may have been made anew.';

/** Codes of node and OpenSSL, first match wins. SERVER stands for its address. */
const ROWS: readonly Row[] = [
  [/^ECONNREFUSED$/, 'The connection to SERVER was refused', NETWORK],
  [
    /^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_NONAME)$/,
    'The host name of SERVER does not resolve',
    'Is the address right, and the VPN or DNS that knows it up?',
  ],
  [/^(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL)$/, 'There is no route to SERVER', NETWORK],
  [/^ETIMEDOUT$/, 'The connection to SERVER timed out', NETWORK],
  [
    /^(ECONNRESET|EPIPE|ECONNABORTED)$/,
    'The connection to SERVER was cut',
    'A proxy, firewall or load balancer in between may do that; try again.',
  ],
  [
    /^CERT_HAS_EXPIRED$/,
    'The certificate of SERVER has expired',
    "Renew the API server's certificate (kubeadm certs renew), or look at this machine's clock.",
  ],
  [/^CERT_NOT_YET_VALID$/, 'The certificate of SERVER is not valid yet', "Look at this machine's clock."],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    'The certificate of SERVER is for other names',
    'Use one of its names in --server, or say with --tls-server-name which to expect.',
  ],
  [
    /(VERIFY|SELF_SIGNED|ISSUER|UNTRUSTED|CERT_SIGNATURE|CERT_CHAIN|INVALID_CA)/,
    'The certificate of SERVER is signed by an unknown authority',
    AUTHORITY,
  ],
  [
    /ALERT_CERTIFICATE_EXPIRED/,
    'SERVER says that your client certificate has expired',
    'Log in again, or get a new client certificate.',
  ],
  [
    /ALERT_(BAD_CERTIFICATE|CERTIFICATE_|UNKNOWN_CA|ACCESS_DENIED)/,
    'SERVER does not accept your client certificate',
    'Is it from this cluster? Log in again, or get a new one.',
  ],
  [
    /(WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH|UNKNOWN_PROTOCOL)/,
    'SERVER does not speak TLS',
    'If it is a plain http server, write http:// in its address.',
  ],
  [/^HPE_/, 'SERVER does not speak HTTP', 'Is it the address of an API server?'],
];

export function troubleOf(error: unknown, {server, proxy}: Connection): Trouble {
  if (error instanceof Trouble) return error;
  if (proxy !== undefined && !/CERT|VERIFY|TLS/.test(codeOf(error))) return throughProxy(error, proxy);
  const [, message, hint] = ROWS.find(([codes]) => codes.test(codeOf(error))) ?? [
    undefined,
    `The connection to SERVER failed: ${messageOf(error)}`,
    NETWORK,
  ];
  return new Trouble('unreachable', `${message.replace('SERVER', server.host)}${names(error)}`, hint, error);
}

/** node spells out which names the certificate has. */
const names = (error: unknown): string =>
  /cert's (?:altnames: |CN: )(.*?)\.?$/.exec(messageOf(error))?.[1]?.replace(/^/, ': ') ?? '';

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
