import type {Amounts, Space} from '../../model/usage.ts';
import type {UsageRow} from '../../model/usage-row.ts';
import {amount, share, type TopColumn, word} from './column.ts';
import {againstRequests, cpu, fromKubelets, gpuRequest, gpusIn, memory} from './measures.ts';
import {trends} from './trends.ts';
import {spellBytes, spellCount, spellCpu, spellMemory, UNKNOWN} from './words.ts';

export interface NodeColumns {
  /** Against the machine rather than against what pods may ask for. */
  readonly ofCapacity: boolean;
  readonly withSwap: boolean;
}

const MILLICORE = 1e6;
const CORE = 1e-9;

/** Columns of nodes: kubectl's first, the rest with -o wide and --columns. */
export function nodeColumns({ofCapacity, withSwap}: NodeColumns): readonly TopColumn[] {
  const whole = (row: UsageRow): Amounts | undefined => (ofCapacity ? row.capacity : row.allocatable);
  const swap = fromKubelets.filter(({name}) => name === 'swap');
  return [
    word({name: 'name', header: 'NAME', shows: 'node', when: 'shown', pick: ({ref}) => ref.name}),
    cpu,
    usedShare('cpu', '%cpu', 'CPU(%)', whole, MILLICORE),
    memory,
    usedShare('memory', '%memory', 'MEMORY(%)', whole, undefined),
    ...(withSwap ? [...swap.map((column): TopColumn => ({...column, when: 'shown'})), swapShare(whole)] : []),
    ...againstRequests(['pods']).filter(({name}) => !name.startsWith('%')),
    free('cpu', 'free-cpu', 'CPU-FREE', spellCpu, CORE),
    free('memory', 'free-mem', 'MEM-FREE', spellMemory, 1),
    amount({
      name: 'pods',
      header: 'PODS',
      shows: 'pods that hold resources',
      when: 'wide',
      needs: ['pods'],
      pick: ({pods}) => pods,
      spell: spellCount,
    }),
    share({
      name: '%pods',
      header: '%PODS',
      shows: 'part of the pods that the node takes at most',
      when: 'wide',
      needs: ['pods'],
      part: ({pods}) => pods,
      whole: ({allocatable}) => allocatable?.['pods'],
    }),
    word({name: 'marks', header: 'MARKS', shows: 'NotReady, cordoned', when: 'wide', pick: ({marks}) => joined(marks)}),
    reserved('cpu', '%cpu-request', '%CPU/R', MILLICORE),
    reserved('memory', '%mem-request', '%MEM/R', undefined),
    allocatable('cpu', 'allocatable-cpu', 'CPU/A', spellCpu, CORE),
    allocatable('memory', 'allocatable-mem', 'MEM/A', spellMemory, 1),
    amount({
      name: 'max-pods',
      header: 'PODS/A',
      shows: 'pods that the node takes at most',
      pick: ({allocatable: all}) => all?.['pods'],
      spell: spellCount,
    }),
    ...disk('root', 'disk', 'DISK'),
    ...disk('images', 'images', 'IMAGES'),
    ...(withSwap ? fromKubelets.filter(({name}) => name !== 'swap') : fromKubelets),
    amount({
      name: 'gpus',
      header: 'GPU/A',
      shows: 'GPUs that pods may ask for',
      pick: ({allocatable: all}) => gpusIn(all),
      spell: spellCount,
    }),
    gpuRequest(['pods']),
    word({
      name: 'zone',
      header: 'ZONE',
      shows: 'topology zone',
      pick: ({labels}) => labels?.['topology.kubernetes.io/zone'],
    }),
    word({name: 'measured', header: 'MEASURED', shows: 'when the use was measured', pick: ({usage}) => usage?.at}),
    word({name: 'source', header: 'SOURCE', shows: 'interface that told the use', pick: ({via}) => via}),
    ...trends,
  ];
}

const joined = (words: readonly string[] | undefined): string | undefined =>
  words === undefined || words.length === 0 ? undefined : words.join(',');

type Whole = (row: UsageRow) => Amounts | undefined;

const usedShare = (
  resource: 'cpu' | 'memory',
  name: string,
  header: string,
  whole: Whole,
  grain: number | undefined,
): TopColumn =>
  share({
    name,
    header,
    shows: `part of the node's ${resource} that is used`,
    when: 'shown',
    align: 'left',
    part: ({usage}) => usage?.[resource],
    whole: (row) => whole(row)?.[resource],
    absent: UNKNOWN,
    grain,
  });

const swapShare = (whole: Whole): TopColumn =>
  share({
    name: '%swap',
    header: 'SWAP(%)',
    shows: "part of the node's swap that is used",
    when: 'shown',
    align: 'left',
    needs: ['summary'],
    part: ({usage}) => usage?.swapBytes,
    whole: (row) => whole(row)?.['swap'],
    absent: UNKNOWN,
  });

const reserved = (resource: 'cpu' | 'memory', name: string, header: string, grain: number | undefined): TopColumn =>
  share({
    name,
    header,
    shows: `part of the allocatable ${resource} that pods have requested`,
    needs: ['pods'],
    part: ({requests}) => requests?.[resource] ?? 0,
    whole: ({allocatable: all}) => all?.[resource],
    grain,
  });

/** What a new pod could still request: allocatable less the requests of the pods that are there. */
const free = (
  resource: 'cpu' | 'memory',
  name: string,
  header: string,
  spell: (value: number) => string,
  scale: number,
): TopColumn =>
  amount({
    name,
    header,
    shows: `${resource} that a new pod could still request`,
    when: 'wide',
    needs: ['pods'],
    pick: ({requests, allocatable: all}) => {
      const there = all?.[resource];
      return there === undefined || requests === undefined ? undefined : there - (requests[resource] ?? 0);
    },
    spell,
    scale,
  });

const allocatable = (
  resource: 'cpu' | 'memory',
  name: string,
  header: string,
  spell: (value: number) => string,
  scale: number,
): TopColumn =>
  amount({
    name,
    header,
    shows: `${resource} that pods may request`,
    pick: ({allocatable: all}) => all?.[resource],
    spell,
    scale,
  });

function disk(role: string, name: string, header: string): readonly TopColumn[] {
  const of = ({disks}: UsageRow): Space | undefined => disks?.find((one) => one.role === role)?.space;
  return [
    amount({
      name,
      header,
      shows: `bytes on the file system of ${role}`,
      needs: ['summary'],
      pick: (row) => of(row)?.usedBytes,
      spell: spellBytes,
    }),
    share({
      name: `%${name}`,
      header: `%${header}`,
      shows: `part of the file system of ${role} that is used`,
      needs: ['summary'],
      part: (row) => {
        const space = of(row);
        // What root keeps for itself is used up for pods as well.
        return space?.capacityBytes === undefined || space.availableBytes === undefined
          ? space?.usedBytes
          : space.capacityBytes - space.availableBytes;
      },
      whole: (row) => of(row)?.capacityBytes,
    }),
    share({
      name: `%${name}-inodes`,
      header: `%${header}-INODES`,
      shows: `part of the inodes of the file system of ${role} that is used`,
      needs: ['summary'],
      part: (row) => of(row)?.inodesUsed,
      whole: (row) => of(row)?.inodes,
    }),
  ];
}
