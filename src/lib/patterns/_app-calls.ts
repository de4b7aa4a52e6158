import type {Pattern} from '../model/pattern.ts';
import {HOST, PORT, saidByClients} from './_peer.ts';

const origin = 'Go net, Node.js, Java, Python, libpq, MySQL, Redis, curl, wget, nginx, gRPC';
/** What says that the name, not the peer, was the trouble. */
const OF_NAMES = String.raw`\blookup \S{1,253}(?: on \S{1,60})?: |getaddrinfo|EAI_AGAIN|ENOTFOUND|[Nn]ame resolution|[Cc]ould not resolve|:53: |\[53\]|[Nn]ame or service not known|no servers could be reached`;

const noSuchHost = (match: RegExp, example: string, ...literals: [string, ...string[]]): Pattern => ({
  name: 'app-no-such-host',
  layer: 'app',
  literals,
  match,
  means: 'The name that the client asked for does not exist',
  severity: 'medium',
  advice: 'Compare the name with the Services of that namespace; a Service of another namespace needs `<service>.<namespace>`.',
  origin,
  example,
  counterExample: 'starting server on host 0.0.0.0',
});

const dnsFailure = (match: RegExp, example: string, ...literals: [string, ...string[]]): Pattern => ({
  name: 'app-dns-failure',
  layer: 'app',
  literals,
  match,
  means: 'The name server did not answer, or answered that it cannot',
  severity: 'high',
  advice: 'Look at the cluster DNS (kube-system, k8s-app=kube-dns) and at network policies that deny port 53.',
  origin,
  example,
  counterExample: 'dns cache refreshed in 3 ms',
});

const UNKNOWN = String.raw`(?:Name or service not known|[Nn]ame does not resolve|nodename nor servname provided|No address associated with hostname|No such host is known|non-existing domain|nxdomain|NXDOMAIN|Domain name not found|\[Errno -[25]\])`;
const NAME = String.raw`(?<host>[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252}[A-Za-z0-9.])?)`;
const re = (strings: TemplateStringsArray, ...values: readonly string[]): RegExp => new RegExp(String.raw(strings, ...values));

