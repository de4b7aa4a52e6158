import {amount, type TopColumn, word} from './column.ts';
import {againstRequests, cpu, fromKubelets, gpuRequest, memory} from './measures.ts';
import {trends} from './trends.ts';
import {spellCount} from './words.ts';

export interface GroupColumns {
  readonly header: string;
  readonly withNamespace: boolean;
  /** `Deployment/web` rather than `web`: groups of several kinds. */
  readonly withKind: boolean;
}

/** What is known of one container only says nothing about many. */
const OF_ONE = new Set(['throttled', 'psi-cpu', 'psi-mem', 'psi-io']);

/** Columns of groups of pods. */
export const groupColumns = ({header, withNamespace, withKind}: GroupColumns): readonly TopColumn[] => [
  word({
    name: 'namespace',
    header: 'NAMESPACE',
    shows: 'namespace',
    when: withNamespace ? 'shown' : 'asked',
    pick: ({ref}) => ref.namespace,
  }),
  word({
    name: 'name',
    header,
    shows: 'what the pods have in common',
    when: 'shown',
    pick: ({ref}) => (withKind ? `${ref.kind.toLowerCase()}/${ref.name}` : ref.name),
  }),
  amount({
    name: 'pods',
    header: 'PODS',
    shows: 'pods',
    when: 'shown',
    needs: ['pods'],
    pick: ({pods}) => pods,
    spell: spellCount,
  }),
  cpu,
  memory,
  ...againstRequests(['pods']),
  amount({
    name: 'restarts',
    header: 'RESTARTS',
    shows: 'restarts of containers',
    when: 'wide',
    needs: ['pods'],
    pick: ({restarts}) => restarts,
    spell: spellCount,
    tone: ({restarts = 0}) => (restarts > 0 ? 'warn' : 'plain'),
  }),
  word({
    name: 'last-oom',
    header: 'LAST-OOM',
    shows: 'when one was last killed for memory',
    needs: ['pods'],
    pick: ({lastOom}) => lastOom,
  }),
  ...fromKubelets.filter(({name}) => !OF_ONE.has(name)),
  gpuRequest(['pods']),
  ...trends,
];
