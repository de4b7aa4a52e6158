import {rmSync} from 'node:fs';
import {appendFile, mkdir, readFile, stat, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {
  asked,
  BUNDLE_SCHEMA,
  type BundleFacts,
  type BundleFile,
  type BundleGap,
  type BundleManifest,
  type BundleSummary,
  type BundleWriter,
  type Sample,
} from '../../model/bundle.ts';
import type {Kind} from '../../model/kinds.ts';
import {isObject} from '../../model/schema.ts';
import type {
  ContainerRef,
  KubeletEndpoint,
  NodeLogQuery,
  NodeLogText,
  Scope,
  Source,
  Wire,
} from '../../model/source.ts';
import {recorder} from '../recorder.ts';
import {EVENTS, kubeletFile, MANIFEST, nodeLogFile, objectsFile, pageFile, podLogFile, SERIES} from './layout.ts';
import {packFiles} from './pack.ts';
import {newKey, plainRedactor, redactor, type Redactor} from './redact.ts';
import {openTarget, publish, type Target, written} from './target.ts';

export interface BundleOptions {
  /** Name and version of the program that writes it. */
  readonly tool: BundleManifest['tool'];
  /** Replace a bundle that stands there already. */
  readonly force?: boolean | undefined;
  /** Bytes from the end of each node log that are kept. */
  readonly nodeLogBytes?: number | undefined;
  /** On unless false. */
  readonly redact?: boolean | undefined;
  /** Drawn anew for each bundle unless given: for tests, and for bundles that are to be compared. */
  readonly key?: Uint8Array | undefined;
}

const NODE_LOG_BYTES = 1024 ** 2;

/** Objects go on in another file at this size: readers refuse files of more than 128 MiB. */
const FILE_FULL = 64 * 1024 ** 2;

/** Begins a bundle beside its target. Refuses a target that exists or cannot be written before anything is read. */
export async function createBundle(path: string, options: BundleOptions): Promise<BundleWriter> {
  return new Writer(await openTarget(path, options.force === true), options);
}

type Noted = {-readonly [K in keyof BundleFile]: BundleFile[K]} & {readonly answers: string[]};

class Writer implements BundleWriter {
  readonly nodeLogBytes: number;
  readonly #target: Target;
  readonly #options: BundleOptions;
  readonly #redactor: Redactor;
  readonly #files = new Map<string, Noted>();
  readonly #gaps: BundleGap[] = [];
  readonly #known = new Set<string>();
  readonly #empty = new Set<string>();
  readonly #parts = new Map<Kind, number>();
  #isFinished = false;

  constructor(target: Target, options: BundleOptions) {
    this.#target = target;
    this.#options = options;
    this.nodeLogBytes = options.nodeLogBytes ?? NODE_LOG_BYTES;
    this.#redactor = options.redact === false ? plainRedactor : redactor(options.key ?? newKey());
  }

  record(source: Source): Source {
    return recorder(source, this);
  }

  has(question: string): boolean {
    return this.#known.has(question);
  }

  keepNames(names: Iterable<string>): void {
    this.#redactor.keepNames(names);
  }

  async objects(kind: Kind, wires: readonly Wire[]): Promise<void> {
    if (wires.length === 0) return;
    const lines = wires.map((wire) => `${JSON.stringify(this.#redactor.object(kind, wire))}\n`).join('');
    await this.#append(this.#fileOf(kind), lines);
  }

  listed(kind: Kind, scope: Scope, isEmpty: boolean): void {
    const question = asked.list(kind, scope);
    if (isEmpty) this.#isEmpty(question);
    else for (const path of this.#filesOf(kind)) this.#answer(path, question);
  }

  async podLog(container: ContainerRef, previous: boolean, text: string, isTruncated: boolean): Promise<void> {
    await this.#whole(
      podLogFile(container, previous),
      asked.podLog(container, previous),
      this.#redactor.text(text),
      isTruncated ? {truncated: true} : {},
    );
  }

  async nodeLogs(node: string, layer: NodeLogQuery['layer'], files: readonly NodeLogText[]): Promise<void> {
    const question = asked.nodeLog(node, layer);
    if (files.length === 0) this.#isEmpty(question);
    for (const [at, {source, text, truncated}] of files.entries()) {
      const path = nodeLogFile(node, layer, source);
      const isTaken = files.slice(0, at).some((other) => nodeLogFile(node, layer, other.source) === path);
      await this.#whole(
        isTaken ? path.replace(/\.log$/, `.${at + 1}.log`) : path,
        question,
        this.#redactor.text(text),
        {source, ...(truncated ? {truncated: true} : {})},
      );
    }
  }

  async kubelet(node: string, endpoint: KubeletEndpoint, text: string): Promise<void> {
    await this.#whole(kubeletFile(node, endpoint), asked.kubelet(node, endpoint), this.#redactor.exposition(text));
  }

  async page(path: string, text: string): Promise<void> {
    const safe = /^\s*[[{]/.test(text) ? this.#redactor.text(text) : this.#redactor.exposition(text);
    await this.#whole(this.#freePath(pageFile(path), asked.page(path)), asked.page(path), safe);
  }

  gap(gap: BundleGap): void {
    if (gap.asked !== undefined && this.#known.has(gap.asked)) return;
    if (gap.asked !== undefined) this.#known.add(gap.asked);
    this.#gaps.push(gap);
  }

  async sample(samples: readonly Sample[]): Promise<void> {
    if (samples.length > 0) await this.#append(SERIES, samples.map((one) => `${JSON.stringify(one)}\n`).join(''));
  }

  async finish(facts: BundleFacts): Promise<BundleSummary> {
    const {path, packing, part, files} = this.#target;
    await this.#latestEvents();
    const manifest = this.#manifest(facts);
    const archive = join(part, 'archive');
    await written(path, async () => {
      await writeFile(join(files, MANIFEST), `${JSON.stringify(manifest, undefined, 1)}\n`);
      if (packing !== 'directory')
        await packFiles(files, [MANIFEST, ...this.#files.keys()], new Date(facts.takenAt), archive, packing);
    });
    await publish(this.#target, archive, this.#options.force === true);
    this.#isFinished = true;
    const bytes =
      packing === 'directory' ? manifest.files.reduce((sum, file) => sum + file.bytes, 0) : (await stat(path)).size;
    return {path, bytes, files: manifest.files.length + 1, redactions: manifest.redactions.count, gaps: manifest.gaps};
  }

  discard(): void {
    if (!this.#isFinished) rmSync(this.#target.part, {recursive: true, force: true});
  }

  #manifest(facts: BundleFacts): BundleManifest {
    const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
    return {
      schema: BUNDLE_SCHEMA,
      tool: this.#options.tool,
      ...facts,
      redactions: {isOn: this.#options.redact !== false, count: this.#redactor.count()},
      gaps: this.#gaps
        .map((gap) => ({...gap, hint: gap.hint === undefined ? undefined : this.#redactor.text(gap.hint)}))
        .sort((a, b) => byName(`${a.asked ?? ''} ${a.what}`, `${b.asked ?? ''} ${b.what}`)),
      files: [...this.#files.values()]
        .map((file) => ({...file, answers: [...file.answers].sort(byName)}))
        .sort((a, b) => byName(a.path, b.path)),
      empty: [...this.#empty].sort(byName),
    };
  }

  #fileOf(kind: Kind): string {
    const part = this.#parts.get(kind) ?? 1;
    const path = partOf(objectsFile(kind), part);
    if ((this.#files.get(path)?.bytes ?? 0) < FILE_FULL) return path;
    this.#parts.set(kind, part + 1);
    return partOf(objectsFile(kind), part + 1);
  }

  #filesOf(kind: Kind): readonly string[] {
    return Array.from({length: this.#parts.get(kind) ?? 1}, (_, at) => partOf(objectsFile(kind), at + 1)).filter(
      (path) => this.#files.has(path),
    );
  }

  #answer(path: string, question: string): void {
    this.#known.add(question);
    this.#empty.delete(question);
    const file = this.#files.get(path);
    if (file?.answers.includes(question) === false) file.answers.push(question);
  }

  #isEmpty(question: string): void {
    this.#known.add(question);
    this.#empty.add(question);
  }

  /** A path that no other question's answer has. */
  #freePath(path: string, question: string): string {
    for (let at = 1; ; at += 1) {
      const candidate = at === 1 ? path : partOf(path, at);
      const taken = this.#files.get(candidate);
      if (taken === undefined || taken.answers.includes(question)) return candidate;
    }
  }

  async #append(path: string, text: string): Promise<void> {
    const file = this.#note(path);
    file.bytes += Buffer.byteLength(text);
    await this.#toDisk(path, text, appendFile);
  }

  async #whole(path: string, question: string, text: string, more: Partial<BundleFile> = {}): Promise<void> {
    if (text === '' && more.source === undefined) {
      this.#isEmpty(question);
      return;
    }
    Object.assign(this.#note(path), {bytes: Buffer.byteLength(text)}, more);
    this.#answer(path, question);
    await this.#toDisk(path, text, writeFile);
  }

  #note(path: string): Noted {
    const known = this.#files.get(path) ?? {path, answers: [], bytes: 0};
    this.#files.set(path, known);
    return known;
  }

  async #toDisk(path: string, text: string, how: typeof writeFile): Promise<void> {
    const at = join(this.#target.files, path);
    await written(this.#target.path, async () => {
      await mkdir(dirname(at), {recursive: true});
      await how(at, text);
    });
  }

  /** Events that were listed again over a window: the newest form of each, where it first stood. */
  async #latestEvents(): Promise<void> {
    const file = this.#files.get(EVENTS);
    if (file === undefined) return;
    const byId = new Map<string, string>();
    const lines = (await readFile(join(this.#target.files, EVENTS), 'utf8')).split('\n').filter((line) => line !== '');
    for (const line of lines) byId.set(eventId(JSON.parse(line)) ?? line, line);
    if (byId.size === lines.length) return;
    const text = [...byId.values()].map((line) => `${line}\n`).join('');
    file.bytes = Buffer.byteLength(text);
    await this.#toDisk(EVENTS, text, writeFile);
  }
}

const partOf = (path: string, part: number): string => (part === 1 ? path : path.replace(/(\.[a-z]+)$/, `.${part}$1`));

function eventId(event: unknown): string | undefined {
  const metadata = isObject(event) ? event['metadata'] : undefined;
  const uid = isObject(metadata) ? metadata['uid'] : undefined;
  return typeof uid === 'string' ? uid : undefined;
}
