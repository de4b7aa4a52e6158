import type {Pattern} from '../model/pattern.ts';

/** A host name or address; an IPv4 address mapped into IPv6 counts as itself. */
export const HOST = String.raw`(?:::ffff:)?(?<host>\[[0-9a-fA-F:.]{2,45}\]|::1|[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,252}[A-Za-z0-9])?)`;
export const PORT = String.raw`(?<port>\d{1,5})\b`;
const URL_HEAD = String.raw`[a-z][a-z0-9+.-]{1,20}:\/\/(?:[^\s\/@"]{1,200}@)?`;

/** A way in which clients name whom they talked to. `spell` says the same of a peer and a failure. */
interface Wording {
  readonly peer: string;
  readonly spell: (failure: string) => string;
}

/** The most telling first: a name that a person wrote rather than the address it led to. */
const wordings: readonly Wording[] = [
  {
    peer: String.raw`upstream: "${URL_HEAD}${HOST}(?::${PORT})?`,
    spell: (failure) =>
      `2026/03/01 12:00:00 [error] 29#29: *1 connect() failed (${failure}) while connecting to upstream, client: 10.0.0.9, server: _, request: "GET / HTTP/1.1", upstream: "http://10.0.0.1:80/", host: "shop"`,
  },
  {
    peer: String.raw`\b(?:Get|Post|Put|Patch|Delete|Head|GET|POST|PUT|PATCH|DELETE|HEAD)(?: request for)? \\?"?${URL_HEAD}${HOST}(?::${PORT})?`,
    spell: (failure) => `Get "http://catalog:8080/items": dial tcp 10.96.1.2:8080: ${failure}`,
  },
  {
    peer: String.raw`(?:read|write) tcp \S{3,60}?->${HOST}:(?<port>[1-9]\d{0,3}|[12]\d{4})\b`,
    spell: (failure) => `read tcp 10.0.0.5:43210->10.96.1.2:80: read: ${failure}`,
  },
  {
    peer: String.raw`dial (?:tcp|udp)[46]? ${HOST}:${PORT}`,
    spell: (failure) => `dial tcp 10.96.1.2:5432: connect: ${failure}`,
  },
  {
    peer: String.raw`\b(?:ECONNREFUSED|ETIMEDOUT|ECONNRESET|EHOSTUNREACH|ENETUNREACH) ${HOST}:${PORT}`,
    spell: (failure) => `Error: ${failure}: connect ECONNREFUSED 10.0.0.1:5432`,
  },
  {
    peer: String.raw`host=\\?['"]?${HOST}\\?['"]?, port=${PORT}`,
    spell: (failure) =>
      `HTTPConnectionPool(host='catalog', port=8080): Max retries exceeded with url: /items (Caused by NewConnectionError('${failure}'))`,
  },
  {
    peer: String.raw`server at \\?"${HOST}\\?"(?: \([^)]{1,60}\))?, port ${PORT}`,
    spell: (failure) => `connection to server at "db" (10.96.1.2), port 5432 failed: ${failure}`,
  },
  {
    peer: String.raw`host \\?"${HOST}\\?"(?: \([^)]{1,60}\))? and accepting\s+TCP\/IP connections on port ${PORT}`,
    spell: (failure) =>
      `could not connect to server: ${failure} Is the server running on host "db" (10.0.0.1) and accepting TCP/IP connections on port 5432?`,
  },
  {
    peer: String.raw`[Cc]onnect(?:ion|ing|ed)? (?:to|at|with) (?:host |server |remote server |node -?\d+ \(|[A-Z]\w{1,20}(?: server)? (?:at|on) )?[\\'"(\/]{0,3}(?:${URL_HEAD})?${HOST}(?:\/[\d.]{0,15})?(?::| port )${PORT}`,
    spell: (failure) => `Connection to db:5432 failed: ${failure}`,
  },
  {
    peer: String.raw`(?:refused|timed out|reset by peer|reset|timeout): (?:no further information: )?(?:\/|(?=[\w.-]{1,253}[\/:]))${HOST}(?:\/[\d.]{0,15})?:${PORT}`,
    spell: (failure) =>
      `io.netty.channel.AbstractChannel$AnnotatedConnectException: ${failure}: connection refused: catalog/10.96.1.2:8080`,
  },
  {
    peer: String.raw`\b(?:server|host) (?:on|at|during query on) ?'${HOST}(?::${PORT})?'`,
    spell: (failure) => `ERROR 2003 (HY000): Can't connect to MySQL server on 'db:3306' (${failure})`,
  },
  {
    peer: String.raw`(?:remote host|host) \(${HOST}(?::${PORT})?\)`,
    spell: (failure) => `wget: can't connect to remote host (10.96.1.2): ${failure}`,
  },
  {
    peer: String.raw`[Cc]onnecting to ${HOST} \([^)]{1,253}\)\|[^|]{1,80}\|:${PORT}`,
    spell: (failure) => `Connecting to catalog (catalog)|10.96.1.2|:80... failed: ${failure}.`,
  },
  {
    peer: String.raw`\bipv[46]:(?:%5B)?${HOST}(?:%5D)?:${PORT}`,
    spell: (failure) =>
      `failed to connect to all addresses; last error: UNKNOWN: ipv4:10.0.0.1:50051: Failed to connect to remote host: ${failure}`,
  },
  {
    peer: String.raw`\(${HOST}:${PORT}\)`,
    spell: (failure) => `System.Net.Http.HttpRequestException: ${failure} (catalog:8080)`,
  },
  {peer: String.raw`\/dev\/tcp\/${HOST}\/${PORT}`, spell: (failure) => `bash: line 1: /dev/tcp/db/5432: ${failure}`},
  {
    peer: String.raw`${URL_HEAD}${HOST}(?::${PORT})?`,
    spell: (failure) => `error sending request for url (http://catalog:8080/items): ${failure}`,
  },
  {
    // `main.go:12`, `errno:111` and `12:30` have the look of host and port.
    peer: String.raw`(?:^|[\s"'(=@\[])(?!\S{0,80}\.(?:go|py|js|ts|java|kt|rb|rs|cc?|cpp|cs|php|exs?|scala|mjs):)(?!(?:errno|code|error|line|pid|status|port|exit)\b)(?=[A-Za-z]|\d{1,3}(?:\.\d{1,3}){3})${HOST}:(?<port>\d{2,5})(?=[\s,:;)"'\]]|$)`,
    spell: (failure) => `pymongo.errors.ServerSelectionTimeoutError: db:27017: [Errno 111] ${failure}`,
  },
];

interface Failure extends Omit<Pattern, 'layer' | 'match' | 'example'> {
  /** What the client says went wrong, as the source of a RegExp. */
  readonly phrase: string;
  /** A phrase that says it. */
  readonly saying: string;
  /** What makes the line one of another pattern. */
  readonly unless?: string;
  /** Phrases that need no peer to be believed; the same unless said. */
  readonly alone?: string;
}

/** One failure in the words of every client: with the peer where one is named, else without. */
export function saidByClients({phrase, saying, unless, alone = phrase, ...row}: Failure): readonly Pattern[] {
  const guard = unless === undefined ? '' : `(?![\\s\\S]*?(?:${unless}))`;
  const named = wordings.map(({peer, spell}): Pattern => ({
    ...row,
    layer: 'app',
    match: new RegExp(`^${guard}(?=[\\s\\S]*?(?:${phrase}))[\\s\\S]*?${peer}`),
    example: spell(saying),
  }));
  return [...named, {...row, layer: 'app', match: new RegExp(`^${guard}[\\s\\S]*?(?:${alone})`), example: saying}];
}
