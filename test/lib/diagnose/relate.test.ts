import {describe, expect, test} from 'vitest';
import {isRelated} from '../../../src/lib/diagnose/relate.ts';
import type {Finding} from '../../../src/lib/model/finding.ts';
import {fieldProof} from '../../../src/lib/model/proof.ts';
import {type Ref, ref} from '../../../src/lib/model/ref.ts';
import {type Relation, relations} from '../../../src/lib/model/rule.ts';
import {cluster, deployment, object, pod, service} from '../../support/cluster.ts';

const db = deployment('db');
const idle = deployment('idle');
const shop = cluster({
  Deployment: [db.Deployment, idle.Deployment],
  ReplicaSet: [db.ReplicaSet],
  Pod: [
    pod('db-0', {
      of: 'db',
      spec: {
        volumes: [
          {name: 'd', persistentVolumeClaim: {claimName: 'data'}},
          {name: 'c', configMap: {name: 'settings'}},
        ],
      },
    }),
    pod('web', {container: {env: [{name: 'K', valueFrom: {secretKeyRef: {name: 'keys', key: 'k'}}}]}}),
  ],
  Service: [service('db'), service('idle'), service('web')],
  Ingress: [
    object('front', {spec: {rules: [{http: {paths: [{backend: {service: {name: 'web', port: {number: 80}}}}]}}]}}),
  ],
  HorizontalPodAutoscaler: [object('scaler', {spec: {scaleTargetRef: {kind: 'Deployment', name: 'db'}}})],
});

const on = (kind: string, name: string, more: Partial<Finding> = {}): Finding => {
  const subject: Ref = kind === 'Node' ? ref(kind, undefined, name) : ref(kind, 'shop', name);
  return {
    rule: 'r',
    severity: 'high',
    active: true,
    subject,
    summary: name,
    evidence: [fieldProof(subject, 'x', 'y')],
    ...more,
  };
};
const podDb = {objects: [ref('Pod', 'shop', 'db-0')]};

/** One that holds and one that nearly does, per relation. */
const rows: Readonly<Record<Relation, ReadonlyArray<readonly [Finding, Finding, boolean]>>> = {
  is: [
    [on('Deployment', 'db'), on('Deployment', 'db'), true],
    [on('Deployment', 'db'), on('Pod', 'db-0', podDb), true],
    [
      on('ValidatingWebhookConfiguration', 'policy', {objects: [ref('ReplicaSet', 'shop', 'db-1')]}),
      on('Deployment', 'db'),
      true,
    ],
    [on('Deployment', 'db'), on('Deployment', 'idle'), false],
  ],
  owns: [
    [on('Deployment', 'db'), on('Pod', 'db-0'), true],
    [on('Deployment', 'idle'), on('Pod', 'db-0'), false],
  ],
  'runs on': [
    [on('Node', 'node-1'), on('Deployment', 'db'), true],
    [on('Node', 'node-2'), on('Deployment', 'db'), false],
  ],
  mounts: [
    [on('PersistentVolumeClaim', 'data'), on('Deployment', 'db'), true],
    [on('StorageClass', 'fast'), on('Deployment', 'db', {toward: [ref('StorageClass', 'shop', 'fast')]}), true],
    [on('PersistentVolumeClaim', 'other'), on('Deployment', 'db'), false],
  ],
  reads: [
    [on('ConfigMap', 'settings'), on('Deployment', 'db'), true],
    [on('Secret', 'keys'), on('Pod', 'web'), true],
    [on('ConfigMap', 'settings'), on('Pod', 'web'), false],
  ],
  selects: [
    [on('Deployment', 'db'), on('Service', 'db'), true],
    [on('Deployment', 'idle'), on('Service', 'idle'), true],
    [on('Deployment', 'db'), on('Service', 'web'), false],
  ],
  'routes to': [
    [on('Service', 'web'), on('Ingress', 'front'), true],
    [on('Service', 'db'), on('Ingress', 'front'), false],
  ],
  calls: [
    [on('Service', 'db'), on('Deployment', 'api', {toward: [ref('Service', 'shop', 'db')]}), true],
    [on('Deployment', 'db'), on('Deployment', 'api', {toward: [ref('Service', 'shop', 'db')]}), true],
    [on('Deployment', 'idle'), on('Deployment', 'api', {toward: [ref('Service', 'shop', 'idle')]}), true],
    [on('Deployment', 'db'), on('Deployment', 'api', {toward: [ref('Service', 'shop', 'web')]}), false],
    [on('Deployment', 'db'), on('Deployment', 'api'), false],
  ],
  scales: [
    [on('Deployment', 'db'), on('HorizontalPodAutoscaler', 'scaler'), true],
    [on('Deployment', 'idle'), on('HorizontalPodAutoscaler', 'scaler'), false],
  ],
  'depends on': [
    [on('ResourceQuota', 'team'), on('Deployment', 'db', {toward: [ref('ResourceQuota', 'shop', 'team')]}), true],
    [on('ResourceQuota', 'team'), on('Deployment', 'db'), false],
  ],
  governs: [[on('Lease', 'kube-scheduler'), on('Deployment', 'db'), true]],
};

describe.each(relations)('%s', (via) => {
  test.each(rows[via])('%#', (cause, effect, expected) => {
    expect(isRelated(via, cause, effect, shop)).toBe(expected);
  });
});
