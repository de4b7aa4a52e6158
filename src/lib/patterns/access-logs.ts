import type {Pattern} from '../model/pattern.ts';

const row = (one: Omit<Pattern, 'layer' | 'origin'>): Pattern => ({
  layer: 'app',
  origin: 'nginx, Apache, Envoy, HAProxy, Traefik; zap, logrus, pino and other loggers',
  ...one,
});

/** Requests that were answered with an error, and lines that only say that they are errors. */
export default [
  row({
    name: 'http_5xx_access_log',
    literals: [
      '" 5',
      'status":5',
      'status":"5',
      'response_code":5',
      'statuscode":5',
      'downstreamstatus":5',
      'internal server error',
      'bad gateway',
      'service unavailable',
      'gateway time',
      'resp=5',
      'status=5',
      'status_code":5',
      ' 500 ',
      ' 502 ',
      ' 503 ',
      ' 504 ',
    ],
    match:
      /" 5\d\d (?:\d+|-)|"(?:status|response_code|statusCode|status_code|DownstreamStatus|http_status|EdgeResponseStatus)": ?"?5\d\d\b|\/-?\d+ 5\d\d \+?\d+ - - |\b50[0234] (?:Internal Server Error|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out)|\b(?:resp|status|status_code)=5\d\d\b|\| +5\d\d \|/i,
    means: 'A request was answered with an error of the server',
    severity: 'medium',
    rank: -6,
    advice: 'Look at what answered: the upstream in the line, else the program itself.',
    example: '127.0.0.1 - - [23/Nov/2026:04:20:53 +0000] "GET /dead HTTP/1.1" 503 529 "-" "curl/8.14.1"',
    counterExample: '127.0.0.1 - - [23/Nov/2026:04:20:53 +0000] "GET / HTTP/1.1" 200 529 "-" "curl"',
  }),
  row({
    name: 'structured_error_log',
    literals: ['error', 'fatal', 'critical', '"level":50', '"level":60', 'severe', '.go:'],
    match:
      /"(?:level|lvl|severity|log\.level|levelname)": ?(?:"(?:[Ee]rror|ERROR|err|ERR|[Ff]atal|FATAL|[Cc]ritical|CRITICAL|d?panic|SEVERE|alert|emergency)"|50\b|60\b)|\b(?:level|lvl|severity)="?(?:error|fatal|panic|critical|ERROR|FATAL)\b|^[EF]\d{4} \d\d:|(?:^|[\s[|(])(?:ERROR|FATAL|CRITICAL|SEVERE)(?:[\]\s|:)]|$)/m,
    means: 'A program says itself that something is wrong',
    severity: 'low',
    rank: -9,
    advice: 'Read the message.',
    example: '2026-11-23 04:19:07,580 ERROR [w] job 17 failed: HTTP 502 from pricing',
    counterExample: 'I1123 04:19:13.491482   18815 main.go:29] "Starting controller" workers=4',
  }),
] satisfies readonly Pattern[];
