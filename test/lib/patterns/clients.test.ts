import {describe, expect, test} from 'vitest';
import application from '../../../src/lib/patterns/application.ts';
import {matcher} from '../../../src/lib/patterns/_match.ts';

const match = matcher(application);

/** Lines as clients of many languages write them, with what must be read from them. */
const lines: ReadonlyArray<readonly [line: string, pattern: string, host?: string, port?: string]> = [
  // refused
  [
    'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 10.96.1.2:50051: connect: connection refused"',
    'app-connection-refused',
    '10.96.1.2',
    '50051',
  ],
  [
    '{"level":"error","msg":"fetch failed","error":"Get \\"http://catalog.shop:8080/items\\": dial tcp 10.96.1.2:8080: connect: connection refused"}',
    'app-connection-refused',
    'catalog.shop',
    '8080',
  ],
  ['dial tcp [::1]:5432: connect: connection refused', 'app-connection-refused', '[::1]', '5432'],
  ['Error: connect ECONNREFUSED 10.0.0.1:5432', 'app-connection-refused', '10.0.0.1', '5432'],
  ['Error: connect ECONNREFUSED ::1:6379', 'app-connection-refused', '::1', '6379'],
  [
    'org.postgresql.util.PSQLException: Connection to db:5432 refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections.',
    'app-connection-refused',
    'db',
    '5432',
  ],
  [
    'org.apache.http.conn.HttpHostConnectException: Connect to api:8080 [api/10.96.1.2] failed: Connection refused (Connection refused)',
    'app-connection-refused',
    'api',
    '8080',
  ],
  [
    'java.net.ConnectException: Failed to connect to catalog/10.96.1.2:8080',
    'app-connection-refused',
    'catalog',
    '8080',
  ],
  [
    'io.netty.channel.AbstractChannel$AnnotatedConnectException: Connection refused: catalog/10.96.1.2:8080',
    'app-connection-refused',
    'catalog',
    '8080',
  ],
  [
    'org.springframework.web.client.ResourceAccessException: I/O error on GET request for "http://catalog:8080/items": Connection refused',
    'app-connection-refused',
    'catalog',
    '8080',
  ],
  [
    '[AdminClient clientId=a] Connection to node -1 (kafka/10.0.0.1:9092) could not be established. Broker may not be available.',
    'app-connection-refused',
    'kafka',
    '9092',
  ],
  [
    "requests.exceptions.ConnectionError: HTTPConnectionPool(host='catalog', port=8080): Max retries exceeded with url: /items (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at 0x7f>: Failed to establish a new connection: [Errno 111] Connection refused'))",
    'app-connection-refused',
    'catalog',
    '8080',
  ],
  [
    'psycopg2.OperationalError: connection to server at "db" (10.96.1.2), port 5432 failed: Connection refused',
    'app-connection-refused',
    'db',
    '5432',
  ],
  [
    'redis.exceptions.ConnectionError: Error 111 connecting to redis:6379. Connection refused.',
    'app-connection-refused',
    'redis',
    '6379',
  ],
  [
    "pymysql.err.OperationalError: (2003, \"Can't connect to MySQL server on 'mysql' ([Errno 111] Connection refused)\")",
    'app-connection-refused',
    'mysql',
  ],
  [
    "ERROR 2003 (HY000): Can't connect to MySQL server on 'mysql:3306' (111)",
    'app-connection-refused',
    'mysql',
    '3306',
  ],
  [
    "aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host catalog:8080 ssl:default [Connect call failed ('10.96.1.2', 8080)]",
    'app-connection-refused',
    'catalog',
    '8080',
  ],
  [
    "curl: (7) Failed to connect to catalog port 80 after 3 ms: Couldn't connect to server",
    'app-connection-refused',
    'catalog',
    '80',
  ],
  ["wget: can't connect to remote host (10.96.1.2): Connection refused", 'app-connection-refused', '10.96.1.2'],
  ['nc: connect to db port 5432 (tcp) failed: Connection refused', 'app-connection-refused', 'db', '5432'],
  ['nc: db (10.0.0.1:5432): Connection refused', 'app-connection-refused', '10.0.0.1', '5432'],
  [
    '2026/03/01 12:00:00 [error] 29#29: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.9, server: _, request: "GET / HTTP/1.1", upstream: "http://10.0.0.1:80/", host: "shop.example.com"',
    'app-connection-refused',
    '10.0.0.1',
    '80',
  ],
  ['Could not connect to Redis at redis:6379: Connection refused', 'app-connection-refused', 'redis', '6379'],
  [
    'System.Net.Http.HttpRequestException: Connection refused (catalog:8080)',
    'app-connection-refused',
    'catalog',
    '8080',
  ],
  [
    'reqwest::Error { kind: Request, url: "http://catalog:8080/x", source: ConnectError("tcp connect error", Os { code: 111, kind: ConnectionRefused, message: "Connection refused" }) }',
    'app-connection-refused',
    'catalog',
    '8080',
  ],
  [
    'Failed to open TCP connection to catalog:8080 (Connection refused - connect(2) for "catalog" port 8080) (Errno::ECONNREFUSED)',
    'app-connection-refused',
    'catalog',
    '8080',
  ],
  [
    '[error] Postgrex.Protocol (#PID<0.1.0>) failed to connect: ** (DBConnection.ConnectionError) tcp connect (db:5432): connection refused - :econnrefused',
    'app-connection-refused',
    'db',
    '5432',
  ],
  [
    'PHP Warning:  stream_socket_client(): Unable to connect to tcp://db:3306 (Connection refused)',
    'app-connection-refused',
    'db',
    '3306',
  ],
  ['SQLSTATE[HY000] [2002] Connection refused', 'app-connection-refused'],
  ['main.go:42: cannot reach store: connection refused', 'app-connection-refused'],
  ['ERROR could not reach db:5432: connection refused', 'app-connection-refused', 'db', '5432'],
  // timeouts
  [
    'Get "http://catalog/items": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    'app-connection-timeout',
    'catalog',
  ],
  ['dial tcp 10.96.1.2:5432: i/o timeout', 'app-connection-timeout', '10.96.1.2', '5432'],
  ['Error: connect ETIMEDOUT 10.0.0.1:5432', 'app-connection-timeout', '10.0.0.1', '5432'],
  [
    "ConnectTimeoutError(<urllib3.connection.HTTPConnection object at 0x7f>, 'Connection to catalog timed out. (connect timeout=3)') HTTPConnectionPool(host='catalog', port=80)",
    'app-connection-timeout',
    'catalog',
    '80',
  ],
  [
    'connection to server at "db" (10.96.1.2), port 5432 failed: Connection timed out',
    'app-connection-timeout',
    'db',
    '5432',
  ],
  ['java.net.SocketTimeoutException: Connect timed out', 'app-connection-timeout'],
  [
    'curl: (28) Failed to connect to catalog port 80 after 3001 ms: Timeout was reached; Connection timed out',
    'app-connection-timeout',
    'catalog',
    '80',
  ],
  ['wget: download timed out connecting to catalog:80', 'app-connection-timeout', 'catalog', '80'],
  // reset
  ['read tcp 10.0.0.5:43210->10.96.1.2:80: read: connection reset by peer', 'app-connection-reset', '10.96.1.2', '80'],
  ['Error: socket hang up', 'app-connection-reset'],
  // names
  ['dial tcp: lookup db on 10.96.0.10:53: no such host', 'app-no-such-host', 'db'],
  ['Error: getaddrinfo ENOTFOUND db db:5432', 'app-no-such-host', 'db'],
  ['java.net.UnknownHostException: catalog: Name or service not known', 'app-no-such-host', 'catalog'],
  ['Caused by: java.net.UnknownHostException: catalog', 'app-no-such-host', 'catalog'],
  ['could not translate host name "db" to address: Name or service not known', 'app-no-such-host', 'db'],
  [
    "urllib3.exceptions.NameResolutionError: <urllib3.connection.HTTPConnection object at 0x7f>: Failed to resolve 'catalog' ([Errno -2] Name or service not known)",
    'app-no-such-host',
    'catalog',
  ],
  [
    'redis.exceptions.ConnectionError: Error -2 connecting to redis:6379. Name or service not known.',
    'app-no-such-host',
    'redis',
    '6379',
  ],
  [
    "(1045, \"Can't connect to MySQL server on 'mysql' ([Errno -2] Name or service not known)\")",
    'app-no-such-host',
    'mysql',
  ],
  ["ERROR 2005 (HY000): Unknown MySQL server host 'mysql' (-2)", 'app-no-such-host', 'mysql'],
  ['curl: (6) Could not resolve host: catalog', 'app-no-such-host', 'catalog'],
  ["wget: bad address 'catalog:8080'", 'app-no-such-host', 'catalog', '8080'],
  ['wget: unable to resolve host address ‘catalog’', 'app-no-such-host', 'catalog'],
  ["nslookup: can't resolve 'catalog'", 'app-no-such-host', 'catalog'],
  [
    "** server can't find catalog.shop.svc.cluster.local: NXDOMAIN",
    'app-no-such-host',
    'catalog.shop.svc.cluster.local',
  ],
  [
    'PHP Warning:  mysqli::__construct(): php_network_getaddresses: getaddrinfo for db failed: Name or service not known',
    'app-no-such-host',
    'db',
  ],
  [
    'nginx: [emerg] host not found in upstream "catalog:8080" in /etc/nginx/conf.d/default.conf:5',
    'app-no-such-host',
    'catalog',
    '8080',
  ],
  [
    'Cannot connect to host catalog:8080 ssl:default [Name or service not known]',
    'app-no-such-host',
    'catalog',
    '8080',
  ],
  ['tcp connect (db:5432): non-existing domain - :nxdomain', 'app-no-such-host', 'db', '5432'],
  // name servers
  [
    'dial tcp: lookup db on 10.96.0.10:53: read udp 10.244.1.5:39412->10.96.0.10:53: read: connection refused',
    'app-dns-failure',
    'db',
  ],
  [
    'dial tcp: lookup db on 10.96.0.10:53: read udp 10.244.1.5:39412->10.96.0.10:53: i/o timeout',
    'app-dns-failure',
    'db',
  ],
  ['dial tcp: lookup db on 10.96.0.10:53: server misbehaving', 'app-dns-failure', 'db'],
  ['Error: getaddrinfo EAI_AGAIN db', 'app-dns-failure', 'db'],
  [
    "urllib3.exceptions.NameResolutionError: Failed to resolve 'catalog' ([Errno -3] Temporary failure in name resolution)",
    'app-dns-failure',
    'catalog',
  ],
  ['could not translate host name "db" to address: Temporary failure in name resolution', 'app-dns-failure', 'db'],
  ['java.net.UnknownHostException: catalog: Temporary failure in name resolution', 'app-dns-failure', 'catalog'],
  [';; connection timed out; no servers could be reached', 'app-dns-failure'],
  ["wget: bad address 'catalog:8080'", 'app-no-such-host', 'catalog'],
  // others
  [
    'Get "https://hook.shop.svc:443/x": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-03-01T12:00:00Z is after 2026-02-01T00:00:00Z',
    'app-tls',
    'hook.shop.svc',
    '443',
  ],
  [
    'javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find valid certification path',
    'app-tls',
  ],
  [
    '{"error":"pods is forbidden: User \\"system:serviceaccount:shop:web\\" cannot list resource \\"pods\\" in API group \\"\\" at the cluster scope"}',
    'app-forbidden',
  ],
  ["KeyError: 'DATABASE_URL'", 'app-missing-setting'],
  ['You must specify POSTGRES_PASSWORD: POSTGRES_PASSWORD is not set', 'app-missing-setting'],
  ['error: unknown flag: --prot', 'app-usage'],
  ["Error: Cannot find module '/app/server.js'", 'app-missing-file'],
  ['nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)', 'app-port-in-use'],
  [
    'FATAL:  remaining connection slots are reserved for non-replication superuser connections',
    'app-too-many-connections',
  ],
  ['HikariPool-1 - Connection is not available, request timed out after 30000ms.', 'app-too-many-connections'],
  ["thread 'main' panicked at src/main.rs:4:5:", 'app-panic'],
  ['nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (13: Permission denied)', 'app-permission-denied'],
];

