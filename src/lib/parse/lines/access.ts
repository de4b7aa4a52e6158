import type {Field, Fields} from '../../model/entry.ts';
import {seconds} from './names.ts';
import type {Reader, Reading} from './reading.ts';
import {stampAt} from './stamp.ts';

/** Access logs as text. All of them give the names of `Access` (model/entry.ts); durations are seconds. */

const REQUEST = String.raw`"(?<method>[A-Z]{3,16}) (?<path>\S{1,8192})(?: (?<protocol>[A-Z]+/[\d.]+))?"`;

/** Apache and nginx, common and combined, and the variants that put a virtual host, a proxy list or a host in between. */
const COMBINED = new RegExp(
  String.raw`^(?:(?<host>[\w.-]+(?::\d+)?) )??(?<client>[\da-fA-F.:]+|[\w.-]+|\[[\da-fA-F.:]+\])(?:,? [^\[\]"]{0,200}?| - \[[^\]]{0,200}\] - [^\[\]"]{0,100}?) ?\[(?<stamp>\d\d?/[A-Z][a-z]{2}/\d{4}:[\d:.]{8,15} ?[+-]\d{4})\] (?:(?<server>[\w.:-]+) )?(?:${REQUEST}|"(?<malformed>[^"]{0,8192})") (?<status>\d{3}) (?<bytes>\d+|-)(?: (?<rest>.*))?$`,
);
const AGENT = /^(?:(?<time>\d+\.\d+) )?"(?<referer>(?:[^"\\]|\\.)*)" "(?<user_agent>(?:[^"\\]|\\.)*)" ?/;

/** ingress-nginx: request length, time, upstream's name, then lists with one value per try. */
const INGRESS =
  /^(?<length>\d+) (?<time>[\d.]+) \[(?<upstream_name>[^\]]*)\] (?:\[(?<alternative>[^\]]*)\] )?(?<upstreams>(?:[^\s,]+(?:, )?)+) (?<lengths>(?:[\d-]+(?:, )?)+) (?<times>(?:[\d.-]+(?:, )?)+) (?<statuses>(?:[\d-]+(?:, )?)+)(?: (?<request_id>[\w-]+))?\s*$/;
/** Traefik: `42 "router@docker" "http://10.0.0.1:80" 12ms`. */
const TRAEFIK = /^(?<count>\d+) "(?<router>[^"]*)" "(?<upstream>[^"]*)" (?<time>\d+(?:\.\d+)?(?:ms|µs|s))\s*$/;
/** APISIX: `10.0.0.1:80 200 0.001 "http://…"`. */
const APISIX = /^(?<upstream>[\w.:-]+) (?<upstream_status>\d{3}|-) (?<time>[\d.]+|-)(?: "(?<url>[^"]*)")?/;
const KONG = /kong_request_id: "(?<request_id>[\da-f]+)"/;

const number = (text: string | undefined): number | undefined =>
  text === undefined || text === '-' || text === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
const last = (list: string | undefined): string | undefined => list?.split(', ').at(-1);

/** Only what is there: an access log writes `-` for what is not. */
function present(all: Readonly<Record<string, Field | undefined>>): Fields {
  return Object.fromEntries(
    Object.entries(all).filter(
      (pair): pair is [string, Field] => pair[1] !== undefined && pair[1] !== '' && pair[1] !== '-',
    ),
  );
}

function reading(format: string, time: string | undefined, fields: Fields): Reading {
  const {method, path, status, message} = fields;
  const level = Number(status) >= 500 ? 'error' : 'info';
  return {
    format,
    time,
    level,
    message: String(message ?? `${String(method)} ${String(path)} ${String(status)}`),
    fields,
  };
}

const combined: Reader = (line, now) => {
  const groups = COMBINED.exec(line)?.groups;
  if (groups === undefined) return undefined;
  const {stamp = '', rest = '', host, server, malformed} = groups;
  const agent = AGENT.exec(rest);
  const {referer, user_agent, time} = agent?.groups ?? {};
  const more = behind(rest.slice(agent?.[0].length ?? 0));
  const request = present({
    method: groups['method'],
    path: groups['path'],
    protocol: groups['protocol'],
    status: number(groups['status']),
    bytes: number(groups['bytes']),
    duration: number(time),
    client: groups['client'],
    host: server ?? host,
    referer,
    user_agent,
    request: malformed,
  });
  const fields = {...request, ...more.fields};
  return reading(
    more.format,
    stampAt(stamp, now)?.time,
    malformed === undefined ? fields : {...fields, message: `${malformed} ${String(groups['status'])}`},
  );
};

/** What stands behind the usual fields tells which proxy it was. */
function behind(rest: string): {readonly format: string; readonly fields: Fields} {
  const ingress = INGRESS.exec(rest)?.groups;
  if (ingress !== undefined) {
    const {time, upstream_name, upstreams, times, statuses, request_id} = ingress;
    return {
      format: 'ingress-nginx',
      fields: present({
        duration: number(time),
        upstream: last(upstreams),
        upstream_name,
        upstream_duration: number(last(times)),
        upstream_status: number(last(statuses)),
        request_id,
      }),
    };
  }
  const traefik = TRAEFIK.exec(rest)?.groups;
  if (traefik !== undefined) {
    const {router, upstream, time} = traefik;
    return {format: 'traefik', fields: present({duration: seconds(time), router, upstream})};
  }
  const apisix = APISIX.exec(rest)?.groups;
  if (apisix !== undefined) {
    const {upstream, upstream_status, time} = apisix;
    return {
      format: 'apisix',
      fields: present({upstream, upstream_status: number(upstream_status), upstream_duration: number(time)}),
    };
  }
  const kong = KONG.exec(rest)?.groups?.['request_id'];
  if (kong !== undefined) return {format: 'kong', fields: {request_id: kong}};
  // Apache's %D is whole microseconds, nginx' $request_time has a fraction.
  const [, timing] = /^(\d+(?:\.\d+)?)\s*$/.exec(rest) ?? [];
  if (timing === undefined) return {format: 'access', fields: {}};
  return {format: 'access', fields: {duration: timing.includes('.') ? Number(timing) : Number(timing) / 1e6}};
}

/** Envoy's default and Istio's: bytes are received, then sent; durations are milliseconds. */
const ENVOY =
  /^\[(?<stamp>\d{4}-[^\]]{10,30})\] "(?<method>[A-Z-]+|-) (?<path>\S+) (?<protocol>[^"]*)" (?<status>\d{1,3}) (?<flags>\S+) (?:(?<details>\S+) (?<termination>\S+) "(?<failure>[^"]*)" )?(?<received>\d+) (?<sent>\d+) (?<duration>\d+) (?<service>\S+) "(?<forwarded>[^"]*)" "(?<user_agent>[^"]*)" "(?<request_id>[^"]*)" "(?<authority>[^"]*)" "(?<upstream>[^"]*)"(?: (?<cluster>[^\s"]+))?/;

