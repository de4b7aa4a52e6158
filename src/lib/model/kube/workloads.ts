import {type Decoded, flag, list, map, maybe, name, number, object, textOrNumber, word, wordList} from '../schema.ts';
import {condition, metaWithHistory, selector} from './meta.ts';
import {podTemplate} from './pod.ts';

/** Deployment, ReplicaSet, StatefulSet, DaemonSet (apps/v1) and ReplicationController have one shape here. */
export const workload = object({
  metadata: metaWithHistory,
  spec: object({
    replicas: number,
    selector,
    template: podTemplate,
    paused: flag,
    progressDeadlineSeconds: number,
    minReadySeconds: number,
    serviceName: word,
    revisionHistoryLimit: number,
    podManagementPolicy: word,
    strategy: object({type: word, rollingUpdate: object({maxUnavailable: textOrNumber, maxSurge: textOrNumber})}),
    updateStrategy: object({type: word}),
    volumeClaimTemplates: list(object({metadata: object({name: name}), spec: object({storageClassName: word})})),
  }),
  status: object({
    replicas: number,
    readyReplicas: number,
    availableReplicas: number,
    unavailableReplicas: number,
    updatedReplicas: number,
    observedGeneration: number,
    currentRevision: word,
    updateRevision: word,
    desiredNumberScheduled: number,
    currentNumberScheduled: number,
    numberReady: number,
    numberAvailable: number,
    numberUnavailable: number,
    numberMisscheduled: number,
    updatedNumberScheduled: number,
    conditions: list(condition),
  }),
});
export type Workload = Decoded<typeof workload>;

const jobSpec = object({
  parallelism: number,
  completions: number,
  backoffLimit: number,
  activeDeadlineSeconds: number,
  ttlSecondsAfterFinished: number,
  suspend: flag,
  selector,
  template: podTemplate,
});

export const job = object({
  metadata: metaWithHistory,
  spec: jobSpec,
  status: object({
    active: number,
    succeeded: number,
    failed: number,
    ready: number,
    startTime: word,
    completionTime: word,
    conditions: list(condition),
  }),
});
export type Job = Decoded<typeof job>;

export const cronJob = object({
  metadata: metaWithHistory,
  spec: object({
    schedule: word,
    timeZone: word,
    suspend: flag,
    concurrencyPolicy: word,
    startingDeadlineSeconds: number,
    jobTemplate: object({spec: jobSpec}),
  }),
  status: object({
    lastScheduleTime: word,
    lastSuccessfulTime: word,
    active: list(object({name: name})),
  }),
});
export type CronJob = Decoded<typeof cronJob>;

const metricTarget = object({type: word, averageUtilization: number, averageValue: textOrNumber, value: textOrNumber});
const metricName = object({name: name, selector: maybe(selector)});
const metric = object({
  type: word,
  resource: maybe(object({name: name, target: metricTarget})),
  containerResource: maybe(object({name: name, container: word, target: metricTarget})),
  pods: maybe(object({metric: metricName, target: metricTarget})),
  object: maybe(object({metric: metricName, target: metricTarget, describedObject: object({kind: word, name: name})})),
  external: maybe(object({metric: metricName, target: metricTarget})),
});

/** HorizontalPodAutoscaler (autoscaling/v2). */
export const horizontalPodAutoscaler = object({
  metadata: metaWithHistory,
  spec: object({
    scaleTargetRef: object({kind: word, name: name, apiVersion: word}),
    minReplicas: number,
    maxReplicas: number,
    metrics: list(metric),
  }),
  status: object({
    currentReplicas: number,
    desiredReplicas: number,
    lastScaleTime: word,
    conditions: list(condition),
  }),
});
export type HorizontalPodAutoscaler = Decoded<typeof horizontalPodAutoscaler>;

/** PodDisruptionBudget (policy/v1). */
export const podDisruptionBudget = object({
  metadata: metaWithHistory,
  spec: object({minAvailable: textOrNumber, maxUnavailable: textOrNumber, selector: maybe(selector)}),
  status: object({
    currentHealthy: number,
    desiredHealthy: number,
    disruptionsAllowed: number,
    expectedPods: number,
    conditions: list(condition),
  }),
});

export const resourceQuota = object({
  metadata: metaWithHistory,
  spec: object({hard: map, scopes: wordList}),
  status: object({hard: map, used: map}),
});

export const limitRange = object({
  metadata: metaWithHistory,
  spec: object({limits: list(object({type: word, max: map, min: map, default: map, defaultRequest: map}))}),
});
