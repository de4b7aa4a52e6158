import type {Access, Field, Fields} from '../../model/entry.ts';

/** Names that the same thing has in different logs; the first that is there counts. */
type Aliases = readonly string[];

const IDS: Readonly<Record<string, Aliases>> = {
  trace_id: ['trace_id', 'traceId', 'traceID', 'trace.id', 'TraceId', 'dd.trace_id', 'X-B3-TraceId', 'x_b3_traceid'],
  span_id: ['span_id', 'spanId', 'spanID', 'span.id', 'SpanId', 'dd.span_id'],
  request_id: [
    'request_id',
    'requestId',
    'requestID',
    'req_id',
    'reqId',
    'req.id',
    'x-request-id',
    'x_request_id',
    'http.request.id',
    'audit-ID',
    'auditID',
    'correlation_id',
    'correlationId',
    'kong_request_id',
  ],
};

const METHOD: Aliases = [
  'method',
  'request_method',
  'http.request.method',
  'request.method',
  'req.method',
  'httpRequest.requestMethod',
  'ClientRequestMethod',
  'RequestMethod',
  'http_method',
  'verb',
];
const PATH: Aliases = [
  'path',
  'uri',
  'request_uri',
  'url.path',
  'request.uri',
  'request.url',
  'request.path',
  'req.url',
  'url',
  'url.original',
  'httpRequest.requestUrl',
  'ClientRequestURI',
  'RequestPath',
  'requestURI',
  'URI',
];
const STATUS: Aliases = [
  'status',
  'status_code',
  'statusCode',
  'response_code',
  'http.response.status_code',
  'response.status',
  'res.statusCode',
  'httpRequest.status',
  'EdgeResponseStatus',
  'DownstreamStatus',
  'responseStatus.code',
  'resp',
  'code',
];
const BYTES: Aliases = [
  'bytes',
  'body_bytes_sent',
  'bytes_sent',
  'size',
  'response.size',
  'http.response.body.bytes',
  'EdgeResponseBytes',
  'DownstreamContentSize',
  'response_size',
  'httpRequest.responseSize',
];
const UPSTREAM: Aliases = [
  'upstream',
  'upstream_addr',
  'upstream_host',
  'ServiceAddr',
  'upstream_uri',
  'service.host',
  'upstream_cluster',
];
const HOST: Aliases = [
  'host',
  'http_host',
  'authority',
  'request.host',
  'RequestHost',
  'ClientRequestHost',
  'url.domain',
  'vhost',
];
const CLIENT: Aliases = [
  'client',
  'client_ip',
  'remote_addr',
  'ClientHost',
  'ClientIP',
  'request.client_ip',
  'request.remote_ip',
  'remote_ip',
  'source.ip',
  'srcIP',
  'downstream_remote_address',
  'sourceIPs',
];

/** With what a value has to be multiplied to be seconds. */
const DURATION: ReadonlyArray<readonly [alias: string, seconds: number]> = [
  ['request_time', 1],
  ['latencies.request', 1e-3],
  ['responseTime', 1e-3],
  ['response_time', 1],
  ['Duration', 1e-9],
  ['latency', 1],
  ['elapsed', 1],
  ['duration_ms', 1e-3],
  ['latency_ms', 1e-3],
  ['event.duration', 1e-9],
  ['httpRequest.latency', 1],
];

const UNIT: Readonly<Record<string, number>> = {ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600};

/** `1.5ms`, `2m3s` as seconds; a bare number is taken times `scale`. */
export function seconds(value: Field | undefined, scale = 1): number | undefined {
  if (typeof value === 'number') return round(value * scale);
  if (typeof value !== 'string' || value === '') return undefined;
  if (/^-?\d+(\.\d+)?$/.test(value)) return round(Number(value) * scale);
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== value) return undefined;
  return round(parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNIT[unit] ?? 0), 0));
}

const round = (value: number): number => Number(value.toPrecision(12));

const pick = (fields: Fields, aliases: Aliases): Field | undefined => {
  for (const name of aliases) {
    const value = fields[name];
    if (value !== undefined && value !== '' && value !== '-') return value;
  }
  return undefined;
};

const word = (value: Field | undefined): string | undefined => (value === undefined ? undefined : String(value));
const count = (value: Field | undefined): number | undefined => {
  const number = Number(value);
  return value === undefined || !Number.isFinite(number) ? undefined : number;
};

const METHODS =
  /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT|PRI|LIST|WATCH|CREATE|UPDATE|APPLY|[A-Z]{3,16})$/i;

/** The request that an entry tells of, if it does: of the fields of an Entry, which have the common names. */
export function accessOf({method, path, status, duration, bytes, upstream, host, client}: Fields): Access | undefined {
  if (typeof method !== 'string' || typeof path !== 'string' || typeof status !== 'number') return undefined;
  return {
    method,
    path,
    status,
    duration: count(duration),
    bytes: count(bytes),
    upstream: word(upstream),
    host: word(host),
    client: word(client),
  };
}

/** The same of fields as they were written. */
function accessIn(fields: Fields): Access | undefined {
  const status = count(pick(fields, STATUS));
  if (status === undefined || status < 100 || status > 599 || !Number.isInteger(status)) return undefined;
  const method = word(pick(fields, METHOD));
  const path = word(pick(fields, PATH));
  if (method === undefined || path === undefined || !METHODS.test(method)) return undefined;
  return {
    method,
    path,
    status,
    duration: durationOf(fields),
    bytes: count(pick(fields, BYTES)),
    upstream: word(pick(fields, UPSTREAM)),
    host: word(pick(fields, HOST)),
    client: word(pick(fields, CLIENT)),
  };
}

function durationOf(fields: Fields): number | undefined {
  for (const [name, scale] of DURATION) {
    const value = seconds(fields[name], scale);
    if (value !== undefined) return value;
  }
  // Envoy's JSON counts milliseconds, everybody else seconds or says the unit.
  return seconds(fields['duration'], 'response_code' in fields ? 1e-3 : 1);
}

/** The fields with the common names added: those of access records, `trace_id`, `span_id` and `request_id`. */
export function withCommonNames(fields: Fields): Fields {
  const out: Record<string, Field> = {...fields};
  for (const [name, aliases] of Object.entries(IDS)) {
    const value = pick(fields, aliases);
    if (value !== undefined && !(name in out)) out[name] = value;
  }
  const access = accessIn(fields);
  if (access === undefined) return out;
  for (const [name, value] of Object.entries(access) as Array<[string, Field | undefined]>)
    if (value !== undefined) out[name] = value;
  return out;
}
