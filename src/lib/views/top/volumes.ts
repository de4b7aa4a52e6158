import type {Space} from '../../model/usage.ts';
import type {UsageRow} from '../../model/usage-row.ts';
import {amount, share, type TopColumn, word} from './column.ts';
import {spellBytes, spellCount} from './words.ts';

const spaceOf = ({volume}: UsageRow): Space | undefined => volume?.space;

/** What is taken of the file system the volume is on: an emptyDir shares its node's disk with all others. */
const taken = (row: UsageRow): number | undefined => {
  const {capacityBytes, availableBytes, usedBytes} = spaceOf(row) ?? {};
  return capacityBytes === undefined || availableBytes === undefined ? usedBytes : capacityBytes - availableBytes;
};

const shown = {when: 'shown', needs: ['summary']} as const;
const wide = {when: 'wide', needs: ['summary']} as const;

/** Columns of volumes. */
export const volumeColumns = (withNamespace: boolean): readonly TopColumn[] => [
  word({
    name: 'namespace',
    header: 'NAMESPACE',
    shows: 'namespace',
    when: withNamespace ? 'shown' : 'asked',
    pick: ({ref}) => ref.namespace,
  }),
  word({name: 'pod', header: 'POD', shows: 'pod', when: 'shown', pick: ({ref}) => ref.name}),
  word({name: 'name', header: 'VOLUME', shows: 'volume of the pod', ...shown, pick: ({volume}) => volume?.name}),
  word({name: 'claim', header: 'CLAIM', shows: 'claim behind it', ...shown, pick: ({volume}) => volume?.claim}),
  amount({
    name: 'used',
    header: 'USED',
    shows: 'bytes in the volume',
    ...shown,
    pick: (row) => spaceOf(row)?.usedBytes,
    spell: spellBytes,
  }),
  amount({
    name: 'capacity',
    header: 'CAPACITY',
    shows: 'bytes of the file system it is on',
    ...shown,
    isSummable: false,
    pick: (row) => spaceOf(row)?.capacityBytes,
    spell: spellBytes,
  }),
  share({
    name: '%used',
    header: '%FULL',
    shows: 'part of that file system that is taken, by whomever',
    ...shown,
    part: taken,
    whole: (row) => spaceOf(row)?.capacityBytes,
  }),
  share({
    name: '%inodes',
    header: '%INODES',
    shows: 'part of its inodes that the volume takes',
    ...shown,
    part: (row) => spaceOf(row)?.inodesUsed,
    whole: (row) => spaceOf(row)?.inodes,
  }),
  amount({
    name: 'free',
    header: 'FREE',
    shows: 'bytes that are free on that file system',
    ...wide,
    isSummable: false,
    pick: (row) => spaceOf(row)?.availableBytes,
    spell: spellBytes,
  }),
  amount({
    name: 'inodes',
    header: 'INODES',
    shows: 'files in the volume',
    ...wide,
    pick: (row) => spaceOf(row)?.inodesUsed,
    spell: spellCount,
  }),
  word({name: 'node', header: 'NODE', shows: 'node', ...wide, pick: ({node}) => node}),
];
