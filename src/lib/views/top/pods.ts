import {type Milliseconds, instant} from '../../model/time.ts';
import {spellBytes, spellCount} from './words.ts';
import {age} from '../words.ts';
import {amount, share, type TopColumn, word} from './column.ts';
import {againstRequests, cpu, fromKubelets, gpuRequest, memory} from './measures.ts';
import {trends} from './trends.ts';

export interface PodColumns {
  readonly withNamespace: boolean;
  readonly ofContainers: boolean;
  readonly now: Milliseconds;
}

/** Columns of pods and of containers: kubectl's first, the rest with -o wide and --columns. */
export function podColumns({withNamespace, ofContainers, now}: PodColumns): readonly TopColumn[] {
  const elapsed = (stamp: string | undefined): string | undefined => {
    const at = instant(stamp);
    return at === undefined ? undefined : age(now - at);
  };
  return [
    word({
      name: 'namespace',
      header: 'NAMESPACE',
      shows: 'namespace',
      when: withNamespace ? 'shown' : 'asked',
      pick: ({ref}) => ref.namespace,
    }),
    ...(ofContainers
      ? [word({name: 'pod', header: 'POD', shows: 'pod', when: 'shown', pick: ({ref}) => ref.name})]
      : []),
    word({
      name: 'name',
      header: 'NAME',
      shows: ofContainers ? 'container' : 'pod',
      when: 'shown',
      pick: ({ref, container}) => (ofContainers ? container : ref.name),
    }),
    cpu,
    memory,
    ...againstRequests(['pods']),
    amount({
      name: 'restarts',
      header: 'RESTARTS',
      shows: 'restarts of its containers',
      when: 'wide',
      needs: ['pods'],
      pick: ({restarts}) => restarts,
      spell: spellCount,
      tone: ({restarts = 0}) => (restarts > 0 ? 'warn' : 'plain'),
    }),
    word({
      name: 'last-oom',
      header: 'LAST-OOM',
      shows: 'how long ago it was last killed for memory',
      when: 'wide',
      needs: ['pods'],
      pick: ({lastOom}) => elapsed(lastOom),
      value: ({lastOom}) => lastOom,
      tone: ({lastOom}) => (lastOom === undefined ? 'muted' : 'bad'),
    }),
    word({name: 'node', header: 'NODE', shows: 'node', when: 'wide', needs: ['pods'], pick: ({node}) => node}),
    ...fromKubelets,
    amount({
      name: 'ephemeral-request',
      header: 'EPHEMERAL/R',
      shows: 'ephemeral storage that is requested',
      needs: ['pods'],
      pick: ({requests}) => requests?.['ephemeral-storage'],
      spell: spellBytes,
    }),
    amount({
      name: 'ephemeral-limit',
      header: 'EPHEMERAL/L',
      shows: 'limit of ephemeral storage: above it the pod is evicted',
      needs: ['pods'],
      pick: ({limits}) => limits?.['ephemeral-storage'],
      spell: spellBytes,
    }),
    share({
      name: '%ephemeral-limit',
      header: '%EPHEMERAL/L',
      shows: 'part of the limit of ephemeral storage that is used',
      needs: ['pods', 'summary'],
      part: ({usage}) => usage?.ephemeral?.usedBytes,
      whole: ({limits}) => limits?.['ephemeral-storage'],
    }),
    gpuRequest(['pods']),
    word({
      name: 'owner',
      header: 'OWNER',
      shows: 'workload that it belongs to',
      needs: ['pods', 'owners'],
      pick: ({owner}) => (owner === undefined ? undefined : `${owner.kind}/${owner.name}`),
    }),
    word({name: 'qos', header: 'QOS', shows: 'quality of service class', needs: ['pods'], pick: ({qos}) => qos}),
    word({
      name: 'priority',
      header: 'PRIORITY',
      shows: 'priority class',
      needs: ['pods'],
      pick: ({priority}) => priority,
    }),
    word({name: 'phase', header: 'PHASE', shows: 'phase', needs: ['pods'], pick: ({phase}) => phase}),
    ...(ofContainers
      ? [
          word({
            name: 'role',
            header: 'ROLE',
            shows: 'container, sidecar or init',
            needs: ['pods'],
            pick: ({role}) => role,
          }),
        ]
      : []),
    word({
      name: 'age',
      header: 'AGE',
      shows: 'how long ago the pod was created',
      needs: ['pods'],
      pick: ({createdAt}) => elapsed(createdAt),
      value: ({createdAt}) => createdAt,
    }),
    word({
      name: 'measured',
      header: 'MEASURED',
      shows: 'how long ago the use was measured',
      pick: ({usage}) => elapsed(usage?.at),
      value: ({usage}) => usage?.at,
    }),
    amount({
      name: 'window',
      header: 'WINDOW',
      shows: 'time over which CPU was averaged',
      pick: ({usage}) => usage?.windowSeconds,
      spell: (value) => `${Math.round(value)}s`,
      isSummable: false,
    }),
    word({name: 'source', header: 'SOURCE', shows: 'interface that told the use', pick: ({via}) => via}),
    ...trends,
  ];
}
