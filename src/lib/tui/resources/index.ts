import {kindNames, type ObjectKind} from '../../model/kinds.ts';
import {containers} from './containers.ts';
import {hpas} from './hpas.ts';
import {jobs} from './jobs.ts';
import type {ResourceTable} from './kind.ts';
import {namespaces} from './namespaces.ts';
import {nodes} from './nodes.ts';
import {otherTable} from './other.ts';
import {pods} from './pods.ts';
import {services} from './services.ts';
import {volumes} from './volumes.ts';
import {workloads} from './workloads.ts';

/** Tables made for what people look at most, in the order in which they are offered. */
const made = [pods, workloads, nodes, containers, services, volumes, hpas, jobs, namespaces] as const;

const isMade = (name: string): boolean => made.some((table) => table.name === name || table.also.includes(name));

/** Everything that can be listed. */
export const tables: readonly ResourceTable[] = [
  ...made,
  ...kindNames
    .filter((kind): kind is ObjectKind => kind !== 'Event')
    .map(otherTable)
    .filter(({name, also}) => !isMade(name) && !also.some(isMade)),
];

/** By what is typed for it: its name, kubectl's plural, singular and short names. */
export const tableNamed = (typed: string): ResourceTable | undefined =>
  tables.find(({name, also}) => name === typed || also.includes(typed));
