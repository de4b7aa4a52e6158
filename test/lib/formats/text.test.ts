import {describe, expect, test} from 'vitest';
import text from '../../../src/lib/formats/text.ts';
import type {Report} from '../../../src/lib/model/report.ts';
import type {RenderOptions} from '../../../src/lib/formats/_format.ts';
import {effect, event, hostileReport, incident, report, status} from '../../support/report.ts';

const render = (some: Report, options: Partial<RenderOptions> = {}): string =>
  text.render(some, {explain: false, colour: false, width: 80, timeZone: 'UTC', ...options});

const web = {kind: 'Deployment', namespace: 'shop', name: 'web'};
const pod = 'web-7d9f8c9bd5-x2lpq';
const image = 'registry.example.com/shop/web:9.99';
const busy = report({
  incidents: [
    incident(),
    incident({
      severity: 'high',
      since: '2026-02-28T20:00:00Z',
      cause: {
        subject: web,
        summary: `Deployment shop/web cannot pull ${image}: its registry has no such tag`,
        changes: [],
        effects: Array.from({length: 15}, (_, at) =>
          effect({kind: 'Pod', namespace: 'shop', name: `web-${at}`}, `Pod shop/web-${at} is not ready`),
        ),
        evidence: [
          event(
            pod,
            'Failed',
            `Failed to pull image "${image}": rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`,
            4,
          ),
          status(pod, `ImagePullBackOff: Back-off pulling image "${image}"`),
        ],
        advice: {
          why: '',
          confirm: [],
          fix: [`kubectl -n shop set image deployment/web web=registry.example.com/shop/web:9.98`],
        },
      },
    }),
    incident({
      active: false,
      severity: 'low',
      since: '2026-02-25T00:00:00Z',
      cause: {
        subject: {kind: 'Pod', namespace: 'media', name: 'encoder'},
        summary: 'Pod media/encoder was out of memory',
        changes: [],
        effects: [],
        evidence: [status('encoder', 'OOMKilled, exit 137, 1 restart', '2026-02-25T00:00:00Z')],
      },
    }),
  ],
  notChecked: ['nodes', 'persistentvolumes', 'storageclasses', 'csinodes', 'leases', 'priorityclasses'].map((what) => ({
    rule: `needs-${what}`,
    gap: {what, why: 'forbidden', hint: `to see whether you may: kubectl auth can-i list ${what}`},
  })),
});

