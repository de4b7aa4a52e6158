import type {Pattern} from '../model/pattern.ts';

const row = (one: Omit<Pattern, 'layer' | 'origin'>): Pattern => ({
  layer: 'component',
  origin: 'ingress-nginx, nginx src/http, Envoy, HAProxy',
  ...one,
});

/** Ingress controllers and the proxies they are made of. */
export default [
  row({
    name: 'ingress_access_5xx',
    literals: ['] [] ', '] ['],
    match: /\] "[A-Z]{3,8} [^"]{0,4000}" 5\d\d \d+ "[^"]{0,2000}" "[^"]{0,2000}" \d+ [\d.]+ \[/,
    means: 'The ingress controller answered a request with an error',
    severity: 'medium',
    advice: 'The line names the Service in brackets and the pods that were tried.',
    example:
      '10.1.2.5 - - [10/Mar/2023:08:11:25 +0000] "GET / HTTP/1.1" 504 562 "-" "x" 1100 14.997 [dev-web-80] [] 10.1.1.7:80 0 5.000 504 1d86',
    counterExample:
      '10.1.2.5 - - [01/Jun/2017:08:11:20 +0000] "GET /app.js HTTP/1.1" 200 561 "-" "x" 619 0.003 [upstream-default-backend] [] 10.1.1.7:80 561 0.003 200',
  }),
  row({
    name: 'ingress_client_closed',
    literals: ['" 499 '],
    match: /" 499 \d/,
    means: 'The client went away before the answer was there',
    severity: 'low',
    advice: 'Look how long the answers take: clients and load balancers give up.',
    example: '127.0.0.1 - - [23/Nov/2026:04:20:38 +0000] "GET /slow/export HTTP/1.1" 499 0 "-" "curl/8.14.1"',
    counterExample: '127.0.0.1 - - [23/Nov/2026:04:20:38 +0000] "GET / HTTP/1.1" 200 499 "-" "curl"',
  }),
  row({
    name: 'ingress_upstream_timeout',
    literals: ['upstream timed out'],
    match: /upstream timed out \(110/,
    means: 'A pod behind the proxy does not answer in time',
    severity: 'high',
    rank: 2,
    advice: "Look at that pod; raise the proxy's timeout only if it has to take so long.",
    example: '[error] 31#31: *1182 upstream timed out (110: Operation timed out) while connecting to upstream',
    counterExample: 'upstream server is up',
  }),
  row({
    name: 'ingress_upstream_refused',
    literals: [
      'connect() failed',
      'connect() to',
      'prematurely closed connection',
      'reading response header from upstream',
      'while connecting to upstream',
    ],
    match:
      /connect\(\)(?: to \S+)? failed \(\d+: [^)]+\)|upstream prematurely closed connection|recv\(\) failed \(104|(?:refused|unreachable|No route to host)[^\n]{0,60}while connecting to upstream/,
    means: 'A pod behind the proxy does not take connections, or drops them',
    severity: 'high',
    rank: 2,
    advice: 'Look whether it listens on that port, and whether it was just restarted.',
    example: '[error] 20019#20019: *18 connect() failed (111: Connection refused) while connecting to upstream',
    counterExample: 'connect() succeeded',
  }),
  row({
    name: 'ingress_no_endpoints',
    literals: ['no live upstreams', 'active endpoint', 'no endpoints', 'any active endpoint', 'no healthy upstream'],
    match:
      /no live upstreams|does not have any active [Ee]ndpoint|no (?:active |ready )?endpoints (?:available )?for service/,
    means: 'The Service behind the proxy has no pod that is ready',
    severity: 'high',
    rank: 1,
    advice: 'Look at the pods of the Service.',
    example: '[error] 20019#20019: *25 no live upstreams while connecting to upstream',
    counterExample: 'upstream has 3 endpoints',
  }),
  row({
    name: 'ingress_tls_error',
    literals: [
      'x.509',
      'ssl_do_handshake',
      'ssl certificate',
      'local ssl certificate',
      'default certificate',
      'ssl handshake',
    ],
    match:
      /[Ee]rror obtaining X\.509|SSL_do_handshake\(\) failed|[Ll]ocal SSL certificate [^\n]{0,120}not found|[Uu]nexpected error validating SSL certificate|SSL certificate [^\n]{0,160}(?:does not|not found|invalid|expired)|SSL handshake failure/,
    means: 'The proxy has no usable certificate for a host',
    severity: 'medium',
    rank: 3,
    advice: 'Look at the Secret that the Ingress names: type, name, namespace, dates.',
    example: 'Error obtaining X.509 certificate: no object matching key "shop/tls" in local store',
    counterExample: 'SSL certificate loaded',
  }),
  row({
    name: 'ingress_config_error',
    literals: ['failure reloading the backend', '[emerg]', 'configuration file', 'error reloading', 'nginx: ['],
    match:
      /[Uu]nexpected failure reloading the backend|\[emerg\]|configuration file \S+ test failed|[Ee]rror reloading (?:nginx|haproxy|configuration)|\[ALERT\][^\n]{0,60}(?:parsing|config)/,
    means: 'The proxy does not take its new configuration and goes on with the old one',
    severity: 'high',
    rank: 1,
    advice: 'The line names the file and place; look at the newest Ingress and its annotations.',
    example: '[emerg] 20097#20097: cannot load certificate "/etc/nginx/ssl/tls.crt"',
    counterExample: 'configuration file /etc/nginx/nginx.conf test is successful',
  }),
  row({
    name: 'envoy_upstream_error',
    literals: [
      'upstream connect error',
      'no healthy upstream',
      'upstream_reset',
      'disconnect/reset before headers',
      'upstream request timeout',
      'delayed connect error',
      'upstream_response_timeout',
    ],
    match:
      /upstream connect error|disconnect\/reset before headers|no healthy upstream|upstream request timeout|delayed connect error|upstream_(?:reset|response_timeout)\w*|" 5\d\d (?:UF|UH|UT|URX|UC|UO|NR)\b/,
    means: 'Envoy could not reach a pod, or lost it',
    severity: 'high',
    advice: 'The flags in the line say how: UH none is healthy, UF refused, UT too slow, UC dropped.',
    example: 'upstream connect error or disconnect/reset before headers. reset reason: connection failure',
    counterExample: '[C10118] using existing fully connected connection',
  }),
] satisfies readonly Pattern[];
