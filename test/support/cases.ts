import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseAllDocuments} from 'yaml';
import {isKind, type Kind, kindRow} from '../../src/lib/model/kinds.ts';
import {ref} from '../../src/lib/model/ref.ts';
import type {ContainerLog, LogLine, Snapshot} from '../../src/lib/model/snapshot.ts';
import {matcher} from '../../src/lib/patterns/_match.ts';
import {patterns} from '../../src/lib/patterns/index.ts';

/** Case sets of other projects lie beside the repository; where they do not, their tests are reported as skipped. */
const CASES = fileURLToPath(new URL('../../../shared/cases/', import.meta.url));
export const caseSet = (name: string): string => join(CASES, name);
export const isPresent = (name: string): boolean => existsSync(caseSet(name));

/** Folders of a set that hold a file of that name, sorted; none when the set is absent. */
export const casesIn = (name: string, file: string): readonly string[] =>
  isPresent(name)
    ? readdirSync(caseSet(name))
        .filter((folder) => existsSync(join(caseSet(name), folder, file)))
        .sort()
    : [];

export const json = (...path: readonly string[]): unknown => JSON.parse(readFileSync(join(CASES, ...path), 'utf8'));

type Wire = Readonly<Record<string, unknown>>;
const isWire = (raw: unknown): raw is Wire => typeof raw === 'object' && raw !== null;

/** The objects of a file: a List, several documents, or one object; JSON is YAML as well. */
export function objectsIn(path: string): readonly Wire[] {
  const documents = parseAllDocuments(readFileSync(path, 'utf8')).map(
    (document) => document.toJS({maxAliasCount: -1}) as unknown,
  );
  return documents
    .filter(isWire)
    .flatMap((document) =>
      Array.isArray(document['items'])
        ? (document['items'] as readonly unknown[])
            .filter(isWire)
            .map((item) => ({kind: String(document['kind']).replace(/List$/, ''), ...item}))
        : [document],
    );
}

const STAMP = /"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)"/g;

/** The recordings do not say when they were made: a little after the last thing they know of. */
function takenAt(objects: readonly Wire[]): Date {
  const stamps = [...JSON.stringify(objects).matchAll(STAMP)].map(([, stamp = '']) => Date.parse(stamp));
  return new Date(stamps.reduce((a, b) => Math.max(a, b), Date.parse('2000-01-01T00:00:00Z')) + 30_000);
}

const match = matcher(patterns);
/** A line of an application's log as the gatherer would have marked it. */
export const said = (text: string, at?: string): LogLine => ({at, text, marks: match(text, ['app'])});

/** A snapshot of recorded objects. Kinds that the recording does not have count as not read, but for events: those are read whenever pods are. */
export function snapshotOf(objects: readonly Wire[], containerLogs: readonly ContainerLog[] = []): Snapshot {
  const byKind = Map.groupBy(
    objects.filter(({kind}) => typeof kind === 'string' && isKind(kind)),
    ({kind}) => kind as Kind,
  );
  const decoded = [...byKind].map(([kind, wires]) => [kind, wires.map((wire) => kindRow(kind).decode(wire))] as const);
  return {
    origin: {kind: 'bundle'},
    now: takenAt(objects),
    objects: {Event: [], ...Object.fromEntries(decoded)},
    containerLogs,
    nodeLogs: [],
    kubelet: new Map(),
    pages: new Map(),
    gaps: [],
    asked: {requests: 0, bytes: 0},
  };
}

/** What kubectl printed in place of a log. */
const NO_LOG = /^(?:stderr:|Error from server|error: )/;

/** Recorded `logs/[previous_]logs…POD….log` files, led to the pod that the name holds, or to the only one. */
export function logsIn(folder: string, objects: readonly Wire[]): readonly ContainerLog[] {
  if (!existsSync(folder)) return [];
  const pods = objects
    .filter(({kind}) => kind === 'Pod')
    .map(({metadata, spec}) => ({
      ...(metadata as {name: string; namespace: string}),
      container: (spec as {containers?: ReadonlyArray<{name: string}>} | undefined)?.containers?.[0]?.name ?? '',
    }));
  return readdirSync(folder).flatMap((file) => {
    const lines = readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '' && !NO_LOG.test(line));
    const pod =
      pods.find(({name}) => file.includes(name.split('-').at(-1) ?? name)) ?? (pods.length === 1 ? pods[0] : undefined);
    if (pod === undefined || lines.length === 0 || !basename(file).includes('logs')) return [];
    return [
      {
        pod: ref('Pod', pod.namespace, pod.name),
        container: pod.container,
        previous: file.startsWith('previous'),
        lines: lines.map((line) => said(line)),
      },
    ];
  });
}
