import type {RequestOptions} from 'node:https';
import type {SecureContext} from 'node:tls';
import {UserError} from '../../model/failure.ts';
import type {Connection} from './connection.ts';
import {messageOf, present} from './fields.ts';

type Material = Pick<RequestOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized'>;

/** One for all connections: node would read the certificates again for each. */
export async function secureContext(loaded: Material, connection: Connection): Promise<SecureContext> {
  const {createSecureContext} = await import('node:tls');
  const {ca, cert, key, rejectUnauthorized} = loaded;
  check(loaded, connection, createSecureContext);
  const trusted = ca ?? (rejectUnauthorized === false ? undefined : await systemAuthorities());
  return createSecureContext(present({ca: trusted, cert, key}));
}

/** Without a certificate authority in the kubeconfig kubectl trusts what the machine trusts; node alone would not. */
async function systemAuthorities(): Promise<string[]> {
  const {getCACertificates} = await import('node:tls');
  return [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
}

/** Says which of them cannot be used; OpenSSL's own words at connection time would not. */
function check(
  {ca, cert, key}: Material,
  {clusterName, userName}: Connection,
  load: (part: Material) => unknown,
): void {
  const authority = `certificate authority of cluster ${clusterName}`;
  // OpenSSL takes a file without any certificate for one that trusts nobody.
  if (ca !== undefined && !String(ca).includes('-----BEGIN')) throw unusable(authority, 'there is no PEM in it');
  attempt(authority, () => load(present({ca})));
  attempt(`client certificate or key of user ${userName}`, () => load(present({cert, key})));
}

function attempt(whose: string, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    throw unusable(whose, messageOf(error), error);
  }
}

const unusable = (whose: string, why: string, cause?: unknown): UserError =>
  new UserError(
    `The ${whose} cannot be used: ${why}.`,
    'It must be PEM: base64 of it in the …-data fields, the name of a file in the others.',
    {exit: 3, cause},
  );
