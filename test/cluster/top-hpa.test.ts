import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {apply, kdiag, kubectl, until} from './support.ts';

const NS = `kdiag-hpa-${String(process.pid)}`;
const autoscaler = (name: string, target: string): string => `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: ${name}, namespace: ${NS}}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ${target}}
  maxReplicas: 3
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]
---`;
const MANIFEST = `
apiVersion: v1
kind: Namespace
metadata: {name: ${NS}}
---${autoscaler('lost', 'nowhere')}${autoscaler('blind', 'idle')}
apiVersion: apps/v1
kind: Deployment
metadata: {name: idle, namespace: ${NS}}
spec:
  selector: {matchLabels: {app: idle}}
  template:
    metadata: {labels: {app: idle}}
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{name: app, image: "registry.k8s.io/pause:3.10"}]
`;

const outlookOf = (name: string): string => {
  const {items} = JSON.parse(kdiag('top', 'hpa', name, '-n', NS, '-o', 'json').stdout) as {
    items: ReadonlyArray<{outlook: string}>;
  };
  return items[0]?.outlook ?? '';
};

beforeAll(() => {
  expect(apply(MANIFEST).code).toBe(0);
});

afterAll(() => {
  kubectl('delete', 'namespace', NS, '--wait=false');
});

describe('top hpa on a live cluster', () => {
  test('names the target that is not there', async () => {
    await until('the controller has looked', () => outlookOf('lost').startsWith('target Deployment/nowhere: '));
  }, 120_000);

  test('names the request that is missing', async () => {
    await until('the controller has looked', () => outlookOf('blind').startsWith('request Deployment/idle: '));
  }, 180_000);

  test('has bounds and replicas as kubectl has them', () => {
    const [line = ''] = kubectl('get', 'hpa', 'blind', '-n', NS, '--no-headers').stdout.split('\n');
    const [replicas] = line.trim().split(/\s+/).slice(-2);
    const [row = ''] = kdiag(
      'top',
      'hpa',
      'blind',
      '-n',
      NS,
      '--no-headers',
      '--columns',
      'min,max,replicas',
    ).stdout.split('\n');
    expect(row.trim().split(/\s+/)).toEqual(['1', '3', replicas]);
  });
});
