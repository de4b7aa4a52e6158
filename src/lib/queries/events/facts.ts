import {kindNamed, kindRow} from '../../model/kinds.ts';
import {type Ref, ref, refKey} from '../../model/ref.ts';
import {isObject} from '../../model/schema.ts';
import {type Source, Unavailable} from '../../model/source.ts';
import {MINUTE} from '../../model/time.ts';

type Words = Readonly<Record<string, string>>;

/** What is known of an object that an event is about. */
export interface ObjectFacts {
  readonly labels: Words;
  readonly annotations: Words;
  /** `Deployment/web`, the outermost first. */
  readonly owners: readonly string[];
  /** It is gone, or on its way. */
  readonly isDeleted: boolean;
}

const NOTHING: ObjectFacts = {labels: {}, annotations: {}, owners: [], isDeleted: false};
const DEPTH = 5;

/** Objects looked up one by one and remembered for a minute: a thousand events about one pod cost one request. */
export class Lookup {
  readonly #source: Source;
  readonly #room: number;
  readonly #known = new Map<string, {readonly found: Promise<Found>; readonly until: number}>();

  constructor(source: Source, room = 4096) {
    [this.#source, this.#room] = [source, room];
  }

  async facts(of: Ref): Promise<ObjectFacts> {
    const self = await this.#find(of);
    if (self === 'gone') return {...NOTHING, isDeleted: true};
    if (self === undefined) return NOTHING;
    const owners: string[] = [];
    for (let at: Found = self; typeof at === 'object' && at.owner !== undefined && owners.length < DEPTH;) {
      owners.unshift(`${at.owner.kind}/${at.owner.name}`);
      at = await this.#find(at.owner);
    }
    return {labels: self.labels, annotations: self.annotations, owners, isDeleted: self.isDeleted};
  }

  #find(of: Ref): Promise<Found> {
    const [key, now] = [refKey(of), this.#source.now().getTime()];
    const known = this.#known.get(key);
    if (known !== undefined && known.until > now) return known.found;
    const found = read(this.#source, of);
    this.#known.delete(key);
    this.#known.set(key, {found, until: now + MINUTE});
    if (this.#known.size > this.#room) this.#known.delete(this.#known.keys().next().value ?? '');
    return found;
  }
}

interface Metadata {
  readonly labels: Words;
  readonly annotations: Words;
  readonly isDeleted: boolean;
  readonly owner: Ref | undefined;
}

/** Undefined for what may not be read or is of a kind that kdiag does not know. */
type Found = Metadata | 'gone' | undefined;

async function read(source: Source, of: Ref): Promise<Found> {
  const kind = kindNamed(of.kind);
  if (kind === undefined || of.name === '' || kindRow(kind).metadataOnly === true) return undefined;
  const {group, version, plural, namespaced} = kindRow(kind);
  const base = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const within = namespaced ? `/namespaces/${encodeURIComponent(of.namespace ?? 'default')}` : '';
  try {
    return metadataIn(await source.raw(`${base}${within}/${plural}/${encodeURIComponent(of.name)}`), of);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return error.gap.why === 'not installed' ? 'gone' : undefined;
  }
}

function metadataIn(text: string, of: Ref): Found {
  const object: unknown = JSON.parse(text);
  const metadata = isObject(object) && isObject(object['metadata']) ? object['metadata'] : {};
  const owners = Array.isArray(metadata['ownerReferences']) ? (metadata['ownerReferences'] as readonly unknown[]) : [];
  const owner = owners.filter(isObject).find((one) => one['controller'] === true);
  return {
    labels: (metadata['labels'] ?? {}) as Words,
    annotations: (metadata['annotations'] ?? {}) as Words,
    isDeleted: metadata['deletionTimestamp'] !== undefined,
    owner: owner === undefined ? undefined : ref(String(owner['kind']), of.namespace, String(owner['name'])),
  };
}
