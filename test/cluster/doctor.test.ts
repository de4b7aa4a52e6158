import {mkdtempSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Report} from '../../src/lib/model/report.ts';
import {apply, kdiag, kubectl, ROOT, run, until} from './support.ts';

const NS = `kdiag-test-${String(process.pid)}`;

/** A workload that is refused its ConfigMap, a Service in front of it, a healthy neighbour, and a reader of one namespace. */
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
        env: [{name: RATE, valueFrom: {configMapKeyRef: {name: ledger-rates, key: rate}}}]
---
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: ${NS}}
spec: {selector: {app: ledger}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: reader, namespace: ${NS}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader, namespace: ${NS}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: reader, namespace: ${NS}}]
`;

const reportOf = (...args: readonly string[]): Report =>
  JSON.parse(kdiag('doctor', '-o', 'json', ...args).stdout) as Report;

beforeAll(async () => {
  expect(apply(MANIFEST).code).toBe(0);
  await until('the container is refused', () =>
    kubectl('-n', NS, 'get', 'pods', '-o', 'jsonpath={..waiting.reason}').stdout.includes('CreateContainerConfigError'),
  );
}, 180_000);

afterAll(() => {
  kubectl('delete', 'namespace', NS, '--wait=false');
});

describe('doctor on a live cluster', () => {
  test('names the missing ConfigMap first, on the workload that a person would change', () => {
    const [first] = reportOf('-n', NS).incidents;
    expect([first?.cause.rule, first?.cause.subject.name]).toEqual(['missing-config-map', 'ledger']);
    expect(first?.cause.evidence.map(({quote}) => quote).join('\n')).toContain('ledger-rates');
  });

  test('one object and what is connected with it: the Service leads to the workload behind it', () => {
    expect(reportOf('svc/ledger', '-n', NS).incidents.map(({cause}) => cause.subject.name)).toContain('ledger');
  });

  test('exits 1 on a finding, 0 when told never to fail', () => {
    expect([kdiag('doctor', '-n', NS).code, kdiag('doctor', '-n', NS, '--fail-on', 'never').code]).toEqual([1, 0]);
  });

  test('several outputs in one run', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'kdiag-')), 'report.xml');
    const {stdout} = kdiag('doctor', '-n', NS, '-o', 'text', '-o', `junit=${file}`);
    expect(stdout).toContain('ledger-rates');
    expect(run('cat', [file]).stdout).toContain('<testsuites');
  });

  test('a user of one namespace gets the answer and the list of what was not seen', () => {
    const report = reportOf('-n', NS, '--as', `system:serviceaccount:${NS}:reader`);
    expect(report.incidents[0]?.cause.subject.name).toBe('ledger');
    expect(report.notChecked.some(({gap}) => gap.why === 'forbidden')).toBe(true);
  });

  test.each([
    [['doctor', '-n', 'no-such-namespace-here'], 2, /namespace "no-such-namespace-here" does not exist/],
    [['doctor', 'deploy/ledgr', '-n', NS], 2, /Deployment "ledgr" does not exist[^]*"ledger"/],
    [['doctor', '--context', 'no-such-context'], 2, /context/],
    [['doctor', '--kubeconfig', '/does/not/exist'], 3, /kubeconfig|does not exist/],
    [['doctor', '--server', 'https://127.0.0.1:1', '--insecure-skip-tls-verify'], 3, /refused|reach/],
    [['doctor', '--nonsense'], 2, /nonsense/],
  ])('%j is one clear sentence', (args, code, message) => {
    const {code: got, stderr, stdout} = kdiag(...args);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect([got, stdout]).toEqual([code, '']);
  });
});

describe('capture', () => {
  test('a bundle says what the cluster said', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'kdiag-')), 'incident.tar.zst');
    expect(kdiag('capture', '-o', file, '-n', NS).code).toBe(0);
    const live = reportOf('-n', NS);
    const replayed = JSON.parse(kdiag('replay', file, '--', 'doctor', '-o', 'json', '-n', NS).stdout) as Report;
    const key = ({incidents}: Report) =>
      incidents.filter(({cause}) => cause.subject.namespace === NS).map(({id, severity}) => [id, severity]);
    expect(key(replayed)).toEqual(key(live));
  });
});

describe('as a kubectl plugin', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kdiag-bin-'));
  symlinkSync(path.join(ROOT, 'bin/kubectl-diag'), path.join(folder, 'kubectl-diag'));
  // The plugin is a script of Node's: the runtime of the tests must be first in PATH.
  const env = {PATH: `${folder}:${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}`};

  test('kubectl diag doctor', () => {
    const {code, stdout} = run('kubectl', ['diag', 'doctor', '-n', NS, '-o', 'json'], {env});
    expect([code, (JSON.parse(stdout) as Report).incidents[0]?.cause.subject.name]).toEqual([1, 'ledger']);
  });

  test('its usage says how it was called', () => {
    expect(run('kubectl', ['diag', 'doctor', '--help'], {env}).stdout).toContain('kubectl diag doctor');
  });
});
