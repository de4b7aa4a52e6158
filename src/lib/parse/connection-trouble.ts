/** Why a connection to another machine came to nothing: what the codes of node and OpenSSL have in common. */
export type ConnectionTrouble =
  | 'refused'
  | 'unresolved'
  | 'no route'
  | 'timed out'
  | 'cut'
  | 'expired certificate'
  | 'early certificate'
  | 'other names'
  | 'unknown authority'
  | 'expired client certificate'
  | 'refused client certificate'
  | 'no TLS'
  | 'no HTTP';

/** First match wins. */
const CODES: ReadonlyArray<readonly [codes: RegExp, trouble: ConnectionTrouble]> = [
  [/^ECONNREFUSED$/, 'refused'],
  [/^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_NONAME)$/, 'unresolved'],
  [/^(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL)$/, 'no route'],
  [/^ETIMEDOUT$/, 'timed out'],
  [/^(ECONNRESET|EPIPE|ECONNABORTED)$/, 'cut'],
  [/^CERT_HAS_EXPIRED$/, 'expired certificate'],
  [/^CERT_NOT_YET_VALID$/, 'early certificate'],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, 'other names'],
  [/(VERIFY|SELF_SIGNED|ISSUER|UNTRUSTED|CERT_SIGNATURE|CERT_CHAIN|INVALID_CA)/, 'unknown authority'],
  [/ALERT_CERTIFICATE_EXPIRED/, 'expired client certificate'],
  [/ALERT_(BAD_CERTIFICATE|CERTIFICATE_|UNKNOWN_CA|ACCESS_DENIED)/, 'refused client certificate'],
  [/(WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH|UNKNOWN_PROTOCOL)/, 'no TLS'],
  [/^HPE_/, 'no HTTP'],
];

/** Undefined for a code that says nothing about the connection. */
export const connectionTrouble = (code: string): ConnectionTrouble | undefined =>
  CODES.find(([codes]) => codes.test(code))?.[1];

/** node spells out which names a certificate has, at the end of its message. */
export const namesOnCertificate = (message: string): string | undefined =>
  /cert's (?:altnames: |CN: )(.*?)\.?$/.exec(message)?.[1];
