import type {Pattern} from '../model/pattern.ts';

const row = (one: Omit<Pattern, 'layer' | 'origin'>): Pattern => ({
  layer: 'runtime',
  origin: 'containerd core/remotes/docker, moby distribution, CRI-O',
  ...one,
});

/** Pulling images: why a registry did not give one. */
export default [
  row({
    name: 'image_pull_rate_limited',
    literals: ['toomanyrequests', '429 too many requests', 'pull rate limit'],
    match: /toomanyrequests|429 Too Many Requests|pull rate limit/,
    means: 'The registry gives no more images for now: too many were pulled',
    severity: 'medium',
    rank: 6,
    advice: 'Pull with credentials, or through a mirror of your own.',
    example: 'Not continuing with pull after error: toomanyrequests: You have reached your pull rate limit.',
    counterExample: 'pull of image done',
  }),
  row({
    name: 'image_pull_tls',
    literals: ['x509:', 'server gave http response', 'tls: '],
    match:
      /(?:[Pp]ull|resolve reference|registry|\/v2\/|images\/create|manifest)[^\n]{0,500}(?:x509:|server gave HTTP response to HTTPS client|tls: )/,
    means: 'The certificate of the registry is not accepted',
    severity: 'high',
    rank: 6,
    advice: "Give the node the registry's CA (certs.d), or renew the certificate.",
    example:
      'failed to do request: Head "https://registry.example.com:5443/v2/shop/cart/manifests/2.0": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    counterExample: 'Get "https://api:8443/": x509: certificate has expired',
  }),
  row({
    name: 'image_pull_dns',
    literals: ['lookup ', 'no such host', 'server misbehaving'],
    match:
      /(?:[Pp]ull|resolve reference|registry|\/v2\/|images\/create|manifest)[^\n]{0,500}(?:lookup \S+(?: on \S+)?: |no such host|server misbehaving|[Tt]emporary failure in name resolution)/,
    means: 'The name of the registry cannot be resolved',
    severity: 'high',
    rank: 5,
    advice: "Look at the node's /etc/resolv.conf and for a typing error in the image.",
    example:
      'failed to do request: Head "https://quay.io/v2/coreos/etcd/manifests/v3.5.9": dial tcp: lookup quay.io on 10.96.0.10:53: no such host',
    counterExample: 'lookup db on 10.96.0.10:53: no such host',
  }),
  row({
    name: 'image_pull_auth',
    literals: [
      'unauthorized',
      'denied',
      'authentication required',
      'basic auth',
      'fetch anonymous token',
      'fetch oauth token',
      'insufficient_scope',
      '403 forbidden',
      'authorization failed',
    ],
    match:
      /(?:(?:[Pp]ull|resolve reference|registry|\/v2\/|images\/create|manifest)|daemon)[^\n]{0,600}(?:401 Unauthorized|403 Forbidden|unauthorized|authentication required|access to the resource is denied|(?:pull )access denied|no basic auth credentials|insufficient_scope|failed to fetch (?:anonymous|oauth) token|authorization failed|(?<!permission )denied: (?!unknown))/,
    means: 'The registry does not know us, or we may not have this image',
    severity: 'high',
    rank: 5,
    advice: 'Look at imagePullSecrets of the pod and of its ServiceAccount.',
    example:
      'PullImage "registry.example.com/a:1" failed: failed to authorize: failed to fetch anonymous token: unexpected status: 403 Forbidden',
    counterExample: 'User "bob" is unauthorized',
  }),
  row({
    name: 'image_pull_not_found',
    literals: ['not found', 'manifest unknown', 'no match for platform', 'name unknown', 'does not exist'],
    match:
      /(?:(?:[Pp]ull|resolve reference|registry|\/v2\/|images\/create|manifest)|failed to resolve)[^\n]{0,600}(?:: not found|manifest unknown|manifest for \S+ not found|no match for platform|name unknown|repository does not exist|NotFound)/,
    means: 'There is no such image, tag, or build for this processor',
    severity: 'high',
    rank: 4,
    advice: 'Look at name and tag; kubectl describe pod says which.',
    example: 'failed to pull and unpack image "docker.io/corp/app:arm": no match for platform in manifest: not found',
    counterExample: 'image "a" is found',
  }),
  row({
    name: 'image_pull_timeout',
    literals: [
      'deadline exceeded',
      'i/o timeout',
      'handshake timeout',
      'client.timeout',
      'request canceled',
      'timeout exceeded',
      'context canceled',
    ],
    match:
      /(?:(?:[Pp]ull|resolve reference|registry|\/v2\/|images\/create|manifest)|httpReadSeeker|failed to copy)[^\n]{0,700}(?:context deadline exceeded|DeadlineExceeded|i\/o timeout|TLS handshake timeout|Client\.Timeout|request canceled|timeout exceeded|context canceled)/,
    means: 'The registry does not answer in time',
    severity: 'medium',
    rank: 4,
    advice: 'Look at the network from the node to the registry, its proxy and its load.',
    example:
      'failed to pull and unpack image "a": failed to resolve reference "a": failed to do request: Head "https://r/v2/": context deadline exceeded',
    counterExample: 'pull finished',
  }),
  row({
    name: 'image_pull_registry_error',
    literals: [
      '500 internal',
      '502 bad',
      '503 service',
      '504 gateway',
      'reset by peer',
      'connection refused',
      'unexpected eof',
      ': eof',
      'unexpected status',
    ],
    match:
      /(?:[Pp]ull|resolve reference|registry|\/v2\/|images\/create|manifest)[^\n]{0,700}(?:50[0234] [A-Z]|connection reset by peer|connection refused|[Uu]nexpected EOF|: EOF|unexpected status code? ?5\d\d)/,
    means: 'The registry answers with an error, or not at all',
    severity: 'high',
    rank: 3,
    advice: 'Look at the registry itself.',
    example:
      'failed to resolve reference "127.0.0.1:5005/a:2.0": unexpected status from HEAD request to http://127.0.0.1:5005/v2/a/manifests/2.0: 500 Internal Server Error',
    counterExample: 'dial tcp 10.0.0.1:5432: connection refused',
  }),
] satisfies readonly Pattern[];
