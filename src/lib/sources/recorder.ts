import {asked, type BundleWriter} from '../model/bundle.ts';
import type {Kind} from '../model/kinds.ts';
import {isObject} from '../model/schema.ts';
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
} from '../model/source.ts';
import {lastBytes, logWindow} from './bundle/tail.ts';

/**
 * More is asked for than the caller wants, so that whoever opens the bundle can look further back than the diagnosis
 * did; the caller gets exactly what it asked for.
 */
export const RECORDED = {logLines: 1000, logBytes: 4 * 1024 ** 2} as const;

/** The same source; every answer is kept in the bundle, and every refusal is a gap there. */
export const recorder = (source: Source, writer: BundleWriter): Source => new Recorder(source, writer);

class Recorder implements Source {
  readonly #source: Source;
  readonly #writer: BundleWriter;
  /** Objects kept by kind: a namespace's may come again with a list of the whole cluster. */
  readonly #kept = new Map<Kind, Set<string>>();

  constructor(source: Source, writer: BundleWriter) {
    this.#source = source;
    this.#writer = writer;
    for (const gap of source.gaps()) writer.gap(gap);
  }

  get origin(): Origin {
    return this.#source.origin;
  }

  now(): Date {
    return this.#source.now();
  }

  async *list(kind: Kind, scope: Scope, signal?: AbortSignal): AsyncGenerator<readonly Wire[]> {
    const isKnown = this.#writer.has(asked.list(kind, scope));
    let isEmpty = true;
    const isDone = (): void => {
      if (!isKnown) this.#writer.listed(kind, scope, isEmpty);
    };
    try {
      for await (const page of this.#source.list(kind, scope, signal)) {
        isEmpty &&= page.length === 0;
        if (!isKnown) await this.#writer.objects(kind, this.#fresh(kind, page));
        yield page;
      }
    } catch (error) {
      // Pages that came before the refusal count: a reader will see them, and then the refusal.
      if (error instanceof Unavailable && !isKnown) this.#refusedList(kind, scope, error.gap, isEmpty);
      throw error;
    }
    isDone();
  }

  async podLogs(container: ContainerRef, options: LogOptions, signal?: AbortSignal): Promise<string> {
    const previous = options.previous === true;
    const more: LogOptions = {
      previous,
      tail: Math.max(options.tail, RECORDED.logLines),
      limitBytes: Math.max(options.limitBytes ?? 0, RECORDED.logBytes),
    };
    return this.#asking(asked.podLog(container, previous), async () => {
      const long = await this.#source.podLogs(container, more, signal);
      // The API server counts bytes from the start of the tail: at the limit it is the newest lines that are missing.
      const isCut = Buffer.byteLength(long) >= (more.limitBytes ?? Infinity);
      const text = isCut ? await this.#source.podLogs(container, options, signal) : long;
      await this.#writer.podLog(container, previous, text, isCut);
      return logWindow(text, options);
    });
  }

  async nodeLogs(node: string, query: NodeLogQuery, signal?: AbortSignal): Promise<readonly NodeLogText[]> {
    return this.#asking(asked.nodeLog(node, query.layer), async () => {
      const files = await this.#source.nodeLogs(
        node,
        {...query, tailBytes: Math.max(query.tailBytes, this.#writer.nodeLogBytes)},
        signal,
      );
      await this.#writer.nodeLogs(node, query.layer, files);
      return files.map(({source, text, truncated}) => {
        const last = lastBytes(text, query.tailBytes);
        return {source, text: last.text, truncated: truncated || last.isCut};
      });
    });
  }

  async kubelet(node: string, endpoint: KubeletEndpoint, signal?: AbortSignal): Promise<string> {
    return this.#asking(asked.kubelet(node, endpoint), async () => {
      const text = await this.#source.kubelet(node, endpoint, signal);
      await this.#writer.kubelet(node, endpoint, text);
      return text;
    });
  }

  async raw(path: string, signal?: AbortSignal): Promise<string> {
    return this.#page(path, async () => this.#source.raw(path, signal));
  }

  async proxy(target: ProxyTarget, signal?: AbortSignal): Promise<string> {
    return this.#page(proxyPath(target), async () => this.#source.proxy(target, signal));
  }

  gaps(): readonly Gap[] {
    return this.#source.gaps();
  }

  asked(): Asked {
    return this.#source.asked();
  }

  async close(): Promise<void> {
    await this.#source.close();
  }

  async #page(path: string, ask: () => Promise<string>): Promise<string> {
    return this.#asking(asked.page(path), async () => {
      const text = await ask();
      if (isAboutSecrets(path))
        this.#writer.gap({
          asked: asked.page(path),
          what: path,
          why: 'not captured',
          hint: 'Secrets are never written to a bundle.',
        });
      else await this.#writer.page(path, text);
      return text;
    });
  }

  /** Runs one question; a refusal becomes a gap on its way to the caller. */
  async #asking<T>(question: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Unavailable) this.#writer.gap({...error.gap, asked: question});
      throw error;
    }
  }

  #refusedList(kind: Kind, scope: Scope, gap: Gap, isEmpty: boolean): void {
    this.#writer.gap({...gap, asked: asked.list(kind, scope)});
    if (!isEmpty) this.#writer.listed(kind, scope, false);
  }

  #fresh(kind: Kind, page: readonly Wire[]): readonly Wire[] {
    const kept = this.#kept.get(kind) ?? new Set();
    this.#kept.set(kind, kept);
    return page.filter((wire) => {
      const id = idOf(wire);
      if (id === undefined) return true;
      if (kept.has(id)) return false;
      kept.add(id);
      return true;
    });
  }
}

const isAboutSecrets = (path: string): boolean => /\/secrets(?:[/?]|$)/.test(path);

function idOf({metadata}: Wire): string | undefined {
  if (!isObject(metadata)) return undefined;
  const {uid, namespace, name} = metadata;
  if (typeof uid === 'string') return uid;
  return typeof name === 'string' ? `${typeof namespace === 'string' ? namespace : ''}/${name}` : undefined;
}
