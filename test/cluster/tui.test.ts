import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {hasTmux, RESTORED, type Terminal, terminal} from '../support/tmux.ts';
import {apply, kubectl, until} from './support.ts';

const NS = `kdiag-tui-${String(process.pid)}`;

/** A container that uses more memory than it may: its last word is the kernel's. */
const MANIFEST = `
apiVersion: v1
kind: Namespace
metadata: {name: ${NS}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: hoarder, namespace: ${NS}}
spec:
  replicas: 1
  selector: {matchLabels: {app: hoarder}}
  template:
    metadata: {labels: {app: hoarder}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: app
        image: registry.kdiag.test/faultapp:1
        args: [oom]
        resources: {limits: {memory: 64Mi}, requests: {memory: 16Mi}}
`;

const MINUTE = 60_000;

describe.skipIf(!hasTmux)('the room on a live cluster (skipped where there is no tmux)', () => {
  let screen: Terminal;

  beforeAll(async () => {
    expect(apply(MANIFEST).code).toBe(0);
    await until('the kernel has killed it', () =>
      kubectl('-n', NS, 'get', 'pods', '-o', 'jsonpath={..reason}').stdout.includes('OOMKilled'),
    );
  }, 180_000);

  afterAll(() => {
    screen.close();
    kubectl('delete', 'namespace', NS, '--wait=false');
  });

  test('opens, finds the injected fault, reaches the kernel line, quits, and leaves the terminal as it was', async () => {
    const kubeconfig = process.env['KUBECONFIG'];
    screen = terminal(`${process.execPath} bin/run.js tui -n ${NS} --refresh 2s; echo code $?`, {
      env: kubeconfig === undefined ? {} : {KUBECONFIG: kubeconfig},
      columns: 160,
      rows: 44,
    });
    await screen.until(
      'the incident, with the kernel among its witnesses',
      (now) => /hoarder is out of memory.*kernel/.test(now) && now.includes('live'),
      MINUTE,
    );
    screen.press('g', 'Enter');
    await screen.until('the kernel line on the time axis', (now) =>
      /^▸◆.*kernel.*Memory cgroup out of memory/m.test(now),
    );
    screen.press('Enter');
    await screen.until('the line in its log', (now) => /^▸◆.*Memory cgroup out of memory: Killed process/m.test(now));
    screen.press('q', 'q', 'q');
    await screen.shows('code 0');
    expect(screen.modes()).toEqual(RESTORED);
  }, 120_000);
});