describe('a report', () => {
  test('in 80 columns', () => {
    expect(render(busy)).toMatchInlineSnapshot(`
      "shop · 2 incidents · 1 critical · 1 high · 1 healed
      prod-eu · v1.34.4 · 02:17:09 UTC

      CRITICAL  Deployment shop/db needs more memory than its limit of 256Mi     8m58s
        kernel  node-2  02:08:11  Memory cgroup out of memory: Killed process 8812
                                  (postgres) total-vm:1223212kB, anon-rss:251904kB…
        status  db-0    02:08:11  OOMKilled, exit 137, 6 restarts
        metric  db-0    02:08:05  working set 255Mi of 256Mi
        changed         02:03:00  image shop/db:14 → shop/db:15

        because of it
        ├─ Service shop/db has no ready endpoint
        │  └─ Deployment shop/api: 4 of 4 pods crash, "dial tcp 10.96.3.7:5432:
        │     connect: connection refused"
        │     └─ Ingress shop/web answers 503
        └─ CronJob shop/report: 2 runs failed

        do      kubectl -n shop rollout undo deploy/db
        or      kubectl -n shop set resources deploy/db --limits=memory=384Mi

      HIGH      Deployment shop/web cannot pull                                  6h17m
                registry.example.com/shop/web:9.99: its registry has no such
                tag
        event   web-7d9f8c9bd5-x2lpq  02:16:40  Failed ×4: Failed to pull image
                                                "registry…m/shop/web:9.99: not found
        status  web-7d9f8c9bd5-x2lpq            ImagePullBackOff: Back-…shop/web:9.99"

        because of it
        ├─ Pod shop/web-0 is not ready                                           8m57s
        ├─ Pod shop/web-1 is not ready                                           8m57s
        ├─ Pod shop/web-2 is not ready                                           8m57s
        └─ 12 more Pods

        do      kubectl -n shop set image deployment/web web=registry.example.com/shop/web:9.98

      healed    Pod media/encoder was out of memory                               4d2h
        status  shop/encoder  Feb 25 00:00  OOMKilled, exit 137, 1 restart

      not seen  forbidden: nodes, persistentvolumes, storageclasses, csinodes and 2
                more (--explain)

      checked 68 of 74 rules over 31 pods on 2 nodes · 41 requests, 892 KiB
      --explain: how to confirm, what was ruled out
      "
    `);
  });

  test('in 140 columns', () => {
    expect(render(busy, {width: 140})).toMatchInlineSnapshot(`
      "shop · 2 incidents · 1 critical · 1 high · 1 healed                                                         prod-eu · v1.34.4 · 02:17:09 UTC

      CRITICAL  Deployment shop/db needs more memory than its limit of 256Mi                                                                 8m58s
        kernel  node-2  02:08:11  Memory cgroup out of memory: Killed process 8812 (postgres) total-vm:1223212kB, anon-rss:251904kB,
                                  file-rss:1024kB, shmem-rss:0kB, UID:999 pgtables:812kB oom_score_adj:968
        status  db-0    02:08:11  OOMKilled, exit 137, 6 restarts
        metric  db-0    02:08:05  working set 255Mi of 256Mi
        changed         02:03:00  image shop/db:14 → shop/db:15

        because of it
        ├─ Service shop/db has no ready endpoint
        │  └─ Deployment shop/api: 4 of 4 pods crash, "dial tcp 10.96.3.7:5432: connect: connection refused"
        │     └─ Ingress shop/web answers 503
        └─ CronJob shop/report: 2 runs failed

        do      kubectl -n shop rollout undo deploy/db
        or      kubectl -n shop set resources deploy/db --limits=memory=384Mi

      HIGH      Deployment shop/web cannot pull registry.example.com/shop/web:9.99: its registry has no such tag                             6h17m
        event   web-7d9f8c9bd5-x2lpq  02:16:40  Failed ×4: Failed to pull image "registry.example.com/shop/web:9.99": rpc error: code = NotFound
                                                desc = failed…example.com/shop/web:9.99": registry.example.com/shop/web:9.99: not found
        status  web-7d9f8c9bd5-x2lpq            ImagePullBackOff: Back-off pulling image "registry.example.com/shop/web:9.99"

        because of it
        ├─ Pod shop/web-0 is not ready                                                                                                       8m57s
        ├─ Pod shop/web-1 is not ready                                                                                                       8m57s
        ├─ Pod shop/web-2 is not ready                                                                                                       8m57s
        └─ 12 more Pods

        do      kubectl -n shop set image deployment/web web=registry.example.com/shop/web:9.98

      healed    Pod media/encoder was out of memory                                                                                           4d2h
        status  shop/encoder  Feb 25 00:00  OOMKilled, exit 137, 1 restart

      not seen  forbidden: nodes, persistentvolumes, storageclasses, csinodes and 2 more (--explain)

      checked 68 of 74 rules over 31 pods on 2 nodes · 41 requests, 892 KiB
      --explain: how to confirm, what was ruled out
      "
    `);
  });

  test('explained', () => {
    expect(render(report(), {explain: true, width: 100})).toMatchInlineSnapshot(`
      "shop · 1 incident · 1 critical                                      prod-eu · v1.34.4 · 02:17:09 UTC

      CRITICAL    Deployment shop/db needs more memory than its limit of 256Mi                       8m58s
        kernel    node-2  02:08:11  Memory cgroup out of memory: Killed process 8812 (postgres)
                                    total-vm:1223212kB, anon-rss:251904kB, file-rss:1024kB, shmem-rss:0kB,
                                    UID:999 pgtables:812kB oom_score_adj:968  (kern.log)
        status    db-0    02:08:11  OOMKilled, exit 137, 6 restarts
                                    (status.containerStatuses[db].lastState.terminated)
        metric    db-0    02:08:05  working set 255Mi of 256Mi  (container_memory_working_set_bytes =
                                    267386880 bytes)
        changed           02:03:00  image shop/db:14 → shop/db:15

        because of it
        ├─ Service shop/db has no ready endpoint
        │  └─ Deployment shop/api: 4 of 4 pods crash, "dial tcp 10.96.3.7:5432: connect: connection
        │     refused"
        │     └─ Ingress shop/web answers 503
        └─ CronJob shop/report: 2 runs failed

        why       The kernel kills a process of a container whose memory cgroup reaches its limit. The
                  container is started again and will be killed again until it needs less or may use more.
        seen on   db-0
        do        kubectl -n shop rollout undo deploy/db
        or        kubectl -n shop set resources deploy/db --limits=memory=384Mi
        or        find the leak when use only ever grows
        confirm   kubectl -n shop describe pod db-0
        ruled out liveness-kill: no event Killing names a failed liveness probe
        rule      container-oom-killed · critical · confidence 93 % · id 0123456789abcdef

      checked 74 rules over 31 pods on 2 nodes · 41 requests, 892 KiB
      "
    `);
  });

  test('of a healthy place', () => {
    expect(render(report({incidents: []}))).toMatchInlineSnapshot(`
      "No incident found in shop.                      prod-eu · v1.34.4 · 02:17:09 UTC

      checked 74 rules over 31 pods on 2 nodes · 41 requests, 892 KiB
      "
    `);
  });

  test('of somebody who means harm', () => {
    expect(render(hostileReport(), {width: 100})).toMatchInlineSnapshot(`
      "evil�gnp.exe�� ⏎ <script>alert(1)</script>\`x\`|]]>& @everyone · 1 incident · 1 critical
      script>\`x\`|]]>& @everyone · evil�gnp.exe�� ⏎ <script>alert(1)</script>\`x\`|]]>& @everyone ·
      2026-03-01 02:17:09 UTC

      CRITICAL  evil�gnp.exe�� ⏎ <script>alert(1)</script>\`x\`|]]>& @everyone                         8m58s
        app     evil�gnp.exe�� ⏎ <script>alert(1)</script>\`x\`|]]>& @everyone
                evil�gnp.exe�� ⏎ <script>alert(1)</script>\`x\`|]]>& @everyoneevil�gnp.exe�� ⏎
                <script>alert(1)</…neevil�gnp.exe�� ⏎ <script>alert(1)</script>\`x\`|]]>& @everyone
        event   Deployment evil�gnp.exe�� ⏎ <script>alert(1)</script>\`x\`|]]>& @everyone  02:16:40
                evil�gnp.exe�� ⏎ <script>alert(1)</script>\`x\`|]]>& @ev…xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
        object  Deployment evil�gnp.exe�� ⏎ <script>alert(1)</script>\`x\`|]]>& @everyone
                evil�gnp.exe�� ⏎ <script>alert(1)</script>\`x\`|]]>& @ev…alert(1)</script>\`x\`|]]>& @everyone
        changed 02:03:00  evil�gnp.exe�� ⏎ <script>alert(1)</script>\`x\`|]]>& @everyone

        because of it
        └─ evil�gnp.exe�� ⏎ <script>alert(1)</script>\`x\`|]]>& @everyone

        do      kubectl evil�gnp.exe�� ⏎ <script>alert(1)</script>\`x\`|]]>& @everyone
        or      evil�gnp.exe�� ⏎ <script>alert(1)</script>\`x\`|]]>& @everyone

      not seen  failed: evil�gnp.exe�� ⏎ <script>alert(1)</script>\`x\`|]]>& @everyone (evil�gnp.exe�� ⏎
                <script>alert(1)</script>\`x\`|]]>& @everyone)

      checked 73 of 74 rules over 31 pods on 2 nodes · 41 requests, 892 KiB
      --explain: how to confirm, what was ruled out
      "
    `);
  });
});

