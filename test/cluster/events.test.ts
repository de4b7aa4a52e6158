import {spawn} from 'node:child_process';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {apply, kdiag, kubectl, ROOT, until} from './support.ts';

const NS = `kdiag-events-${String(process.pid)}`;

const MANIFEST = `
apiVersion: v1
kind: Namespace
metadata: {name: ${NS}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ledger, namespace: ${NS}}
spec:
  replicas: 1
  selector: {matchLabels: {app: ledger}}
  template:
    metadata: {labels: {app: ledger}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: app
        image: registry.k8s.io/pause:3.10
        env: [{name: RATE, valueFrom: {configMapKeyRef: {name: absent, key: rate}}}]
`;

beforeAll(async () => {
  expect(apply(MANIFEST).code).toBe(0);
  await until('a warning', () => kubectl('-n', NS, 'events', '--types=Warning').stdout.includes('Failed'));
}, 180_000);

afterAll(() => {
  kubectl('delete', 'namespace', NS, '--wait=false');
});

/** Ages grow between the two calls; how wide they are moves the columns behind them. */
const withoutAges = (text: string): readonly string[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^\S+(?: \(x\d+ over \S+\))? +/, '').replaceAll(/ {2,}/g, '  '));

describe('events on a live cluster', () => {
  test.each([[['-n', NS]], [['-n', NS, '--types=Warning']], [['-n', NS, '--no-headers']]])(
    'says what kubectl events %j says',
    (args) => {
      expect(withoutAges(kdiag('events', ...args).stdout)).toEqual(withoutAges(kubectl('events', ...args).stdout));
    },
  );

  test('follows the owners down and to the node', () => {
    const {stdout} = kdiag('events', '--for', 'deploy/ledger', '-n', NS);
    for (const object of ['Deployment/ledger', 'ReplicaSet/ledger-', 'Pod/ledger-']) expect(stdout).toContain(object);
  });

  test('-w lists, then shows each update that comes, once', async () => {
    const watch = spawn(process.execPath, [path.join(ROOT, 'bin/run.js'), 'events', '-n', NS, '-w', '-o', 'ndjson']);
    const lines: string[] = [];
    let rest = '';
    watch.stdout.on('data', (chunk: Buffer) => {
      const parts = (rest + chunk.toString()).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
    });
    try {
      await until('the list', () => lines.length > 0);
      expect(kubectl('-n', NS, 'scale', 'deployment/ledger', '--replicas=2').code).toBe(0);
      await until('the new pod', () => lines.filter((line) => line.includes('"SuccessfulCreate"')).length === 2);
      const keys = lines.map((line) => {
        const {metadata} = JSON.parse(line) as {metadata: {uid: string; resourceVersion: string}};
        return `${metadata.uid}/${metadata.resourceVersion}`;
      });
      expect(new Set(keys).size).toBe(keys.length);
    } finally {
      watch.kill('SIGINT');
    }
    expect(await new Promise((resolve) => watch.once('exit', resolve))).toBe(130);
  }, 180_000);
});
