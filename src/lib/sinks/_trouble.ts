import {Undelivered} from '../model/sink.ts';
import {type ConnectionTrouble, connectionTrouble, namesOnCertificate} from '../parse/connection-trouble.ts';

const WORDS: Readonly<Record<ConnectionTrouble, string>> = {
  refused: 'the connection was refused; is it running there?',
  unresolved: 'its host name does not resolve',
  'no route': 'there is no route to it',
  'timed out': 'the connection timed out',
  cut: 'the connection was cut',
  'expired certificate': 'its certificate has expired',
  'early certificate': "its certificate is not valid yet; is this machine's clock right?",
  'other names': 'its certificate is for other names',
  'unknown authority': 'its certificate is signed by an unknown authority; name a file with it as tls-ca=FILE',
  'expired client certificate': 'it says that the client certificate has expired',
  'refused client certificate': 'it does not accept the client certificate, or wants one (tls-cert=FILE, tls-key=FILE)',
  'no TLS': 'it does not speak TLS on this port',
  'no HTTP': 'it does not speak HTTP on this port',
};

/** node gives what OpenSSL says at the start of a connection no code of its own. */
function codeOf(error: unknown): string {
  const {code = '', message = ''} = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  const reason = code === 'EPROTO' ? /:SSL routines:[^:]*:([^:]+):/.exec(message)?.[1] : undefined;
  return reason?.toUpperCase().replaceAll(' ', '_') ?? code;
}

/** A connection that failed, in words; tried again. Client libraries put the cause inside their own error. */
export function lost(error: unknown): Undelivered {
  if (error instanceof Undelivered) return error;
  const chain = causes(error);
  const cause = chain.find((one) => connectionTrouble(codeOf(one)) !== undefined);
  const trouble = connectionTrouble(codeOf(cause));
  const message = error instanceof Error ? error.message : String(error);
  if (trouble === undefined) return new Undelivered(message || codeOf(error), {cause: error});
  const names = trouble === 'other names' ? namesOnCertificate((cause as Error).message) : undefined;
  return new Undelivered(WORDS[trouble] + (names === undefined ? '' : ` (${names})`), {cause: error});
}

const DEPTH = 5;

function causes(error: unknown): readonly unknown[] {
  const found = [error];
  for (let one = error; one instanceof Error && found.length < DEPTH; one = found.at(-1))
    found.push(one instanceof AggregateError ? one.errors[0] : one.cause);
  return found;
}