const names: readonly Pattern[] = [
  dnsFailure(re`\blookup ${NAME}(?: on (?<server>[^\s:]+:53))?: (?:read|write|dial) udp .{0,120}?(?:i\/o timeout|connection refused|no route to host|network is unreachable|operation not permitted)`, 'dial tcp: lookup db on 10.96.0.10:53: read udp 10.244.1.5:39412->10.96.0.10:53: i/o timeout', 'lookup '),
  dnsFailure(re`\blookup ${NAME}(?: on (?<server>[^\s:]+:53))?: (?:server misbehaving|i\/o timeout|[Tt]emporary failure|context deadline exceeded|no answer from DNS server)`, 'dial tcp: lookup db on 10.96.0.10:53: server misbehaving', 'lookup '),
  dnsFailure(re`getaddrinfo EAI_AGAIN ${NAME}(?::${PORT})?`, 'Error: getaddrinfo EAI_AGAIN db', 'eai_again'),
  dnsFailure(re`could not translate host name \\?"${NAME}\\?" to address: (?:Temporary failure|Try again|Device or resource busy)`, 'could not translate host name "db" to address: Temporary failure in name resolution', 'could not translate host name'),
  dnsFailure(re`host=\\?['"]${NAME}\\?['"], port=${PORT}[\s\S]*?(?:Temporary failure in name resolution|Try again)`, "HTTPConnectionPool(host='catalog', port=80): Max retries exceeded with url: / (Caused by NewConnectionError('[Errno -3] Temporary failure in name resolution'))", 'temporary failure in name resolution', 'try again'),
  dnsFailure(re`(?:Failed to resolve|UnknownHostException:|connecting to|server on|host) '?${NAME}'?(?::${PORT})?[.:]? ?\(?(?:\[Errno -3\] ?)?(?:Temporary failure in name resolution|Try again)`, 'java.net.UnknownHostException: catalog: Temporary failure in name resolution', 'temporary failure in name resolution', 'try again'),
  dnsFailure(re`(?:server can't find|resolving|resolve) '?${NAME}'?: SERVFAIL`, "** server can't find catalog.shop.svc.cluster.local: SERVFAIL", 'servfail'),
  dnsFailure(/Temporary failure in name resolution|EAI_AGAIN|no servers could be reached|Resolving timed out after|could not be resolved \((?:110|2): |DNS (?:query|request|resolution) (?:timed out|timeout)|DnsNameResolverTimeoutException|Timeout while contacting DNS servers|\[Errno -3\] Try again|\bSERVFAIL\b(?!=)/, ';; connection timed out; no servers could be reached', 'temporary failure in name resolution', 'eai_again', 'no servers could be reached', 'resolving timed out', 'could not be resolved (', 'dns query', 'dns request', 'dns resolution', 'dnsnameresolvertimeout', 'contacting dns servers', 'try again', 'servfail'),
  noSuchHost(re`\blookup ${NAME}(?: on (?<server>\S+))?: no such host`, 'dial tcp: lookup db on 10.96.0.10:53: no such host', 'no such host'),
  noSuchHost(re`getaddrinfo ENOTFOUND ${NAME}(?::${PORT})?`, 'Error: getaddrinfo ENOTFOUND db', 'enotfound'),
  noSuchHost(re`UnknownHostException: (?!\[|Failed)\\?['"]?${NAME}(?!.{0,80}Temporary failure)`, 'java.net.UnknownHostException: catalog: Name or service not known', 'unknownhostexception'),
  noSuchHost(re`could not translate host name \\?"${NAME}\\?" to address: (?!Temporary|Try again)`, 'could not translate host name "db" to address: Name or service not known', 'could not translate host name'),
  noSuchHost(re`(?:[Ff]ailed to resolve|[Cc]ould not resolve host:?|unable to resolve host(?: address)?|can't resolve|cannot resolve host(?:name)?|bad address|[Uu]nknown (?:MySQL )?(?:server )?host(?:name)?:?|host not found in upstream|could not resolve address|no such host:?|getaddrinfo for) [\\'"‘${'`'}(]{0,2}${NAME}(?::${PORT})?(?!.{0,80}(?:Errno -3|Temporary failure|Try again))`, 'curl: (6) Could not resolve host: catalog', 'failed to resolve', 'could not resolve', 'unable to resolve host', "can't resolve", 'cannot resolve host', 'bad address', 'unknown mysql server host', 'unknown server host', 'unknown host', 'host not found in upstream', 'no such host', 'getaddrinfo for'),
  noSuchHost(re`${NAME} could not be resolved \(3: Host not found\)`, '2026/03/01 12:00:00 [error] 29#29: *1 catalog.shop.svc.cluster.local could not be resolved (3: Host not found), client: 10.0.0.9', 'could not be resolved'),
  noSuchHost(re`server can't find ${NAME}: NXDOMAIN`, "** server can't find catalog.shop.svc.cluster.local: NXDOMAIN", 'nxdomain'),
  noSuchHost(re`host=\\?['"]${NAME}\\?['"], port=${PORT}[\s\S]*?${UNKNOWN}`, "HTTPConnectionPool(host='catalog', port=80): Max retries exceeded with url: / (Caused by NewConnectionError('[Errno -2] Name or service not known'))", 'name or service not known', 'name does not resolve', 'no address associated', 'errno -2', 'errno -5'),
  noSuchHost(re`server (?:on|at) '${NAME}(?::${PORT})?'[\s\S]{0,40}?${UNKNOWN}`, "Can't connect to MySQL server on 'db' ([Errno -2] Name or service not known)", 'name or service not known', 'errno -2', 'name does not resolve'),
  noSuchHost(re`(?:(?:[Cc]onnect(?:ion|ing)?|[Ff]ailed) (?:to|for) (?:host )?|server (?:on|at) |connect )[\\'"(]{0,2}${NAME}(?::${PORT})?[\\'")]{0,2}[\s\S]{0,80}?${UNKNOWN}`, 'Error -2 connecting to redis:6379. Name or service not known.', 'name or service not known', 'name does not resolve', 'nxdomain', 'no address associated', 'domain name not found'),
  noSuchHost(re`${UNKNOWN} \(${NAME}:${PORT}\)`, 'System.Net.Http.HttpRequestException: Name or service not known (catalog:8080)', 'name or service not known', 'no such host is known'),
  noSuchHost(re`[a-z][a-z0-9+.-]{1,20}:\/\/(?:[^\s\/@"]{1,200}@)?${NAME}(?::${PORT})?[\s\S]{0,300}?(?:${UNKNOWN}|no such host)`, 'error sending request for url (http://catalog/items): dns error: failed to lookup address information: Name or service not known', 'name or service not known', 'name does not resolve', 'no such host'),
  noSuchHost(re`no such host|getaddrinfo (?:failed|ENOTFOUND)|php_network_getaddresses: getaddrinfo|${UNKNOWN}`, 'psycopg2.OperationalError: [Errno -2] Name or service not known', 'no such host', 'getaddrinfo', 'name or service not known', 'name does not resolve', 'nxdomain', 'no address associated', 'non-existing domain', 'nodename nor servname', 'errno -2'),
];

/** Answers and silences of peers. */
export const callPatterns: readonly Pattern[] = [
  ...names,
  ...saidByClients({
    name: 'app-connection-refused',
    literals: ['refused', 'econnrefused', "couldn't connect to server", 'could not be established', 'delayed connect error: 111', 'connectexception', '(111)', 'connect call failed'],
    phrase: String.raw`[Cc]onnection [Rr]efused|ECONNREFUSED|econnrefused|Connection to \S{1,253} refused|Couldn't connect to server|could not be established\. Broker may not be available|connect error: 111|ConnectException: Failed to connect to|server on '[^']{1,253}' \(111\)|Connect call failed|actively refused`,
    saying: 'Connection refused',
    unless: OF_NAMES,
    means: 'Nobody listens at the address that the client called',
    severity: 'medium',
    advice: 'Look whether the Service has ready endpoints, whether its targetPort is the port on which the process listens, and whether the process listens on all addresses.',
    origin,
    counterExample: 'connection from 10.0.0.9 accepted',
  }),
  ...saidByClients({
    name: 'app-connection-timeout',
    literals: ['timed out', 'timeout', 'deadline exceeded', 'deadlineexceeded', 'etimedout', 'no route to host', 'ehostunreach', 'network is unreachable', 'noroutetohost'],
    phrase: String.raw`context deadline exceeded|DEADLINE_EXCEEDED|DeadlineExceeded|i\/o timeout|ETIMEDOUT|[Tt]imed out|Timeout(?:Exception|Error)|Connect(?:ion)?Timeout|[Cc]onnect(?:ion)? [Tt]imeout|connection timeout|Client\.Timeout exceeded|handshake timeout|No route to host|no route to host|EHOSTUNREACH|[Nn]etwork is unreachable|NoRouteToHostException`,
    alone: String.raw`context deadline exceeded|DEADLINE_EXCEEDED|i\/o timeout|ETIMEDOUT|[Cc]onnect(?:ion)?(?: attempt)? [Tt]imed out|SocketTimeoutException|ConnectTimeout|[Cc]onnect(?:ion)? timeout|[Rr]ead timed out|upstream (?:request )?timed? ?out|TimeoutError|No route to host|no route to host|EHOSTUNREACH|[Nn]etwork is unreachable`,
    saying: 'Connection timed out',
    unless: String.raw`${OF_NAMES}|no timed? ?out|Temporary failure`,
    means: 'The peer did not answer in time: packets are dropped, the address is gone, or it is too slow',
    severity: 'medium',
    advice: 'Look at network policies between the two, at the readiness and load of the peer, and at the node it runs on.',
    origin,
    counterExample: 'request timeout set to 30s',
  }),
  ...saidByClients({
    name: 'app-connection-reset',
    literals: ['reset', 'socket hang up', 'closed the connection unexpectedly', 'lost connection to mysql', 'remotedisconnected', 'prematurely closed', 'server has gone away', 'unexpected eof', 'upstream connect error'],
    phrase: String.raw`[Cc]onnection [Rr]eset|ECONNRESET|socket hang up|closed the connection unexpectedly|Lost connection to MySQL server|RemoteDisconnected|upstream prematurely closed|MySQL server has gone away|: unexpected EOF|upstream connect error or disconnect\/reset before headers`,
    saying: 'connection reset by peer',
    means: 'The peer ended the connection in the middle of a talk: it was restarted or killed, or closes idle connections',
    severity: 'low',
    advice: 'Look for restarts of the peer at that time.',
    origin,
    counterExample: 'password reset mail sent',
  }),
  {
    name: 'app-upstream-5xx',
    layer: 'app',
    literals: ['502', '503', '504', 'no healthy upstream', 'no live upstreams', 'bad gateway', 'unavailable'],
    match: re`" (?<code>50[234]) \d+|\b(?:50[234]) (?:Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out)|(?:status(?:[_ ]?code)?|HTTP|returned|response(?: code)?)["']?[ =:]{1,3}"?50[234]\b|no healthy upstream|no live upstreams while connecting to upstream|Server Error: (?:Bad Gateway|Service Unavailable|Gateway Time-?out) for url: \w+:\/\/${HOST}`,
    means: 'A proxy or server passed on that the one behind it does not answer',
    severity: 'low',
    advice: 'Look at the Service behind the route or the URL.',
    origin: 'nginx, Envoy, HAProxy, clients of HTTP',
    example: '10.0.0.9 - - [01/Mar/2026:12:00:00 +0000] "GET / HTTP/1.1" 502 157 "-" "curl/8.5.0"',
    counterExample: '10.0.0.9 - - [01/Mar/2026:12:00:00 +0000] "GET /items/503 HTTP/1.1" 200 502 "-" "curl/8.5.0"',
  },
  {
    name: 'app-rate-limited',
    layer: 'app',
    literals: ['429', 'rate limit', 'ratelimit', 'too many requests', 'toomanyrequests', 'throttl', 'slow_down'],
    match: re`\b429 Too Many Requests|(?:status(?:[_ ]?code)?|HTTP)["']?[ =:]{1,3}"?429\b|" 429 \d+|[Rr]ate[ -]?[Ll]imit(?:ed| exceeded| reached|ing request)|[Tt]oo [Mm]any [Rr]equests|TooManyRequests|Throttl(?:ed|ing)Exception|Waited for \S+ due to client-side throttling`,
    means: 'A server told the client to call less often',
    severity: 'low',
    advice: 'Call less often, back off, or raise the limit on the server.',
    origin: 'RFC 6585; client-go',
    example: 'HTTP 429: rate limit exceeded, retry after 30s',
    counterExample: 'rate limiter started with 429 buckets',
  },
];
