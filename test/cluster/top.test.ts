import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {apply, kdiag, kubectl, run, until} from './support.ts';

const NAMESPACE = 'kd-top-test';

/** Lines as fields: how wide columns are is not compared. */
const fields = (text: string): ReadonlyArray<readonly string[]> =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));

const complaint = (text: string): string =>
  (text.split('\n')[0] ?? '').replace(/^(?:error: |Error from server \(\w+\): )+/, '');

/** Metrics move between two calls: kubectl is asked before and after, and one of its answers must be ours. */
async function same(args: readonly string[]): Promise<void> {
  let last: readonly unknown[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const before = kubectl('top', ...args);
    const ours = kdiag('top', ...args);
    const after = kubectl('top', ...args);
    last = [fields(ours.stdout), fields(before.stdout), fields(after.stdout)];
    if (
      [before, after].some(
        (theirs) =>
          JSON.stringify(fields(theirs.stdout)) === JSON.stringify(fields(ours.stdout)) && theirs.code === ours.code,
      )
    )
      return;
  }
  expect(last[0]).toEqual(last[2]);
}

const isThere = run('kubectl', ['get', '--raw', '/apis/metrics.k8s.io/v1beta1/nodes']).code === 0;

describe.skipIf(!isThere)('kubectl top and kdiag top say the same', () => {
  test.each([
    ['pods of a namespace', ['pods', '-n', 'kube-system']],
    ['all pods', ['pod', '-A']],
    ['by cpu', ['pods', '-n', 'kube-system', '--sort-by', 'cpu']],
    ['by memory, with sums', ['po', '-n', 'kube-system', '--sort-by=memory', '--sum']],
    ['containers', ['pods', '-n', 'kube-system', '--containers', '--no-headers']],
    ['by label', ['pods', '-n', 'kube-system', '-l', 'k8s-app=kube-dns']],
    ['nodes', ['nodes']],
    ['a node of its capacity', ['node', '--show-capacity', '--sort-by', 'memory']],
  ])('%s', async (_, args) => same(args));

  test.each([
    ['no such pod', ['pods', 'nosuch', '-n', 'kube-system']],
    ['no such node', ['nodes', 'nosuch']],
    ['nothing in a namespace', ['pods', '-n', 'kube-public']],
    ['name and selector', ['pods', 'x', '-l', 'a=b']],
  ])('%s: the same words and exit code', (_, args) => {
    const [theirs, ours] = [kubectl('top', ...args), kdiag('top', ...args)];
    expect([ours.code, complaint(ours.stderr), ours.stdout]).toEqual([
      theirs.code,
      complaint(theirs.stderr),
      theirs.stdout,
    ]);
  });

  test('every interface of the kubelet tells of the same containers', () => {
    const names = (source: string): readonly string[] =>
      kdiag('top', 'containers', '-n', 'kube-system', '--source', source, '--columns', 'pod,name', '--no-headers')
        .stdout.trim()
        .split('\n')
        .sort();
    expect(names('summary')).toEqual(names('metrics-api'));
  });
});

const container = (cpu: string, name = 'app') =>
  `{name: ${name}, image: registry.kdiag.test/busybox:1.35, command: [sleep, '600'], resources: {requests: {memory: ${cpu}}}}`;
const SHAPES: Readonly<Record<string, string>> = {
  init: `containers: [${container('16Mi')}]\n  initContainers: [{name: init, image: registry.kdiag.test/busybox:1.35, command: ['true'], resources: {requests: {memory: 300Mi}}}]`,
  sidecar: `containers: [${container('16Mi')}]\n  initContainers: [{name: side, restartPolicy: Always, image: registry.kdiag.test/busybox:1.35, command: [sleep, '600'], resources: {requests: {memory: 200Mi}}}]`,
  podlevel: `resources: {requests: {memory: 250Mi}}\n  containers: [${container('16Mi')}, ${container('16Mi', 'b')}]`,
};

const pod = (name: string, spec: string): string => `apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: ${NAMESPACE}}
spec:
  terminationGracePeriodSeconds: 0
  ${spec}
`;

const isScheduled = (name: string): string =>
  kubectl('get', 'pod', name, '-n', NAMESPACE, '-o', 'jsonpath={.status.conditions[?(@.type=="PodScheduled")].status}')
    .stdout;

describe('requests are counted as the scheduler counts', () => {
  let node = '';
  beforeAll(async () => {
    kubectl('create', 'namespace', NAMESPACE);
    await until('the account of the namespace', () => kubectl('get', 'sa', 'default', '-n', NAMESPACE).code === 0);
    node = kubectl('get', 'nodes', '-o', 'jsonpath={.items[-1:].metadata.name}').stdout;
  });
  afterAll(() => {
    kubectl('delete', 'namespace', NAMESPACE, '--wait=false');
  });

  test.each(Object.keys(SHAPES))('%s: what is free fits to the byte, one more does not', async (shape) => {
    expect(apply(pod(shape, `nodeName: ${node}\n  ${SHAPES[shape] ?? ''}`)).code).toBe(0);
    // Others use the cluster too: what was free a moment ago is tried until the node stood still.
    for (let turn = 0; ; turn += 1) {
      const free = freeOf(node);
      apply(
        pod(
          `fits-${shape}`,
          `nodeSelector: {kubernetes.io/hostname: ${node}}\n  containers: [${container(String(free))}]`,
        ),
      );
      await until('a decision', () => isScheduled(`fits-${shape}`) !== '', 30_000);
      const fits = isScheduled(`fits-${shape}`);
      kubectl('delete', 'pod', `fits-${shape}`, '-n', NAMESPACE, '--force', '--grace-period=0');
      apply(
        pod(
          `more-${shape}`,
          `nodeSelector: {kubernetes.io/hostname: ${node}}\n  containers: [${container(String(free + 1))}]`,
        ),
      );
      await until('a decision', () => isScheduled(`more-${shape}`) !== '', 30_000);
      const more = isScheduled(`more-${shape}`);
      kubectl('delete', 'pod', `more-${shape}`, '-n', NAMESPACE, '--force', '--grace-period=0');
      if ((fits === 'True' && more === 'False') || turn === 3) {
        expect([fits, more]).toEqual(['True', 'False']);
        break;
      }
    }
    kubectl('delete', 'pod', shape, '-n', NAMESPACE, '--force', '--grace-period=0');
  });
});

/** Bytes of memory that a new pod can still request of the node. */
function freeOf(node: string): number {
  const {stdout} = kdiag('top', 'nodes', '--columns', 'name,free-mem', '-o', 'csv', '--no-headers');
  const line = stdout.split('\r\n').find((one) => one.startsWith(`${node},`));
  return Number(line?.split(',')[1]);
}
