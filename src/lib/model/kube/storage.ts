import {type Decoded, flag, list, map, maybe, name, number, object, word, wordList} from '../schema.ts';
import {condition, meta, metaWithHistory} from './meta.ts';

const nodeTerms = object({
  nodeSelectorTerms: list(object({matchExpressions: list(object({key: name, operator: word, values: list(name)}))})),
});

export const persistentVolumeClaim = object({
  metadata: metaWithHistory,
  spec: object({
    storageClassName: word,
    volumeName: word,
    accessModes: wordList,
    volumeMode: word,
    resources: object({requests: map}),
  }),
  status: object({phase: word, capacity: map, accessModes: wordList, conditions: list(condition)}),
});
export type PersistentVolumeClaim = Decoded<typeof persistentVolumeClaim>;

export const persistentVolume = object({
  metadata: metaWithHistory,
  spec: object({
    storageClassName: word,
    capacity: map,
    accessModes: wordList,
    persistentVolumeReclaimPolicy: word,
    claimRef: maybe(object({namespace: word, name: name, uid: word})),
    nodeAffinity: maybe(object({required: maybe(nodeTerms)})),
    csi: maybe(object({driver: word, volumeHandle: word})),
    nfs: maybe(object({server: word, path: word})),
    hostPath: maybe(object({path: word})),
    local: maybe(object({path: word})),
  }),
  status: object({phase: word, reason: word, message: word}),
});
export type PersistentVolume = Decoded<typeof persistentVolume>;

export const storageClass = object({
  metadata: meta,
  provisioner: word,
  reclaimPolicy: word,
  volumeBindingMode: word,
  allowVolumeExpansion: flag,
});

const volumeError = maybe(object({time: word, message: word}));
export const volumeAttachment = object({
  metadata: meta,
  spec: object({attacher: word, nodeName: word, source: object({persistentVolumeName: word})}),
  status: object({attached: flag, attachError: volumeError, detachError: volumeError}),
});

export const csiDriver = object({metadata: meta, spec: object({attachRequired: flag})});
export const csiNode = object({
  metadata: meta,
  spec: object({drivers: list(object({name: name, allocatable: object({count: number})}))}),
});
