import {ago, pod} from './cluster.ts';

type Json = Readonly<Record<string, unknown>>;

/** Status of a pod for which the scheduler found no node. */
export const unscheduledStatus = (message: string, seconds = 300) => ({
  phase: 'Pending',
  podIP: undefined,
  startTime: undefined,
  conditions: [
    {type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message, lastTransitionTime: ago(seconds)},
  ],
  containerStatuses: [],
});

/** A pod that the scheduler turned down with these words. */
export const pendingPod = (
  name: string,
  message: string,
  {of, spec = {}, container = {}, metadata = {}}: {of?: string; spec?: Json; container?: Json; metadata?: Json} = {},
): Json =>
  pod(name, {
    ...(of === undefined ? {} : {of}),
    spec: {nodeName: undefined, ...spec},
    container,
    metadata,
    status: unscheduledStatus(message),
  });