test('colour adds escape codes and nothing else', () => {
  const painted = render(busy, {colour: true});
  expect(painted).toContain('\u001B[31m');
  expect(painted.replaceAll(/\u001B\[\d+m/g, '')).toBe(render(busy));
});

describe('nothing of a hostile cluster reaches the terminal', () => {
  test.each([{}, {explain: true}, {width: 20}, {width: 500, explain: true}])('%j', (options) => {
    expect(render(hostileReport(), options)).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}\u2028\u2029]/u);
    // With colour, only our own: select graphic rendition.
    expect(render(hostileReport(), {...options, colour: true}).replaceAll(/\u001B\[\d+m/g, '')).not.toMatch(
      /[^\P{Cc}\n]/u,
    );
  });
});

test('no line is wider than the terminal, names and commands aside', () => {
  for (const width of [60, 80, 120])
    for (const line of render(busy, {width}).split('\n'))
      if (!line.includes('kubectl')) expect(line.length, line).toBeLessThanOrEqual(width);
});

test('a command is never broken', () => {
  const fix = `kubectl -n shop set image deployment/web ${'container=image:tag '.repeat(20)}`.trim();
  expect(render(report({incidents: [incident({cause: {advice: {why: '', confirm: [], fix: [fix]}}})]}))).toContain(fix);
});

test('a name is never cut', () => {
  const name = `api-${'long'.repeat(40)}`;
  const shown = render(
    report({
      incidents: [
        incident({
          cause: {
            subject: {...web, name},
            summary: `Deployment shop/${name} is down`,
            evidence: [status(name, 'gone')],
          },
        }),
      ],
    }),
  );
  expect(shown.match(new RegExp(name, 'g'))).toHaveLength(2);
});
