import {ago, event, meta, pod} from './cluster.ts';

type Json = Readonly<Record<string, unknown>>;
/** A pod of a StatefulSet on node-1 that mounts claim `data`, bound to volume pv-1, and has not started. */
export const unstarted = (name = 'db-0', more: Json = {}): Json =>
  pod(name, {
    spec: {
      volumes: [
        {name: 'data', persistentVolumeClaim: {claimName: 'data'}},
        {name: 'share', nfs: {server: 'nas', path: '/x'}},
      ],
    },
    metadata: {ownerReferences: [{kind: 'StatefulSet', name: 'db', controller: true}]},
    status: {
      phase: 'Pending',
      startTime: ago(300),
      conditions: [{type: 'Ready', status: 'False'}],
      containerStatuses: [
        {name: 'app', ready: false, restartCount: 0, state: {waiting: {reason: 'ContainerCreating'}}, lastState: {}},
      ],
      ...more,
    },
  });
export const boundClaim: Json = {
  metadata: meta('data'),
  spec: {volumeName: 'pv-1', storageClassName: 'fast'},
  status: {phase: 'Bound'},
};
export const boundVolume: Json = {
  metadata: {name: 'pv-1'},
  spec: {claimRef: {namespace: 'shop', name: 'data'}},
  status: {phase: 'Bound'},
};
export const mountEvent = (message: string, reason = 'FailedMount', more: Json = {}): Json =>
  event('Pod', 'db-0', reason, message, more);
