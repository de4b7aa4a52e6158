import {diagnose, type Wanted} from '../diagnose/diagnose.ts';
import {UserError} from '../model/failure.ts';
import {type Kind, kindRow} from '../model/kinds.ts';
import type {Ref} from '../model/ref.ts';
import type {Report} from '../model/report.ts';
import type {Snapshot} from '../model/snapshot.ts';
import type {Source} from '../model/source.ts';
import {similar} from '../parse/similar.ts';
import {gather, type GatherOptions} from './gather.ts';

export interface DoctorOptions extends GatherOptions, Omit<Wanted, 'namespace'> {}

/** A report, and the facts it was made from. */
export interface Examined {
  readonly report: Report;
  readonly snapshot: Snapshot;
}

/** What is wrong with the cluster, a namespace, or one object and everything connected to it. */
export async function doctor(source: Source, options: DoctorOptions): Promise<Report> {
  return (await examined(source, options)).report;
}

/** The same for those who go on to look around in the facts. */
export async function examined(source: Source, options: DoctorOptions): Promise<Examined> {
  const snapshot = await gather(source, options);
  refuseUnknown(snapshot, options);
  return {snapshot, report: diagnose(snapshot, options.rules, options)};
}

/** A misspelt name must not read as "nothing is wrong". */
function refuseUnknown(snapshot: Snapshot, {namespace, target}: DoctorOptions): void {
  if (namespace !== undefined) refuseNamespace(snapshot, namespace);
  if (target !== undefined) refuseObject(snapshot, target);
}

function refuseNamespace({objects}: Snapshot, namespace: string): void {
  if (objects.Namespace === undefined || objects.Namespace.some(({metadata}) => metadata.name === namespace)) return;
  throw notFound(
    `namespace "${namespace}" does not exist`,
    namespace,
    objects.Namespace.map(({metadata}) => metadata.name),
    'kubectl get namespaces lists those that do.',
  );
}

function refuseObject(snapshot: Snapshot, {kind, namespace, name}: Ref): void {
  const all = snapshot.objects[kind as Kind] as
    ReadonlyArray<{readonly metadata: {readonly name: string; readonly namespace?: string | undefined}}> | undefined;
  if (all === undefined)
    throw new UserError(
      `${kind} objects could not be read, so ${kind} ${name} cannot be found`,
      'The report without an object says why.',
      {exit: 3},
    );
  const beside = all.filter(({metadata}) => metadata.namespace === namespace);
  if (beside.some(({metadata}) => metadata.name === name)) return;
  const where = namespace === undefined ? '' : ` in namespace ${namespace}`;
  const elsewhere = all.find(({metadata}) => metadata.name === name)?.metadata.namespace;
  const hint =
    elsewhere === undefined
      ? `kubectl get ${kindRow(kind as Kind).plural}${namespace === undefined ? '' : ` -n ${namespace}`} lists those that do.`
      : `There is one in namespace ${elsewhere}: add -n ${elsewhere}.`;
  throw notFound(
    `${kind} "${name}" does not exist${where}`,
    name,
    beside.map(({metadata}) => metadata.name),
    hint,
  );
}

function notFound(message: string, name: string, known: readonly string[], hint: string): UserError {
  const near = similar(name, known);
  return new UserError(message, near === undefined ? hint : `Did you mean "${near}"?`);
}