const names = ['app-connection-refused', 'app-connection-timeout', 'app-no-such-host', 'app-dns-failure'];

describe.each(lines.map(([line, pattern, host, port]) => ({line, pattern, host, port})))(
  '$line',
  ({line, pattern, host, port}) => {
    test(`is ${pattern}`, () => {
      const marks = match(line, ['app']);
      const mark = marks.find((one) => one.pattern === pattern);
      expect(mark, JSON.stringify(marks)).toBeDefined();
      if (host !== undefined) expect(mark?.fields['host']).toBe(host);
      if (host === undefined && names.includes(pattern)) expect(mark?.fields['host']).toBeUndefined();
      if (port !== undefined) expect(mark?.fields['port']).toBe(port);
      // What is wrong with the name is not wrong with the peer.
      if (pattern === 'app-dns-failure' || pattern === 'app-no-such-host')
        expect(marks.map((one) => one.pattern).filter((one) => names.includes(one))).toEqual([pattern]);
    });
  },
);

/** Lines of healthy applications. */
const calm = [
  'GET /health 200 3ms',
  '10.0.0.9 - - [01/Mar/2026:12:00:00 +0000] "GET /items HTTP/1.1" 200 612 "-" "curl/8.5.0"',
  'Listening on http://0.0.0.0:8080',
  'connected to db:5432',
  'request timeout set to 30s, retries 3',
  'LOG:  database system is ready to accept connections',
  'LOG:  checkpoint complete: wrote 3 buffers (0.0%)',
  '{"level":"info","msg":"server started","port":8080,"timeout":"30s"}',
  'loaded 3 certificates',
  '0 errors, 0 warnings',
  'Ready to accept connections tcp',
  'WARNING Memory overcommit must be enabled!',
];
test.each(calm)('says nothing of: %s', (line) => {
  expect(match(line, ['app'])).toEqual([]);
});
