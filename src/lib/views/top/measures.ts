import type {Space} from '../../model/usage.ts';
import type {UsageRow} from '../../model/usage-row.ts';
import {amount, type Need, share, type TopColumn} from './column.ts';
import {NONE, spellBytes, spellCount, spellCpu, spellMemory, spellPercent, spellRate, UNKNOWN} from './words.ts';

/** Columns that nodes, pods, containers and groups have in common. */

const CORE = 1e-9;
const MILLICORE = 1e6;

export const cpu = amount({
  name: 'cpu',
  header: 'CPU(cores)',
  shows: 'CPU that is used',
  when: 'shown',
  align: 'left',
  pick: ({usage}) => usage?.cpu,
  spell: spellCpu,
  absent: UNKNOWN,
  scale: CORE,
});

export const memory = amount({
  name: 'memory',
  header: 'MEMORY(bytes)',
  shows: 'memory that is used and cannot be given back (working set)',
  when: 'shown',
  align: 'left',
  pick: ({usage}) => usage?.memory,
  spell: spellMemory,
  absent: UNKNOWN,
});

/** Requests and limits of CPU and memory, and how much of them is used. `from` is what has to be read for them. */
export function againstRequests(from: readonly Need[]): readonly TopColumn[] {
  const both = (resource: 'cpu' | 'memory'): readonly TopColumn[] => {
    const [short, head, spell, scale, grain] =
      resource === 'cpu'
        ? (['cpu', 'CPU', spellCpu, CORE, MILLICORE] as const)
        : (['mem', 'MEM', spellMemory, 1, undefined] as const);
    const used = ({usage}: UsageRow): number | undefined => usage?.[resource];
    const of = (what: 'requests' | 'limits') => (row: UsageRow) => row[what]?.[resource];
    return (['request', 'limit'] as const).flatMap((what): readonly TopColumn[] => {
      const pick = of(what === 'request' ? 'requests' : 'limits');
      const letter = what === 'request' ? 'R' : 'L';
      return [
        amount({
          name: `${short}-${what}`,
          header: `${head}/${letter}`,
          shows: `${resource} ${what}, as the scheduler counts`,
          when: 'wide',
          needs: from,
          pick,
          spell,
          scale,
        }),
        share({
          name: `%${short}-${what}`,
          header: `%${head}/${letter}`,
          shows: `part of the ${resource} ${what} that is used`,
          when: 'wide',
          needs: from,
          part: used,
          whole: pick,
          grain,
        }),
      ];
    });
  };
  return [...both('cpu'), ...both('memory')];
}

const pressureOf = (what: 'cpu' | 'memory' | 'io'): TopColumn =>
  amount({
    name: `psi-${what === 'memory' ? 'mem' : what}`,
    header: `PSI-${what === 'memory' ? 'MEM' : what.toUpperCase()}`,
    shows: `part of the last ten seconds in which something waited for ${what} (PSI some avg10)`,
    needs: ['summary'],
    pick: ({usage}) => {
      const waited = usage?.pressure?.[what];
      return waited === undefined ? undefined : waited / 100;
    },
    spell: spellPercent,
    scale: 100,
    isSummable: false,
  });

const rate = (
  name: string,
  header: string,
  shows: string,
  what: 'received' | 'sent' | 'read' | 'written',
  page: Need,
): TopColumn =>
  amount({name, header, shows, needs: [page, 'rates'], pick: ({rates}) => rates?.[what], spell: spellRate});

const spaceOf = (row: UsageRow): Space | undefined => row.usage?.ephemeral;

/** What only the kubelets tell. */
export const fromKubelets: readonly TopColumn[] = [
  amount({
    name: 'throttled',
    header: 'THROTTLED',
    shows: 'part of its periods in which it was stopped at its CPU limit',
    needs: ['cadvisor', 'rates'],
    pick: ({rates}) => rates?.throttled,
    spell: spellPercent,
    scale: 100,
    isSummable: false,
    tone: ({rates}) => ((rates?.throttled ?? 0) >= 0.25 ? 'warn' : 'plain'),
  }),
  pressureOf('cpu'),
  pressureOf('memory'),
  pressureOf('io'),
  amount({
    name: 'rss',
    header: 'RSS',
    shows: 'memory of its own, without page cache',
    needs: ['summary'],
    pick: ({usage}) => usage?.rssBytes,
    spell: spellMemory,
  }),
  amount({
    name: 'cache',
    header: 'MEM+CACHE',
    shows: 'memory with all of its page cache',
    needs: ['summary'],
    pick: ({usage}) => usage?.memoryWithCacheBytes,
    spell: spellMemory,
  }),
  amount({
    name: 'swap',
    header: 'SWAP(bytes)',
    shows: 'memory that was swapped out',
    needs: ['summary'],
    align: 'left',
    pick: ({usage}) => usage?.swapBytes,
    spell: spellMemory,
    absent: NONE,
  }),
  amount({
    name: 'ephemeral',
    header: 'EPHEMERAL',
    shows: "bytes on the node's disk: writable layers, logs, emptyDirs",
    needs: ['summary'],
    pick: (row) => spaceOf(row)?.usedBytes,
    spell: spellBytes,
  }),
  amount({
    name: 'inodes',
    header: 'INODES',
    shows: "files on the node's disk",
    needs: ['summary'],
    pick: (row) => spaceOf(row)?.inodesUsed,
    spell: spellCount,
  }),
  amount({
    name: 'processes',
    header: 'PROCESSES',
    shows: 'processes that run',
    needs: ['summary'],
    pick: ({usage}) => usage?.processes,
    spell: spellCount,
  }),
  rate('rx', 'RX', 'bytes received a second', 'received', 'summary'),
  rate('tx', 'TX', 'bytes sent a second', 'sent', 'summary'),
  rate('read', 'READ', 'bytes read from disks a second', 'read', 'cadvisor'),
  rate('written', 'WRITTEN', 'bytes written to disks a second', 'written', 'cadvisor'),
];

/** Resources that devices give: `nvidia.com/gpu`, `amd.com/gpu`, `gpu.intel.com/i915`. */
const isGpu = (name: string): boolean => /(^|[./-])gpu([./-]|$)|^gpu\./.test(name);

export const gpusIn = (amounts: Readonly<Record<string, number>> | undefined): number | undefined => {
  const found = Object.entries(amounts ?? {}).filter(([name]) => isGpu(name));
  return found.length === 0 ? undefined : found.reduce((sum, [, value]) => sum + value, 0);
};

export const gpuRequest = (needs: readonly Need[]): TopColumn =>
  amount({
    name: 'gpu',
    header: 'GPU/R',
    shows: 'GPUs that are requested',
    needs,
    pick: ({requests}) => gpusIn(requests),
    spell: spellCount,
  });
