import {asked, type BundleFile, type BundleManifest, type Sample} from '../../model/bundle.ts';
import type {Kind} from '../../model/kinds.ts';
import {isNamespaced} from '../../model/kinds.ts';
import {isObject} from '../../model/schema.ts';
import {
  type Asked,
  type ContainerRef,
  type Gap,
  type KubeletEndpoint,
  type LogOptions,
  type NodeLogQuery,
  type NodeLogText,
  type Origin,
  type ProxyTarget,
  proxyPath,
  type Scope,
  type Source,
  Unavailable,
  type Wire,
} from '../../model/source.ts';
import {chosenBy} from './choose.ts';
import type {BundleFiles} from './files.ts';
import {SERIES} from './layout.ts';
import {json} from './manifest.ts';
import {lastBytes, logWindow} from './tail.ts';

/** As the API server pages its lists. */
const PAGE = 500;

/** A recorded cluster. What nobody asked while it was recorded is "not captured", never empty. */
export class BundleSource implements Source {
  readonly origin: Origin;
  readonly manifest: BundleManifest;
  readonly #files: BundleFiles;
  readonly #byAnswer = new Map<string, BundleFile[]>();
  readonly #gapByAnswer = new Map<string, Gap>();
  readonly #empty: ReadonlySet<string>;
  readonly #unreadableLines = new Map<string, number>();
  #requests = 0;
  #bytes = 0;

  constructor(path: string, manifest: BundleManifest, files: BundleFiles) {
    this.origin = {kind: 'bundle', ...manifest.origin, path};
    this.manifest = manifest;
    this.#files = files;
    this.#empty = new Set(manifest.empty);
    for (const file of manifest.files)
      for (const answer of file.answers) this.#byAnswer.set(answer, [...(this.#byAnswer.get(answer) ?? []), file]);
    for (const {asked: question, ...gap} of manifest.gaps)
      if (question !== undefined) this.#gapByAnswer.set(question, gap);
  }

  now(): Date {
    return new Date(this.manifest.takenAt);
  }

  async *list(kind: Kind, scope: Scope): AsyncGenerator<readonly Wire[]> {
    this.#requests += 1;
    const whole = asked.list(kind, {});
    const question = asked.list(kind, scope);
    const gap = this.#gapByAnswer.get(question);
    // A namespace's objects are answered by a list of the whole cluster; a gap holds for the question it was given to.
    const files = gap === undefined && !this.#knows(question) ? this.#answersTo(whole) : this.#answersTo(question);
    if (gap === undefined && files.length === 0 && !this.#empty.has(question) && !this.#empty.has(whole))
      throw this.#notCaptured(question, kind);
    for (const file of files) yield* this.#pages(file, isNamespaced(kind) ? scope : {...scope, namespace: undefined});
    // As it was: pages came, and then the refusal.
    if (gap !== undefined) throw new Unavailable(gap);
  }

  async podLogs(container: ContainerRef, options: LogOptions): Promise<string> {
    const text = await this.#text(
      asked.podLog(container, options.previous === true),
      `log of ${container.container} in pod ${container.namespace}/${container.pod}`,
    );
    return logWindow(text, options);
  }

  async nodeLogs(node: string, {layer, tailBytes}: NodeLogQuery): Promise<readonly NodeLogText[]> {
    this.#requests += 1;
    const question = asked.nodeLog(node, layer);
    const files = this.#mustKnow(question, `${layer} log of node ${node}`);
    const out: NodeLogText[] = [];
    for (const file of files) {
      const {text, isCut} = lastBytes((await this.#read(file.path)).toString('utf8'), tailBytes);
      out.push({source: file.source ?? file.path, text, truncated: isCut || file.truncated === true});
    }
    return out;
  }

  async kubelet(node: string, endpoint: KubeletEndpoint): Promise<string> {
    return this.#text(asked.kubelet(node, endpoint), `kubelet page ${endpoint} of node ${node}`);
  }

  async raw(path: string): Promise<string> {
    return this.#text(asked.page(path), path);
  }

  async proxy(target: ProxyTarget): Promise<string> {
    return this.raw(proxyPath(target));
  }

  /**
   * Gaps of the bundle as a whole. One that belongs to a question is thrown when it is asked, so that it is told once
   * and only to those whom it concerns. Lines found unreadable join as their files are read.
   */
  gaps(): readonly Gap[] {
    const whole = this.manifest.gaps
      .filter((gap) => gap.asked === undefined)
      .map(({what, why, hint}) => ({what, why, hint}));
    const lost = [...this.#unreadableLines].map(([path, lines]): Gap => ({
      what: `${lines} ${lines === 1 ? 'line' : 'lines'} of ${path}`,
      why: 'truncated',
      hint: 'The bundle is damaged there: these lines are not JSON.',
    }));
    return [...whole, ...lost];
  }

  asked(): Asked {
    return {requests: this.#requests, bytes: this.#bytes};
  }

  /** Measurements over the window of a capture with --duration. */
  async *samples(): AsyncGenerator<Sample> {
    const bytes = await this.#files.bytes(SERIES);
    for (const one of bytes === undefined ? [] : this.#records(SERIES, bytes)) yield one as unknown as Sample;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #text(question: string, what: string): Promise<string> {
    this.#requests += 1;
    const [file] = this.#mustKnow(question, what);
    return file === undefined ? '' : (await this.#read(file.path)).toString('utf8');
  }

  #mustKnow(question: string, what: string): readonly BundleFile[] {
    const gap = this.#gapByAnswer.get(question);
    if (gap !== undefined) throw new Unavailable(gap);
    const files = this.#answersTo(question);
    if (files.length === 0 && !this.#empty.has(question)) throw this.#notCaptured(question, what);
    return files;
  }

  #knows(question: string): boolean {
    return this.#answersTo(question).length > 0 || this.#empty.has(question);
  }

  /** Files that answer it and are there: one that was taken out of the bundle counts as not captured. */
  #answersTo(question: string): readonly BundleFile[] {
    return (this.#byAnswer.get(question) ?? []).filter(({path}) => this.#files.has(path));
  }

  #notCaptured(question: string, what: string): Unavailable {
    const wasTakenOut = this.#byAnswer.has(question);
    return new Unavailable({
      what,
      why: 'not captured',
      hint: wasTakenOut ? 'Its file is no longer in the bundle.' : 'The bundle was taken without it.',
    });
  }

  async #read(path: string): Promise<Buffer> {
    const bytes = (await this.#files.bytes(path)) ?? Buffer.alloc(0);
    this.#bytes += bytes.length;
    return bytes;
  }

  async *#pages(file: BundleFile, scope: Scope): AsyncGenerator<readonly Wire[]> {
    const isMeant = chosenBy(scope);
    let page: Wire[] = [];
    for (const wire of this.#records(file.path, await this.#read(file.path))) {
      if (!isMeant(wire)) continue;
      page.push(wire);
      if (page.length < PAGE) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
  }

  /** Objects of a file, one a line. A line at a time is decoded: a large file as one string would double it. */
  *#records(path: string, bytes: Buffer): Generator<Wire> {
    let lost = 0;
    for (let at = 0; at < bytes.length;) {
      const next = bytes.indexOf(10, at);
      const line = bytes.toString('utf8', at, next === -1 ? bytes.length : next).trim();
      at = next === -1 ? bytes.length : next + 1;
      if (line === '') continue;
      const wire = json(line);
      if (isObject(wire)) yield wire;
      else lost += 1;
    }
    if (lost > 0) this.#unreadableLines.set(path, lost);
  }
}
