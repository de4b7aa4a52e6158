import type {Family, MetricType, Sample} from '../../model/exposition.ts';
import {type Entry, entries, type ReadOptions} from './entries.ts';
import type {Grammar, Selection} from './grammar.ts';
import {Page} from './page.ts';
import {suffixesOf} from './suffixes.ts';

export type TextFormat = Grammar['is'];

/** A page of OpenMetrics ends with `# EOF`; nothing else tells the formats apart without a content type. */
export function guessedFormat(page: Uint8Array | string): TextFormat {
  const end =
    typeof page === 'string'
      ? page.slice(-16)
      : Buffer.from(page.subarray(Math.max(0, page.length - 16))).toString('latin1');
  return /(?:^|\n)# EOF\n?$/.test(end) ? 'openmetrics' : 'text';
}

/** Samples as they stand, each with its labels: the quick way when nothing else is wanted. Throws ExpositionError. */
export function samplesIn(
  page: Uint8Array | string,
  {format = guessedFormat(page), ...options}: ReadOptions & {readonly format?: TextFormat} = {},
): readonly Sample[] {
  const samples: Sample[] = [];
  for (const entry of entries(new Page(page), {is: format, isStrict: false}, options))
    if (entry.is === 'sample') samples.push(entry.sample);
  return samples;
}

/**
 * Numbers by name: `samplesNamed(page, ['container_cpu_usage_seconds_total'], ['pod'])`. Lines of other names are passed
 * over, labels that are not asked for are not built. What cannot be read is left out: one odd line hides no others.
 */
export function samplesNamed(
  page: Uint8Array | string,
  names: Iterable<string>,
  labels?: Iterable<string>,
): ReadonlyMap<string, readonly Sample[]> {
  const found = new Map<string, Sample[]>([...names].map((name) => [name, []]));
  const selection: Selection = {
    wants: (name) => found.has(name),
    labels: labels === undefined ? undefined : new Set(labels),
  };
  for (const sample of samplesIn(page, {...selection, onFault: () => undefined})) found.get(sample.name)?.push(sample);
  return found;
}

/** Samples with what is said about their names, in the order of the page. Throws ExpositionError. */
export function familiesIn(
  page: Uint8Array | string,
  {format = guessedFormat(page), ...options}: ReadOptions & {readonly format?: TextFormat} = {},
): readonly Family[] {
  const gathered = new Families(format);
  for (const entry of entries(new Page(page), {is: format, isStrict: false}, options)) gathered.take(entry);
  return gathered.all();
}

interface Growing {
  readonly name: string;
  type: MetricType | undefined;
  help: string | undefined;
  unit: string | undefined;
  readonly samples: Sample[];
}

/** Puts samples under the names that were declared for them. */
class Families {
  readonly #format: TextFormat;
  readonly #byName = new Map<string, Growing>();
  /** Sample name to the family that declared it. */
  readonly #owners = new Map<string, Growing>();

  constructor(format: TextFormat) {
    this.#format = format;
  }

  take(entry: Entry): void {
    switch (entry.is) {
      case 'sample':
        (this.#owners.get(entry.sample.name) ?? this.#own(entry.sample.name)).samples.push(entry.sample);
        return;
      case 'help':
        this.#named(entry.name).help ??= entry.text;
        return;
      case 'unit':
        this.#named(entry.name).unit ??= entry.text;
        return;
      case 'type': {
        const family = this.#named(entry.name);
        family.type ??= entry.type;
        for (const suffix of suffixesOf(family.type, this.#format)) this.#owners.set(entry.name + suffix, family);
        return;
      }
      case 'eof':
        return;
    }
  }

  all(): readonly Family[] {
    return [...this.#byName.values()].map((family) => ({...family, type: family.type ?? 'unknown'}));
  }

  #own(sample: string): Growing {
    const family = this.#named(sample);
    this.#owners.set(sample, family);
    return family;
  }

  #named(name: string): Growing {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const family: Growing = {name, type: undefined, help: undefined, unit: undefined, samples: []};
    this.#byName.set(name, family);
    return family;
  }
}
