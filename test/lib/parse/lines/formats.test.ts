import {describe, expect, test} from 'vitest';
import type {Entry} from '../../../../src/lib/model/entry.ts';
import {accessOf} from '../../../../src/lib/parse/lines/names.ts';
import {entriesOf} from '../../../../src/lib/parse/lines/reader.ts';

const now = new Date('2026-11-25T00:00:00Z');
const only = (line: string): Entry => {
  const entries = entriesOf(line, now);
  expect(entries.map(({text}) => text)).toHaveLength(1);
  return entries[0]!;
};

interface Wanted {
  readonly format: string;
  readonly time?: string;
  readonly level?: string;
  readonly message?: string;
  readonly component?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** One line of each format, with what has to be read from it. */
const LINES: ReadonlyArray<readonly [line: string, wanted: Wanted]> = [
  [
    '2026-11-24T13:58:01.123456789Z stderr F E1124 13:58:01.123400   12 a.go:10] "Failed" err="no such \\"thing\\"" pod="shop/web-0"',
    {
      format: 'klog',
      time: '2026-11-24T13:58:01.123456789Z',
      level: 'error',
      message: 'Failed',
      fields: {stream: 'stderr', err: 'no such "thing"', pod: 'shop/web-0', source: 'a.go:10'},
    },
  ],
  [
    '{"log":"hello\\n","stream":"stdout","time":"2019-04-01T17:58:33.598656444Z"}',
    {format: 'docker', time: '2019-04-01T17:58:33.598656444Z', message: 'hello', fields: {stream: 'stdout'}},
  ],
  [
    '{"level":"error","ts":1795407553.4902265,"caller":"go/main.go:23","msg":"check failed","error":"EOF"}',
    {format: 'json', time: '2026-11-23T04:19:13.490Z', level: 'error', message: 'check failed', fields: {error: 'EOF'}},
  ],
  [
    '{"name":"inventory","pid":1,"level":50,"err":{"code":"ECONNREFUSED"},"msg":"no","time":"2026-11-23T04:18:54.572Z","v":0}',
    {
      format: 'json',
      time: '2026-11-23T04:18:54.572Z',
      level: 'error',
      message: 'no',
      fields: {'err.code': 'ECONNREFUSED'},
    },
  ],
  [
    '{"@timestamp":"2026-11-24T13:58:01.123Z","log.level":"WARN","message":"slow","trace.id":"abc","ecs.version":"1.6.0"}',
    {format: 'json', time: '2026-11-24T13:58:01.123Z', level: 'warn', message: 'slow', fields: {trace_id: 'abc'}},
  ],
  [
    '{"severity":"ERROR","timestamp":"2026-11-24T13:58:01.123456Z","jsonPayload":{"message":"quota"},"logName":"x"}',
    {format: 'json', time: '2026-11-24T13:58:01.123456Z', level: 'error', message: 'quota'},
  ],
  [
    '{"timeUnixNano":"1795407553490226500","severityText":"Warn","body":{"stringValue":"late"},"traceId":"ff"}',
    {format: 'json', time: '2026-11-23T04:19:13.490Z', level: 'warn', message: 'late', fields: {trace_id: 'ff'}},
  ],
  [
    '{"t":{"$date":"2026-11-24T13:58:01.123+00:00"},"s":"W","c":"NETWORK","id":22943,"ctx":"listener","msg":"Too many","attr":{"n":3}}',
    {format: 'json', time: '2026-11-24T13:58:01.123Z', level: 'warn', message: 'Too many', fields: {'attr.n': 3}},
  ],
  [
    'time="2026-11-23T04:26:20.65Z" level=error msg="PullImage \\"a\\" failed" error="not found" n=7 id=007',
    {
      format: 'logfmt',
      time: '2026-11-23T04:26:20.650Z',
      level: 'error',
      message: 'PullImage "a" failed',
      fields: {error: 'not found', n: 7, id: '007'},
    },
  ],
  [
    'Oct  9 11:02:17 worker4 k3s[1611]: E1009 11:02:17.118643    1611 pod_workers.go:191] Error syncing pod',
    {
      format: 'klog',
      component: 'k3s',
      level: 'error',
      time: '2026-10-09T11:02:17.118643Z',
      message: 'Error syncing pod',
      fields: {host: 'worker4', pid: 1611},
    },
  ],
  [
    '<34>1 2026-11-24T13:58:01.003Z mymachine su 77 ID47 [ex@1 iut="3" eventID="1011"] failed for lonvick',
    {
      format: 'syslog',
      time: '2026-11-24T13:58:01.003Z',
      level: 'fatal',
      component: 'su',
      message: 'failed for lonvick',
      fields: {pid: '77', msgid: 'ID47', iut: '3', eventID: '1011'},
    },
  ],
  [
    'Nov 24 13:58:01 node-1 kernel: [12345.678901] EXT4-fs (sda1): Remounting filesystem read-only',
    {
      format: 'dmesg',
      component: 'kernel',
      time: '2026-11-24T13:58:01.000Z',
      message: 'EXT4-fs (sda1): Remounting filesystem read-only',
      fields: {uptime: 12345.678901},
    },
  ],
  [
    '6,339,5140900,-;NET: Registered PF_INET',
    {format: 'kmsg', component: 'kernel', level: 'info', fields: {sequence: 339}},
  ],
  [
    'kern  :err   : [Sun Jan  5 20:25:34 2025] INFO: task x:1 blocked',
    {format: 'dmesg', level: 'error', time: '2025-01-05T20:25:34.000Z', message: 'INFO: task x:1 blocked'},
  ],
  [
    '{"__REALTIME_TIMESTAMP":"1795407553490226","PRIORITY":"3","SYSLOG_IDENTIFIER":"kubelet","MESSAGE":"broken"}',
    {format: 'journal', time: '2026-11-23T04:19:13.490Z', level: 'error', component: 'kubelet', message: 'broken'},
  ],
  [
    '2026-11-23 04:30:37.416 UTC [16771] badpw@orders FATAL:  password authentication failed for user "badpw"',
    {format: 'postgres', level: 'fatal', fields: {pid: 16771, user: 'badpw', database: 'orders'}},
  ],
  [
    '2026-11-23T04:30:45.123456Z 0 [ERROR] [MY-010119] [Server] Aborting',
    {format: 'mysql', level: 'error', message: 'Aborting', fields: {code: 'MY-010119', subsystem: 'Server'}},
  ],
  [
    '16944:M 23 Nov 2026 04:30:57.223 # Out of memory',
    {format: 'redis', time: '2026-11-23T04:30:57.223Z', level: 'warn', fields: {role: 'master'}},
  ],
  [
    '2026/11/23 04:20:37 [error] 20019#20019: *25 no live upstreams, client: 127.0.0.1, request: "GET /b HTTP/1.1"',
    {format: 'nginx', level: 'error', fields: {client: '127.0.0.1', request: 'GET /b HTTP/1.1'}},
  ],
  [
    '2026-01-18 08:11:20,118 ERROR [main] com.example.Shop - order failed',
    {
      format: 'plain',
      time: '2026-01-18T08:11:20.118Z',
      level: 'error',
      message: '[main] com.example.Shop - order failed',
    },
  ],
  [
    '[2026-11-24 13:58:01,123] WARN [Broker 1] Connection to node 2 lost (kafka.server.X)',
    {format: 'plain', time: '2026-11-24T13:58:01.123Z', level: 'warn'},
  ],
  ['[2026-11-24T13:58:01Z ERROR my_app] it broke', {format: 'plain', level: 'error', message: 'my_app] it broke'}],
  ['panic: close of closed channel', {format: 'plain', level: 'fatal', message: 'panic: close of closed channel'}],
  ['just words', {format: 'text', message: 'just words'}],
];

describe('a line is recognised by itself', () => {
  test.each(LINES)('%s', (line, wanted) => {
    const {fields = {}, ...rest} = wanted;
    const entry = only(line);
    expect(entry).toMatchObject(rest);
    expect(entry.fields).toMatchObject(fields);
  });
});

/** Requests as proxies write them: method, path, status, seconds, bytes, upstream. */
const REQUESTS: ReadonlyArray<
  readonly [
    line: string,
    method: string,
    path: string,
    status: number,
    seconds?: number | undefined,
    bytes?: number,
    upstream?: string,
  ]
> = [
  ['10.0.0.1 - bob [23/Nov/2026:04:20:53 +0000] "GET /dns HTTP/1.1" 500 506', 'GET', '/dns', 500, undefined, 506],
  [
    '127.0.0.1 - - [23/Nov/2026:04:20:53 +0000] "GET /dns HTTP/1.1" 500 506 "-" "curl/8.14.1" 377',
    'GET',
    '/dns',
    500,
    0.000377,
    506,
  ],
  [
    '10.16.20.25 - - [10/Mar/2023:08:11:25 +0000] "GET / HTTP/1.1" 504 562 "-" "x" 1100 14.997 [pc-dev-web-80] [] 10.1.1.7:80, 10.1.1.8:80 0, 0 5.000, 4.999 504, 504 1d86',
    'GET',
    '/',
    504,
    14.997,
    562,
    '10.1.1.8:80',
  ],
  [
    '[2026-11-24T13:58:01.000Z] "POST /pay HTTP/2" 503 UF upstream_reset - "-" 10 91 12 - "10.0.0.9" "curl" "5f-1" "shop" "10.1.0.3:8080" outbound|80||pay - 10.0.0.1:80',
    'POST',
    '/pay',
    503,
    0.012,
    91,
    '10.1.0.3:8080',
  ],
  [
    '<134>Nov 23 04:20:47 haproxy[20101]: 127.0.0.1:32984 [23/Nov/2026:04:20:47.099] fe dead/<NOSRV> 0/-1/-1/-1/7 503 217 - - SC-- 1/1/0/0/0 0/0 "GET /dead/d HTTP/1.1"',
    'GET',
    '/dead/d',
    503,
    0.007,
    217,
    '<NOSRV>',
  ],
  [
    '10.0.0.1 - - [24/Nov/2026:13:58:01 +0000] "GET /t HTTP/1.1" 200 12 "-" "-" 42 "web@docker" "http://10.0.0.2:80" 12ms',
    'GET',
    '/t',
    200,
    0.012,
    12,
    'http://10.0.0.2:80',
  ],
  [
    '10.0.0.1 - - [24/Nov/2026:13:58:01 +0000] shop.example.com "GET /a HTTP/1.1" 200 12 0.004 "-" "curl" 10.0.0.3:80 200 0.003 "http://shop.example.com"',
    'GET',
    '/a',
    200,
    0.004,
    12,
    '10.0.0.3:80',
  ],
  [
    '10.0.0.1 - - [24/Nov/2026:13:58:01 +0000] "GET /k HTTP/1.1" 404 52 "-" "curl" kong_request_id: "2b9f"',
    'GET',
    '/k',
    404,
    undefined,
    52,
  ],
  [
    '{"time":"2026-11-23T04:20:37+00:00","method":"GET","uri":"/prem","status":502,"bytes":157,"request_time":0.001,"upstream_addr":"127.0.0.1:20002"}',
    'GET',
    '/prem',
    502,
    0.001,
    157,
    '127.0.0.1:20002',
  ],
  [
    '{"start_time":"2026-11-24T13:58:01.000Z","method":"GET","path":"/e","response_code":503,"response_flags":"UH","duration":25,"bytes_sent":19,"upstream_host":"10.0.0.5:80"}',
    'GET',
    '/e',
    503,
    0.025,
    19,
    '10.0.0.5:80',
  ],
  [
    '{"StartUTC":"2026-11-24T13:58:01Z","RequestMethod":"GET","RequestPath":"/tr","DownstreamStatus":200,"Duration":2500000,"DownstreamContentSize":5,"ServiceAddr":"10.0.0.6:80"}',
    'GET',
    '/tr',
    200,
    0.0025,
    5,
    '10.0.0.6:80',
  ],
  [
    '{"level":"info","ts":1716723772.6,"msg":"handled request","request":{"method":"GET","uri":"/c","host":"m"},"duration":0.5,"size":9,"status":200}',
    'GET',
    '/c',
    200,
    0.5,
    9,
  ],
  ['[GIN] 2026/03/01 - 12:00:00 | 200 |     1.2ms |     10.0.0.1 | GET      "/x"', 'GET', '/x', 200, 0.0012],
  ['INFO:     10.0.0.1:1234 - "GET /u HTTP/1.1" 200 OK', 'GET', '/u', 200],
  [
    'I0118 08:11:20.118204       1 httplog.go:132] "HTTP" verb="LIST" URI="/api/v1/pods" latency="1.2ms" srcIP="10.0.3.7:40118" resp=429',
    'LIST',
    '/api/v1/pods',
    429,
    0.0012,
  ],
];

describe('a request is read the same from every proxy', () => {
  test.each(REQUESTS.map((row) => [row[0], row] as const))('%s', (line, row) => {
    const [, method, path, status, duration, bytes, upstream] = row;
    expect(accessOf(only(line).fields)).toMatchObject({method, path, status, duration, bytes, upstream});
  });

  test('a status alone is no request', () => {
    expect(accessOf(only('{"status":200,"msg":"ok"}').fields)).toBeUndefined();
  });
});
