import {describe, expect, test} from 'vitest';
import {redactor} from '../../../src/lib/sources/bundle/redact.ts';

const KEY = new Uint8Array(32).fill(7);
const TOKEN = /\[redacted:[0-9a-f]{8}\]/g;
const text = (line: string): string => redactor(KEY).text(line);
const shape = (line: string): string => text(line).replaceAll(TOKEN, '▇');
const JWT = 'eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.eyJpc3MiOiJrdWJlcm5ldGVzIiwic3ViIjoiYSJ9.Zm9vYmFyYmF6cXV4';

/** `▇` stands for a token. */
const HIDDEN: ReadonlyArray<readonly [line: string, shown: string]> = [
  [`token was ${JWT}, rejected`, 'token was ▇, rejected'],
  ['DB_PASSWORD=hunter2 starting', 'DB_PASSWORD=▇ starting'],
  ['password: changeme', 'password: ▇'],
  ['{"user":"app","password":"s3cr3t, with comma"}', '{"user":"app","password":"▇"}'],
  ['{"password":12345678}', '{"password":"▇"}'],
  ['payload {\\"api_key\\":\\"abc123def\\"}', 'payload {\\"api_key\\":\\"▇\\"}'],
  ["login with passwd='a b c' failed", "login with passwd='▇' failed"],
  ['Authorization: Bearer abc.def-123', 'Authorization: Bearer ▇'],
  ['authorization: Basic dXNlcjpwYXNz', 'authorization: Basic ▇'],
  ['"Authorization":["Bearer abcdefgh12345678"]', '"Authorization":["Bearer ▇"]'],
  ['sent bearer 0a1b2c3d4e5f6a7b to upstream', 'sent bearer ▇ to upstream'],
  ['Set-Cookie: sid=31d4d96e407aad42; Path=/; HttpOnly', 'Set-Cookie: ▇'],
  ['using key AKIAIOSFODNN7EXAMPLE for s3', 'using key ▇ for s3'],
  ['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'aws_secret_access_key = ▇'],
  ['connecting to postgres://app:hunter2@db.shop:5432/orders', 'connecting to postgres://▇@db.shop:5432/orders'],
  ['connecting to amqp://app:p@ss@mq:5672', 'connecting to amqp://▇@mq:5672'],
  ['connecting to redis://:pa/ss@cache:6379/0', 'connecting to redis://▇@cache:6379/0'],
  ['clone https://ghp_abcdefghijklmnopqrstuvwxyz0123456789@github.com/a/b', 'clone https://▇@github.com/a/b'],
  ['dsn app:hunter2@tcp(db:3306)/orders', 'dsn ▇@tcp(db:3306)/orders'],
  ['Server=db;Uid=app;Pwd=hunter2;', 'Server=db;Uid=app;Pwd=▇;'],
  [
    'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=Zm9vYmFy==;EndpointSuffix=x',
    'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=▇;EndpointSuffix=x',
  ],
  ['GET /v1?access_token=abc123&page=2 200', 'GET /v1?access_token=▇&page=2 200'],
  ['GET https://blob/x?sv=1&sig=aB%2Bc%3D&se=2 403', 'GET https://blob/x?sv=1&sig=▇&se=2 403'],
  ['invalid API key 9f86d081884c7d659a2feaa0c55ad015', 'invalid API key ▇'],
  ['curl -u admin:hunter2 http://web', 'curl -u admin:▇ http://web'],
  ['run --password Hunter2 --verbose', 'run --password ▇ --verbose'],
  ['slack xoxb-123456789012-abcdefghijkl posted', 'slack ▇ posted'],
  ['client_secret: "abc"', 'client_secret: "▇"'],
  [
    '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7\nq83vEq3v==\n-----END RSA PRIVATE KEY-----\nnext',
    '-----BEGIN RSA PRIVATE KEY-----▇-----END RSA PRIVATE KEY-----\nnext',
  ],
  [
    '2026-03-01T12:00:00Z -----BEGIN PRIVATE KEY-----\n2026-03-01T12:00:00Z MIIEvQIBADANBgkqhkiG9w0\n2026-03-01T12:00:00Z started',
    '2026-03-01T12:00:00Z -----BEGIN PRIVATE KEY-----▇\n2026-03-01T12:00:00Z started',
  ],
];

const KEPT: readonly string[] = [
  '[ 1234.5] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=cri-containerd-3f1c.scope,mems_allowed=0,oom_memcg=/kubepods/burstable/pod6a1d7c1e-8f0b-4b7e-9d55-0d8a5d3f1a2b,task_memcg=/kubepods/burstable/pod6a1d7c1e-8f0b-4b7e-9d55-0d8a5d3f1a2b/3f1c2d,task=python,pid=4242,uid=1000',
  'Memory cgroup out of memory: Killed process 4242 (python) total-vm:1048576kB, anon-rss:262144kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:600kB oom_score_adj:968',
  'Failed to pull image "registry.local:5000/shop/web:1.2@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08": not found',
  'docker-pullable://app2@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'containerd://4f2a91c09f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15',
  'MountVolume.SetUp failed for volume "creds" : secret "db-credentials" not found',
  "couldn't find key DB_PASSWORD in Secret shop/db-credentials",
  'references non-existent secret key: password',
  'failed to authorize: failed to fetch anonymous token: Get "https://auth.docker.io/token?scope=repository%3Alibrary%2Fx%3Apull&service=registry.docker.io": dial tcp: lookup auth.docker.io: no such host',
  'failed to fetch oauth token: unexpected status from POST request to https://registry/token: 401 Unauthorized',
  'Unable to authenticate the request" err="[invalid bearer token, service account token has expired]"',
  'FATAL: password authentication failed for user "app"',
  'password: authentication failed for app',
  'dial tcp 10.96.0.10:5432: connect: connection refused',
  'ssh://git@github.com:22/a/b.git',
  'GET http://web:8080/users/a@b.example 200',
  'mail to someone@example.com bounced',
  'Error getting SSL certificate, secret="shop/web-tls"',
  'pwd=/srv/app',
  'token=expired',
  'max_tokens: 4096, token=42',
  'open /etc/passwd: no such file or directory',
  'WWW-Authenticate: Bearer realm="https://auth/token",service="registry"',
  'web-0.17a3c5d2e1f0b9a8 created',
  'secret sh.helm.release.v1.web-frontend.v12 was deleted',
  'task sk-frontend-deployment-7d9f8b6c5d-x2x4z done',
  'error: unauthorized: authentication required',
];

describe('text', () => {
  test.each(HIDDEN)('hides the secret of %s', (line, shown) => {
    expect(shape(line)).toBe(shown);
  });

  test.each(KEPT)('keeps %s', (line) => {
    expect(text(line)).toBe(line);
  });

  test('the same secret has the same token wherever it stands, and another under another key', () => {
    const one = redactor(KEY);
    expect(one.text('password=hunter2').slice(9)).toBe(one.text('{"password":"hunter2"}').slice(13, -2));
    expect(one.count()).toBe(2);
    expect(redactor(new Uint8Array(32)).text('password=hunter2')).not.toBe(one.text('password=hunter2'));
  });

  test('what is redacted already stays as it is', () => {
    const once = text('password=hunter2 url=http://a:b@c/');
    expect(text(once)).toBe(once);
  });

  test('pages of metrics keep their labels', () => {
    const page = 'kube_secret_info{namespace="shop",secret="db"} 1\nx{url="http://a:pw@h/",token="t1"} 2';
    expect(redactor(KEY).exposition(page).replaceAll(TOKEN, '▇')).toBe(
      'kube_secret_info{namespace="shop",secret="db"} 1\nx{url="http://▇@h/",token="t1"} 2',
    );
  });

  test.each([
    ['token=', 'token='.repeat(100_000)],
    ['quotes', 'password="'.repeat(60_000)],
    ['urls', '://a:b'.repeat(100_000)],
    ['jwt', 'eyJ'.repeat(200_000)],
    ['jwt with dashes', 'eyJ-'.repeat(200_000)],
    ['authorization', 'authorization: bearer '.repeat(30_000)],
    ['begin', '-----BEGIN PRIVATE KEY-----'.repeat(20_000)],
    ['at', 'a:b@'.repeat(150_000)],
    ['dashes', ' --'.repeat(150_000)],
    ['base64', 'QUJD'.repeat(200_000)],
  ])('a hostile line of %s takes no minutes', (_name, line) => {
    const from = performance.now();
    text(line);
    expect(performance.now() - from).toBeLessThan(4000);
  });
});

const pod = (env: readonly unknown[], more = {}): Record<string, unknown> => ({
  metadata: {name: 'web'},
  spec: {containers: [{name: 'app', env, ...more}]},
});
const envOf = (name: string, value: string): string => {
  const tools = redactor(KEY);
  tools.keepNames(['orders']);
  const {spec} = tools.object('Pod', pod([{name, value}])) as {spec: {containers: [{env: [{value: string}]}]}};
  return spec.containers[0].env[0].value.replaceAll(TOKEN, '▇');
};

describe('env values', () => {
  test.each([
    ['DB_HOST', 'db', 'db'],
    ['PEER', 'orders', 'orders'],
    ['GREETING', 'hunter2', '▇'],
    ['GREETING', 'three secret words', '▇'],
    ['DB_PASSWORD', '12345', '▇'],
    ['APP_KEY', 'true', '▇'],
    ['dbPassword', 'x', '▇'],
    ['PORT', '8080', '8080'],
    ['DEBUG', 'true', 'true'],
    ['TIMEOUT', '1m30s', '1m30s'],
    ['GOMEMLIMIT', '512MiB', '512MiB'],
    ['MAX_TOKENS', '4096', '4096'],
    ['URL', 'http://db.shop.svc.cluster.local:8080/api?key=1', 'http://db.shop.svc.cluster.local:8080/api?▇'],
    ['URL', 'postgres://app:hunter2@db:5432/orders?sslmode=off', 'postgres://▇@db:5432/orders?▇'],
    ['URL', 'postgres://app:hun/ter2@db:5432/orders', 'postgres://▇@db:5432/orders'],
    ['URL', 'mongodb://u:p@a:27017,b:27017/x', 'mongodb://▇@a:27017,b:27017/x'],
    ['URL', 'postgres://app:p,w@db:5432/x', 'postgres://▇@db:5432/x'],
    ['URL', 'postgres://app:hunter2', '▇'],
    ['URLS', 'http://a:80,http://u:p@b/x', 'http://a:80,http://▇@b/x'],
    ['URL', 'jdbc:postgresql://db:5432/orders', 'jdbc:postgresql://db:5432/orders'],
    ['SLACK_TOKEN', 'https://hooks.example/T0/B0/xyz', 'https://hooks.example/▇'],
    ['BROKERS', 'kafka-0.kafka:9092,kafka-1.kafka:9092', 'kafka-0.kafka:9092,kafka-1.kafka:9092'],
    ['DSN', 'host=db port=5432 user=app password=hunter2', 'host=db port=5432 user=▇ password=▇'],
    ['JAVA_OPTS', '-Xmx512m -XX:MaxRAMPercentage=75.0 -Dapi.key=abc', '-Xmx512m -XX:MaxRAMPercentage=75.0 -Dapi.key=▇'],
    ['X', 'c2VjcmV0cGFzcw==', '▇'],
    ['X', 'c2VjcmV0cGFzcw=', '▇'],
    ['CONFIG', '/etc/app/config.yaml', '/etc/app/config.yaml'],
    ['ADDRESS', '10.0.0.1:80', '10.0.0.1:80'],
    ['ADDRESS', '[::1]:80', '[::1]:80'],
    ['PASSWORD', '$(DB_PASSWORD)', '$(DB_PASSWORD)'],
    ['EMPTY', '', ''],
    ['IMAGE', 'quay.io/shop/web:1.2', 'quay.io/shop/web:1.2'],
    ['IMAGE', `web@sha256:${'0a'.repeat(32)}`, `web@sha256:${'0a'.repeat(32)}`],
    ['VERSION', '1.27.3', '1.27.3'],
  ])('%s=%s', (name, value, shown) => {
    expect(envOf(name, value)).toBe(shown);
  });
});

describe('objects', () => {
  const object = (kind: Parameters<ReturnType<typeof redactor>['object']>[0], wire: Record<string, unknown>): unknown =>
    JSON.parse(JSON.stringify(redactor(KEY).object(kind, wire)).replaceAll(TOKEN, '▇'));

  test('a Secret has no data, whoever sent it, with redaction or without', () => {
    const annotations = {'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"p":"aHVudGVyMg=="}}'};
    expect(
      object('Secret', {
        metadata: {name: 'db', annotations},
        data: {p: 'aHVudGVyMg=='},
        stringData: {p: 'x'},
        type: 'Opaque',
      }),
    ).toEqual({metadata: {name: 'db', annotations: {}}, type: 'Opaque'});
  });

  test('managedFields keep who and when', () => {
    const managedFields = [
      {
        manager: 'kubectl',
        operation: 'Update',
        apiVersion: 'v1',
        time: '2026-01-01T00:00:00Z',
        fieldsV1: {'f:spec': {}},
      },
    ];
    expect(object('Node', {metadata: {managedFields}})).toEqual({
      metadata: {managedFields: [{manager: 'kubectl', operation: 'Update', time: '2026-01-01T00:00:00Z'}]},
    });
  });

  test('arguments, headers and attributes lose their secrets, labels and images do not', () => {
    const wire = pod([], {
      image: 'shop/app@sha256:abc',
      args: [
        '--token',
        'abc',
        '--db=http://a:pw@db/',
        '--password=x1',
        '--tls-private-key-file=/etc/tls.key',
        '--secret',
        '$(S)',
      ],
      livenessProbe: {
        httpGet: {
          httpHeaders: [
            {name: 'Authorization', value: 'Basic eA=='},
            {name: 'Host', value: 'web'},
          ],
        },
      },
    });
    const {spec} = object('Pod', {...wire, metadata: {labels: {token: 'password=x'}}}) as {
      spec: {containers: [Record<string, unknown>]};
    };
    expect(spec.containers[0]).toMatchObject({
      image: 'shop/app@sha256:abc',
      args: [
        '--token',
        '▇',
        '--db=http://▇@db/',
        '--password=▇',
        '--tls-private-key-file=/etc/tls.key',
        '--secret',
        '$(S)',
      ],
      livenessProbe: {
        httpGet: {
          httpHeaders: [
            {name: 'Authorization', value: '▇'},
            {name: 'Host', value: 'web'},
          ],
        },
      },
    });
  });

  test('references to Secrets stay: they are what diagnosis joins on', () => {
    const env = [{name: 'DB_PASSWORD', valueFrom: {secretKeyRef: {name: 'db-credentials', key: 'password'}}}];
    const wire = {
      spec: {
        containers: [{name: 'app', env}],
        volumes: [{name: 'v', secret: {secretName: 'db-credentials'}}],
        imagePullSecrets: [{name: 'regcred'}],
      },
    };
    expect(object('Pod', wire)).toEqual(wire);
  });

  test('values of a ConfigMap by the same rule; of files only the length', () => {
    const data = {
      DB_HOST: 'db',
      GREETING: 'hello',
      'app.properties': 'db.url=http://db:80/x\ndb.password=hunter2\ntimeout: 5s',
      big: 'x'.repeat(300),
      password: 'p',
    };
    expect(object('ConfigMap', {metadata: {name: 'c'}, data, binaryData: {k: 'AAAA'}})).toEqual({
      metadata: {name: 'c'},
      data: {
        DB_HOST: 'db',
        GREETING: '▇',
        'app.properties': 'db.url=http://db:80/x\ndb.password=▇\ntimeout: 5s',
        big: '[omitted:300]',
        password: '▇',
      },
      binaryData: {k: '[omitted:4]'},
    });
  });

  test('the CA of a webhook is public', () => {
    const wire = {webhooks: [{name: 'w', clientConfig: {caBundle: 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t'}}]};
    expect(object('ValidatingWebhookConfiguration', wire)).toEqual(wire);
  });

  test('a hostile object neither pollutes prototypes nor overflows the stack', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`) as Record<string, unknown>;
    expect(() => redactor(KEY).object('Pod', deep)).not.toThrow();
    redactor(KEY).object('Pod', JSON.parse('{"__proto__":{"polluted":"password=x"}}') as Record<string, unknown>);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