const envoy: Reader = (line, now) => {
  const groups = ENVOY.exec(line)?.groups;
  if (groups === undefined) return undefined;
  const {stamp = '', duration, service, flags, failure, details} = groups;
  return reading(
    'envoy',
    stampAt(stamp, now)?.time,
    present({
      method: groups['method'],
      path: groups['path'],
      protocol: groups['protocol'],
      status: number(groups['status']),
      bytes: number(groups['sent']),
      duration: seconds(duration, 1e-3),
      upstream: groups['upstream'] === '-' ? groups['cluster'] : groups['upstream'],
      upstream_duration: seconds(service, 1e-3),
      upstream_cluster: groups['cluster'],
      response_flags: flags,
      response_details: details,
      upstream_failure: failure,
      host: groups['authority'],
      client: groups['forwarded'],
      user_agent: groups['user_agent'],
      request_id: groups['request_id'],
    }),
  );
};

/** HAProxy's httplog; the five timers are milliseconds, the last the whole. */
const HAPROXY =
  /^(?<client>[\da-fA-F.:]+):\d+ \[(?<stamp>[^\]]{20,30})\] (?<frontend>\S+) (?<backend>[^\s/]+)\/(?<server>\S+) (?<timers>-?\d+(?:\/[+-]?-?\d+){4}) (?<status>\d{3}|-1) (?<bytes>\+?\d+) \S+ \S+ (?<state>\S{4}) [\d/+]+ [\d/]+ (?:\{[^}]*\} ){0,2}"(?<method>[A-Z]+|<BADREQ>) ?(?<path>\S*)(?: (?<protocol>[^"]+))?"?/;

const haproxy: Reader = (line, now) => {
  const groups = HAPROXY.exec(line)?.groups;
  if (groups === undefined) return undefined;
  const {stamp = '', timers = '', server} = groups;
  const whole = Number(timers.split('/').at(-1)?.replace('+', ''));
  return reading(
    'haproxy',
    stampAt(stamp, now)?.time,
    present({
      method: groups['method'],
      path: groups['path'],
      protocol: groups['protocol'],
      status: number(groups['status']),
      bytes: number(groups['bytes']?.replace('+', '')),
      duration: whole < 0 ? undefined : whole / 1000,
      upstream: server,
      frontend: groups['frontend'],
      backend: groups['backend'],
      termination_state: groups['state'],
      client: groups['client'],
    }),
  );
};

/** `[GIN] 2026/03/01 - 12:00:00 | 200 | 1.2ms | 10.0.0.1 | GET "/x"`. */
const GIN =
  /^\[GIN\] (?<day>\d{4}\/\d\d\/\d\d) - (?<clock>[\d:]{8}) \| +(?<status>\d{3}) \| +(?<time>[\d.]+[nµum]?s) \| +(?<client>\S+) \| +(?<method>[A-Z]+) +"(?<path>[^"]*)"/;
/** uvicorn, gunicorn's and werkzeug's short form: `10.0.0.1:1234 - "GET / HTTP/1.1" 200 OK`. */
const SHORT = new RegExp(
  String.raw`^(?:INFO: +)?(?<client>[\d.:a-fA-F]+) - (?:- \[(?<stamp>[^\]]+)\] )?${REQUEST} (?<status>\d{3})(?: [A-Z][\w -]*)?(?: -)?$`,
);

const short: Reader = (line, now) => {
  const groups = (GIN.exec(line) ?? SHORT.exec(line))?.groups;
  if (groups === undefined) return undefined;
  const {day, clock, stamp} = groups;
  const at = day === undefined ? stamp : `${day} ${String(clock)}`;
  return reading(
    'access',
    at === undefined ? undefined : stampAt(at, now)?.time,
    present({
      method: groups['method'],
      path: groups['path'],
      status: number(groups['status']),
      duration: seconds(groups['time']),
      client: groups['client'],
    }),
  );
};

const READERS: readonly Reader[] = [combined, envoy, haproxy, short];

/** One of the characters that every text access log has in its first words; saves four expressions on other lines. */
const SHORT_HINT = /^[^"]{0,80}"[A-Z]{3,7} /;

export const access: Reader = (line, now) => {
  const head = line.length > 400 ? line.slice(0, 400) : line;
  if (!head.includes('[') && !SHORT_HINT.test(head)) return undefined;
  for (const read of READERS) {
    const found = read(line, now);
    if (found !== undefined) return found;
  }
  return undefined;
};
