import {yamlOf} from '../formats/_yaml.ts';
import {isKind, isNamespaced, kindRow, type Kind} from '../model/kinds.ts';
import type {Ref} from '../model/ref.ts';
import {type Source, Unavailable, type Wire} from '../model/source.ts';
import {named} from '../views/words.ts';
import type {LogPlace} from '../views/timeline.ts';
import type {Action} from './actions.ts';

/** Of a container's log: enough for the story, bounded for the memory. */
const LINES = 5000;
const BYTES = 4 << 20;

/** The log that a line is from, as an answer for the reducer. */
export async function readLog(source: Source, place: LogPlace, signal: AbortSignal): Promise<Action> {
  try {
    return {type: 'log-read', place, lines: linesOf(await textOf(source, place, signal))};
  } catch (error) {
    if (error instanceof Unavailable)
      return {
        type: 'log-refused',
        place,
        gap: error.gap.hint === undefined ? error.gap.why : `${error.gap.why} (${error.gap.hint})`,
      };
    throw error;
  }
}

async function textOf(source: Source, place: LogPlace, signal: AbortSignal): Promise<string> {
  if (place.in === 'container')
    return source.podLogs(place.container, {previous: place.previous, tail: LINES, limitBytes: BYTES}, signal);
  const files = await source.nodeLogs(place.node, {layer: place.layer, tailBytes: BYTES}, signal);
  return (files.find(({source: name}) => name === place.source) ?? files[0])?.text ?? '';
}

const linesOf = (text: string): readonly string[] => {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
};

/** An object as the API server has it, without what only the server reads. Secrets come without their data. */
export async function readYaml(source: Source, of: Ref, signal: AbortSignal): Promise<Action> {
  const awaits = `yaml ${named(of)}`;
  try {
    const wire = await wireOf(source, of, signal);
    const text = wire === undefined ? `${named(of)} is not there (any more).` : yamlOf(withoutHistory(of, wire));
    return {type: 'text-read', awaits, lines: linesOf(text)};
  } catch (error) {
    if (error instanceof Unavailable) return {type: 'text-read', awaits, lines: [error.message]};
    throw error;
  }
}

async function wireOf(source: Source, {kind, namespace, name}: Ref, signal: AbortSignal): Promise<Wire | undefined> {
  if (!isKind(kind)) return undefined;
  // A recording knows lists only; and what must not be read whole is asked for as its list is.
  if (source.origin.kind === 'cluster' && kindRow(kind).metadataOnly !== true)
    return JSON.parse(await source.raw(pathOf(kind, namespace, name), signal)) as Wire;
  for await (const page of source.list(kind, {namespace}, signal)) {
    const found = page.find((wire) => isNamed(wire, namespace, name));
    if (found !== undefined) return found;
  }
  return undefined;
}

function pathOf(kind: Kind, namespace: string | undefined, name: string): string {
  const {group, version, plural} = kindRow(kind);
  const base = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const within = isNamespaced(kind) && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${base}${within}/${plural}/${encodeURIComponent(name)}`;
}

function isNamed(wire: Wire, namespace: string | undefined, name: string): boolean {
  const metadata = wire['metadata'] as {readonly name?: unknown; readonly namespace?: unknown} | undefined;
  return metadata?.name === name && (metadata.namespace ?? undefined) === namespace;
}

/** managedFields is longer than the rest, and says nothing to people. */
function withoutHistory({kind}: Ref, wire: Wire): Wire {
  const metadata = Object.fromEntries(
    Object.entries(wire['metadata'] ?? {}).filter(([key]) => key !== 'managedFields'),
  );
  return {...(wire['kind'] === undefined ? {kind} : {}), ...wire, metadata};
}
