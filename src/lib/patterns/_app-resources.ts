import type {Pattern} from '../model/pattern.ts';
import {saidByClients} from './_peer.ts';

const row = (one: Omit<Pattern, 'layer'>): Pattern => ({layer: 'app', ...one});

/** Rights, certificates, space and other things that an application was refused. */
export const resourcePatterns: readonly Pattern[] = [
  ...saidByClients({
    name: 'app-tls',
    literals: [
      'x509',
      'certificate',
      'sslhandshake',
      'pkix',
      'tls:',
      'ssl routines',
      'cert_has_expired',
      'self_signed',
      'unable_to_verify',
      'err_tls',
      'https client',
      'https server',
      'https port',
      'wrong version number',
      'look like a tls',
      'not an ssl/tls',
      'certpathvalidator',
    ],
    phrase: String.raw`x509: (?!certificate is valid for any)\S|CERTIFICATE_VERIFY_FAILED|certificate verify failed|[Cc]ertificate has expired|CERT_HAS_EXPIRED|SSLHandshakeException|PKIX path (?:building|validation) failed|CertPathValidatorException|unable to (?:get local issuer|verify the first) certificate|UNABLE_TO_VERIFY_LEAF|SELF_SIGNED_CERT|self[- ]signed certificate|remote error: tls: |tls: (?:failed to verify|bad certificate|unknown certificate|handshake failure)|ERR_TLS_CERT_ALTNAME_INVALID|SSL certificate problem|sslv3 alert|tlsv1 alert|certificate is not (?:yet valid|trusted)|alert number \d+|server gave HTTP response to HTTPS client|[Cc]lient sent an HTTP request to an HTTPS server|plain HTTP request was sent to HTTPS port|(?:SSL|ssl)[^\n]{0,60}wrong[ _]version[ _]number|first record does not look like a TLS handshake|[Nn]ot an SSL\/TLS record`,
    saying: 'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    means:
      'Client and server could not agree on the certificate: expired, for another name, or from an authority that the client does not trust',
    severity: 'medium',
    advice:
      'Compare dates and names of the certificate with `openssl s_client -connect <host>:<port>`; mend the certificate or the trust bundle, not the check.',
    origin: 'Go crypto/x509, OpenSSL, Java JSSE, Node.js',
    counterExample: 'loaded certificate from /etc/tls/tls.crt',
  }),
  row({
    name: 'app-forbidden',
    literals: ['cannot ', 'is forbidden'],
    match:
      /User \\?"(?<user>[^"\\]{1,253})\\?" cannot (?<verb>\w+) (?:resource|path) \\?"(?<resource>[^"\\]{1,253})\\?"(?: in API group \\?"(?<group>[^"\\]{0,253})\\?")?(?: in the namespace \\?"(?<namespace>[^"\\]{1,63})\\?"| at the cluster scope)?/,
    means: 'The API server refused a request: no Role gives this user the right',
    severity: 'medium',
    advice:
      'Give the ServiceAccount a Role and RoleBinding (ClusterRole for the whole cluster) with exactly this verb and resource.',
    origin: 'apiserver pkg/endpoints/handlers/responsewriters/errors.go (forbiddenMessage)',
    example:
      'pods is forbidden: User "system:serviceaccount:shop:web" cannot list resource "pods" in API group "" in the namespace "shop"',
    counterExample: 'the user cannot list pods',
  }),
  row({
    name: 'app-auth-failed',
    literals: [
      'authentication',
      'access denied for user',
      'noauth',
      'wrongpass',
      'login',
      '401',
      'access_refused',
      'invalid username',
      'invalid password',
      'role "',
    ],
    match:
      /password authentication failed for user \\?"(?<user>[^"\\]{1,63})|Access denied for user '|NOAUTH Authentication required|WRONGPASS|invalid username-password pair|SASL(?:\S{1,20})? authentication failed|SASL authentication (?:failed|error)|[Aa]uthentication failed|ACCESS_REFUSED|Login (?:failed for user|was refused)|(?:status(?:[_ ]?code)?|HTTP|returned|error)["']?[ =:]{1,3}"?401\b|\b401 (?:Client Error: )?Unauthorized|role \\?"[^"]{1,63}\\?" does not exist|[Ii]nvalid (?:username or )?password|bad username or password/,
    means: 'A server refused the user name or password',
    severity: 'medium',
    advice:
      'Compare the Secret with what the server knows; when one side was changed, restart the other with the same value.',
    origin: 'PostgreSQL, MySQL, Redis, MongoDB, RabbitMQ, Kafka, HTTP',
    example: 'FATAL:  password authentication failed for user "shop"',
    counterExample: 'authentication succeeded for user shop',
  }),
  row({
    name: 'app-too-many-connections',
    literals: [
      'too many',
      'remaining connection slots',
      'pool',
      'max number of clients',
      'max_user_connections',
      'max_connections',
      'connection limit',
    ],
    match:
      /[Tt]oo many (?:clients|connections|open connections)|remaining connection slots are reserved|(?:[Pp]ool|[Qq]ueuePool)\b.{0,80}?(?:exhausted|limit of size|timed? ?out|is (?:full|empty)|no available)|connection pool (?:exhausted|is full|timeout)|max number of clients reached|max_user_connections|Unable to acquire (?:JDBC Connection|connection)|Connection is not available, request timed out|[Tt]imeout acquiring (?:a )?connection|unable to obtain (?:an? )?(?:database )?connection from (?:the )?pool|PoolTimeout/,
    means: 'The server, or the pool of the client, has no connection left to give',
    severity: 'medium',
    advice:
      'Look for connections that are not given back; bring pool size times replicas below the limit of the server, or put a pooler between.',
    origin: 'PostgreSQL, MySQL, Redis, HikariCP, SQLAlchemy',
    example: 'FATAL:  sorry, too many clients already',
    counterExample: 'connection pool started with 10 connections',
  }),
  row({
    name: 'app-permission-denied',
    literals: [
      'permission denied',
      'eacces',
      'eperm',
      'operation not permitted',
      'accessdeniedexception',
      'access is denied',
    ],
    match:
      /(?:(?:open|mkdir|create|unlink|rename|chmod|chown|stat|exec|fork\/exec|scandir|write|touch|cannot \w+(?: \w+)?|listen|bind\(\) to)(?:\(\))?:? ?[\\'"‘`]{0,2}(?<path>[\/\d][^\s'"’`:,\\]{0,250}(?::\d+)?)[\s\S]{0,40}?)?(?:[Pp]ermission denied(?! \(publickey|, please try| for (?:table|relation|schema|sequence|database|function))|\bEACCES\b|\bEPERM\b|[Oo]peration not permitted|AccessDeniedException)/,
    means: 'The kernel refused the process a file, a port or a call',
    severity: 'medium',
    advice:
      'Compare runAsUser, fsGroup and readOnlyRootFilesystem with the owner and mode of the path; ports below 1024 need NET_BIND_SERVICE.',
    origin: 'errno EACCES, EPERM',
    example: "mkdir: cannot create directory '/data/db': Permission denied",
    counterExample: 'ERROR: permission denied for table orders',
  }),
  row({
    name: 'app-no-space',
    literals: [
      'no space left',
      'enospc',
      'quota exceeded',
      'disk full',
      'disk is full',
      'not enough space',
      'insufficient disk',
      'read-only-allow-delete',
    ],
    match:
      /[Nn]o space left on device|\bENOSPC\b|[Dd]isk quota exceeded|[Dd]isk (?:is )?full|not enough (?:free )?(?:disk )?space|[Ii]nsufficient disk space|flood stage disk watermark/,
    means: 'A volume or the disk of the node is full, or out of inodes',
    severity: 'high',
    advice: 'Find the volume by the path; delete what is not needed or enlarge it (`df -h`, `df -i`).',
    origin: 'errno ENOSPC, EDQUOT',
    example: 'PANIC:  could not write to file "pg_wal/xlogtemp.29": No space left on device',
    counterExample: '12 GB of space left on device /dev/sdb',
  }),
  row({
    name: 'app-read-only',
    literals: ['read-only file', 'erofs', 'read-only transaction', 'readonly you can'],
    match:
      /[Rr]ead-only file ?system|\bEROFS\b|READONLY You can't write against a read only replica|cannot execute \w+ in a read-only transaction/,
    means: 'The process may not write there: the file system is mounted read-only, or the server is a replica',
    severity: 'medium',
    advice:
      'With readOnlyRootFilesystem mount an emptyDir at the path; else look in the kernel log for errors of the disk.',
    origin: 'errno EROFS; Redis, PostgreSQL',
    example: "OSError: [Errno 30] Read-only file system: '/var/cache/app'",
    counterExample: 'mounting read-only snapshot',
  }),
  row({
    name: 'app-out-of-memory',
    literals: [
      'outofmemory',
      'heap out of memory',
      'cannot allocate memory',
      'bad_alloc',
      'allowed memory size',
      'out of memory',
      'memoryerror',
      'enomem',
      'insufficient memory',
    ],
    match:
      /(?<!-XX:\+\w{0,20})OutOfMemoryError(?:: (?<what>[A-Z][\w ]{2,40}))?|JavaScript heap out of memory|[Cc]annot allocate memory|std::bad_alloc|Allowed memory size of \d+ bytes exhausted|(?:^|\W)(?:fatal error: )?(?:runtime: )?out of memory(?!: Kill)|\bMemoryError\b|\bENOMEM\b|System\.OutOfMemoryException|CUDA out of memory|memory allocation of \d+ bytes failed/,
    means: 'The runtime of the application asked for more memory than it may have',
    severity: 'high',
    advice:
      'Raise the limit of the runtime (-Xmx, --max-old-space-size, memory_limit) together with the memory limit of the container, or find the leak.',
    origin: 'JVM, V8, CPython, PHP, glibc, .NET',
    example: 'java.lang.OutOfMemoryError: Java heap space',
    counterExample: 'memory limit 512Mi, 12 MiB in use',
  }),
  row({
    name: 'app-cannot-fork',
    literals: [
      'failed to create new os thread',
      "can't start new thread",
      'pthread_create',
      'unable to create native thread',
      'unable to create new native thread',
      'fork: ',
      'resource temporarily unavailable',
      "can't fork",
    ],
    match:
      /failed to create new OS thread|can't start new thread|pthread_create(?:\(\))? failed|unable to create (?:new )?native thread|(?:fork|vfork)(?:: retry)?: Resource temporarily unavailable|[Cc](?:annot|an't) fork/,
    means: 'The process could not start another thread or process: the pids limit of its cgroup or the node is reached',
    severity: 'high',
    advice: 'Find what starts so many threads, or raise podPidsLimit in the kubelet configuration.',
    origin: 'Go runtime/os_linux.go (newosproc), CPython, JVM, bash',
    example: 'runtime: failed to create new OS thread (have 9 already; errno=11)',
    counterExample: 'worker: forked 4 processes',
  }),
  row({
    name: 'app-port-in-use',
    literals: ['already in use', 'eaddrinuse', 'only one usage of each socket'],
    match:
      /(?:(?:bind\(\) to|listen tcp|EADDRINUSE:?(?: address already in use)?|[Pp]ort|listening on) ?(?:\S{0,60}?:)?(?<port>\d{2,5})\b[\s\S]{0,60}?)?(?:[Aa]ddress already in use|EADDRINUSE|was already in use|is already (?:in use|allocated))(?:[ :]*:{2,3}(?:\d{2,5}))?/,
    means: 'Another process in the same pod, or on the same node with hostNetwork, listens on that port',
    severity: 'medium',
    advice:
      'Give one of the containers another port; look for two containers of the pod, or two pods with hostNetwork on one node.',
    origin: 'errno EADDRINUSE',
    example: 'listen tcp :8080: bind: address already in use',
    counterExample: 'listening on port 8080',
  }),
];
