import {UserError} from '../../model/failure.ts';
import {type Gap, Unavailable} from '../../model/source.ts';
import type {Connection} from './connection.ts';
import {fieldsOf, wordOf} from './fields.ts';
import type {Reply} from './wire.ts';

/** What was asked for, in words, and how a person finds out whether they may. */
export interface Subject {
  readonly what: string;
  /** Arguments of `kubectl auth can-i`. */
  readonly can?: string | undefined;
  /** What a 404 means where it is not a missing API. */
  readonly missing?: {readonly why: Gap['why']; readonly hint: string} | undefined;
}

/** Passes an answer on, or says in words why there is none. */
export function accepted(reply: Reply, subject: Subject, connection: Connection): Reply {
  if (reply.status >= 200 && reply.status < 300) return reply;
  if (reply.status === 401) throw notLoggedIn(connection, reply);
  throw new Unavailable({what: subject.what, ...refusal(reply, asWhom(subject, connection))});
}

function notLoggedIn({user, userName}: Connection, reply: Reply): UserError {
  const hint =
    user['exec'] !== undefined
      ? `The credential plugin of user ${userName} gives a token that is not accepted: log in again with it.`
      : 'The token or certificate may have expired, or be from another cluster: log in again, then try kubectl auth whoami.';
  const said = messageIn(reply);
  return new UserError(`You must be logged in to the server (401${said === '' ? '' : `: ${said}`}).`, hint, {exit: 3});
}

/** The question about rights is to be asked as the one who was refused. */
function asWhom({can, ...subject}: Subject, {impersonation}: Connection): Subject {
  const as = wordOf(impersonation['Impersonate-User']);
  return {...subject, can: can === undefined || as === undefined ? can : `${can} --as ${as}`};
}

type Refusal = Omit<Gap, 'what'>;

function refusal(reply: Reply, {can, missing}: Subject): Refusal {
  const said = messageIn(reply);
  switch (reply.status) {
    case 403:
      return {
        why: 'forbidden',
        hint: said.includes('system:anonymous')
          ? 'no credentials were sent; is the user of this context right?'
          : mayI(can, said),
      };
    case 404:
      return missing ?? {why: 'not installed', hint: said};
    case 410:
      return {why: 'expired', hint: 'the cluster changed faster than the list could be read; run it again'};
    case 408:
    case 504:
      return {why: 'timed out', hint: said};
    case 429:
      return {why: 'failed', hint: `the server is overloaded (429): ${said}`};
    default:
      return reply.status < 400 ? redirected(reply) : behind(reply.status, said);
  }
}

const mayI = (can: string | undefined, said: string): string =>
  can === undefined ? said : `to see whether you may: kubectl auth can-i ${can}`;

function redirected({status, headers}: Reply): Refusal {
  return {
    why: 'failed',
    hint: `the server answers ${String(status)} and points to ${headers.location ?? 'nowhere'}; is it an API server?`,
  };
}

const UNREACHED =
  /dial tcp|connection refused|no route to host|error trying to reach|no endpoints available|no such host|server is currently unable|EOF$/;

/** The API server answers for others (kubelets, services, aggregated APIs): that they do not answer is no fault of its own. */
function behind(status: number, said: string): Refusal {
  if (/i\/o timeout|context deadline exceeded|TLS handshake timeout|Client.Timeout/.test(said))
    return {why: 'timed out', hint: said};
  if (status === 503 || UNREACHED.test(said)) return {why: 'unreachable', hint: said};
  return {why: 'failed', hint: `${String(status)}: ${said}`};
}

const MESSAGE_AT_MOST = 300;

/** The message of a Status, or the first line of another body. */
export function messageIn({body}: Reply): string {
  const text = body.subarray(0, 64 * 1024).toString();
  return (wordOf(statusIn(text)['message']) ?? plainLine(text)).slice(0, MESSAGE_AT_MOST);
}

const plainLine = (text: string): string =>
  text
    .replaceAll(/<[^>]*>/g, ' ')
    .trim()
    .split('\n')[0]
    ?.trim() ?? '';

export function statusIn(text: string): ReturnType<typeof fieldsOf> {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return {};
  }
}
