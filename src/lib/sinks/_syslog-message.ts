import type {Parcel} from '../model/sink.ts';
import {flat, messageOf} from './_parcel.ts';

/** In the order of their numbers (RFC 5424, table 1). */
export const FACILITIES: readonly string[] = [
  ...['kern', 'user', 'mail', 'daemon', 'auth', 'syslog', 'lpr', 'news', 'uucp', 'cron', 'authpriv', 'ftp'],
  ...['ntp', 'security', 'console', 'solaris-cron'],
  ...['local0', 'local1', 'local2', 'local3', 'local4', 'local5', 'local6', 'local7'],
];

export interface MessageOptions {
  readonly facility: number;
  readonly host: string | undefined;
  readonly tag: string | undefined;
}

/** What rsyslog and syslog-ng take in one message as they come. */
const BYTES_AT_MOST = 8192;
/** The number that RFC 5612 keeps for examples: kdiag has none of its own. */
const ENTERPRISE = 32473;

/** One message: header, the parcel's fields as structured data, and its text. */
export function message(parcel: Parcel, {facility, host, tag = 'kdiag'}: MessageOptions): Buffer {
  const fields = flat(parcel);
  const header = [
    `<${facility * 8 + severityOf(parcel)}>1`,
    parcel.time.replace(/(\.\d{6})\d+/, '$1'),
    word(host ?? String(fields['host'] ?? fields['node'] ?? fields['cluster'] ?? ''), 255),
    word(tag, 48),
    '-',
    word(String(fields['reason'] ?? parcel.is), 32),
  ].join(' ');
  const text = messageOf(parcel).replaceAll(/[\r\n]+/g, ' ');
  const whole = Buffer.from(`${header} ${structured(fields)} ${text}`);
  return whole.length <= BYTES_AT_MOST ? whole : shortened(whole);
}

const LEVELS: Readonly<Record<string, number>> = {
  fatal: 2,
  critical: 2,
  error: 3,
  warn: 4,
  warning: 4,
  notice: 5,
  info: 6,
  debug: 7,
  trace: 7,
};

function severityOf(parcel: Parcel): number {
  if (parcel.is === 'event') return parcel.event.isWarning ? 4 : 6;
  return parcel.is === 'log' ? (LEVELS[parcel.log.level?.toLowerCase() ?? ''] ?? 6) : 6;
}

/** Printable ASCII without blanks; `-` for nothing. */
const word = (text: string, atMost: number): string => text.replaceAll(/[^!-~]/g, '_').slice(0, atMost) || '-';

function structured(fields: Readonly<Record<string, string | number | boolean>>): string {
  const pairs = Object.entries(fields).map(
    ([name, value]) =>
      `${name.replaceAll(/[^!-~]|[="\]]/g, '_').slice(0, 32)}="${String(value).replaceAll(/["\\\]]/g, String.raw`\$&`)}"`,
  );
  return pairs.length === 0 ? '-' : `[kdiag@${ENTERPRISE} ${pairs.join(' ')}]`;
}

/** Not in the middle of a character. */
function shortened(whole: Buffer): Buffer {
  let end = BYTES_AT_MOST;
  while (end > 0 && ((whole[end] ?? 0) & 0xc0) === 0x80) end--;
  return whole.subarray(0, end);
}
