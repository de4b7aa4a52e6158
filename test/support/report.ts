import type {Evidence} from '../../src/lib/model/evidence.ts';
import type {Ref} from '../../src/lib/model/ref.ts';
import type {Cause, Effect, Incident, Report} from '../../src/lib/model/report.ts';
import {ref} from '../../src/lib/model/ref.ts';

/** Reports for tests of views and formats: the shop of screens.md, at 02:17:09 UTC. */

export const TAKEN_AT = '2026-03-01T02:17:09Z';
export const db: Ref = ref('Deployment', 'shop', 'db');

export const kernelLine: Evidence = {
  from: 'log',
  layer: 'kernel',
  ref: ref('Node', undefined, 'node-2'),
  source: 'kern.log',
  at: '2026-03-01T02:08:11Z',
  quote:
    'Memory cgroup out of memory: Killed process 8812 (postgres) total-vm:1223212kB, anon-rss:251904kB, file-rss:1024kB, shmem-rss:0kB, UID:999 pgtables:812kB oom_score_adj:968',
};

export const status = (pod: string, quote: string, at?: string): Evidence => ({
  from: 'object',
  ref: ref('Pod', 'shop', pod),
  path: 'status.containerStatuses[db].lastState.terminated',
  quote,
  at,
});

export const event = (pod: string, reason: string, quote: string, count = 1): Evidence => ({
  from: 'event',
  ref: ref('Pod', 'shop', pod),
  reason,
  quote,
  count,
  at: '2026-03-01T02:16:40Z',
});

export const effect = (
  subject: Ref,
  summary: string,
  effects: readonly Effect[] = [],
  rule = 'no-ready-endpoint',
): Effect => ({
  via: 'calls',
  rule,
  severity: 'high',
  subject,
  summary,
  since: '2026-03-01T02:08:12Z',
  evidence: [status('db-0', 'Ready=False')],
  effects,
});

const cause: Cause = {
  rule: 'container-oom-killed',
  title: 'A container was killed because it used more memory than its limit',
  category: 'workload',
  subject: db,
  summary: 'Deployment shop/db needs more memory than its limit of 256Mi',
  objects: [ref('Pod', 'shop', 'db-0')],
  evidence: [
    kernelLine,
    status('db-0', 'OOMKilled, exit 137, 6 restarts', '2026-03-01T02:08:11Z'),
    {
      from: 'metric',
      ref: ref('Pod', 'shop', 'db-0'),
      name: 'container_memory_working_set_bytes',
      value: 267386880,
      unit: 'bytes',
      quote: 'working set 255Mi of 256Mi',
      at: '2026-03-01T02:08:05Z',
    },
  ],
  ruledOut: [{rule: 'liveness-kill', because: 'no event Killing names a failed liveness probe'}],
  advice: {
    why: 'The kernel kills a process of a container whose memory cgroup reaches its limit. The container is started again and will be killed again until it needs less or may use more.',
    confirm: ['kubectl -n shop describe pod db-0'],
    fix: [
      'kubectl -n shop rollout undo deploy/db',
      'kubectl -n shop set resources deploy/db --limits=memory=384Mi',
      'find the leak when use only ever grows',
    ],
  },
  changes: [{at: '2026-03-01T02:03:00Z', what: 'image shop/db:14 → shop/db:15', ref: db}],
  effects: [
    effect(ref('Service', 'shop', 'db'), 'Service shop/db has no ready endpoint', [
      effect(
        ref('Deployment', 'shop', 'api'),
        'Deployment shop/api: 4 of 4 pods crash, "dial tcp 10.96.3.7:5432: connect: connection refused"',
        [effect(ref('Ingress', 'shop', 'web'), 'Ingress shop/web answers 503', [], 'ingress-errors')],
        'client-errors',
      ),
    ]),
    effect(ref('CronJob', 'shop', 'report'), 'CronJob shop/report: 2 runs failed', [], 'job-failed'),
  ],
};

export const incident = ({
  cause: some,
  ...rest
}: Partial<Omit<Incident, 'cause'>> & {readonly cause?: Partial<Cause>} = {}): Incident => ({
  id: '0123456789abcdef',
  severity: 'critical',
  confidence: 0.93,
  since: '2026-03-01T02:08:11Z',
  active: true,
  ...rest,
  cause: {...cause, ...some},
});

export const report = (some: Partial<Report> = {}): Report => ({
  schema: 'kdiag.report/v1',
  origin: {kind: 'cluster', context: 'prod-eu', server: 'https://10.0.0.1:6443', version: 'v1.34.4'},
  takenAt: TAKEN_AT,
  window: {from: '2026-03-01T01:17:09Z', to: TAKEN_AT},
  scope: 'shop',
  incidents: [incident()],
  notChecked: [],
  suppressed: 0,
  coverage: 1,
  counts: {nodes: 2, pods: 31, rules: 74},
  asked: {requests: 41, bytes: 913_442},
  ...some,
});

/** What is in a cluster where somebody means harm: in every place where its text comes in. */
export const HOSTILE =
  '\u001B[2J\u001B]0;owned\u0007\u001B]52;c;cm0gLXJm\u001B\\evil\u202Egnp.exe\u200B\u009B31m\uD800\u0000\r\n<script>alert(1)</script>`x`|]]>& @everyone';

export const hostileReport = (): Report => {
  const subject = ref('Deployment', HOSTILE, HOSTILE);
  const evidence: Evidence[] = [
    {
      from: 'log',
      layer: 'app',
      ref: ref('Pod', HOSTILE, HOSTILE),
      source: HOSTILE,
      quote: HOSTILE.repeat(100),
      at: HOSTILE,
    },
    {from: 'event', ref: subject, reason: HOSTILE, quote: 'x'.repeat(10_000), count: 3, at: '2026-03-01T02:16:40Z'},
    {from: 'object', ref: subject, path: HOSTILE, quote: HOSTILE},
  ];
  const bad = incident({
    id: HOSTILE,
    cause: {
      rule: HOSTILE,
      title: HOSTILE,
      subject,
      summary: HOSTILE,
      objects: [subject],
      evidence,
      ruledOut: [{rule: HOSTILE, because: HOSTILE}],
      advice: {why: HOSTILE, confirm: [`kubectl ${HOSTILE}`], fix: [`kubectl ${HOSTILE}`, HOSTILE]},
      changes: [{at: '2026-03-01T02:03:00Z', what: HOSTILE, ref: subject}],
      effects: [effect(subject, HOSTILE, [], HOSTILE)],
    },
  });
  const gap = {what: HOSTILE, why: 'failed', hint: HOSTILE} as const;
  return report({
    origin: {kind: 'bundle', path: `/tmp/${HOSTILE}`, context: HOSTILE, version: HOSTILE},
    scope: HOSTILE,
    incidents: [bad],
    notChecked: [{rule: HOSTILE, gap}, {gap}],
  });
};
