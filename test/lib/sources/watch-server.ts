import type {ServerResponse} from 'node:http';
import {type Served, serve} from './live-support.ts';

interface Written {
  readonly version: number;
  readonly type: 'ADDED' | 'MODIFIED';
  readonly object: object;
}

/**
 * Lists and watches of events as an API server keeps them: each write has a version of its own, a watch gets what is
 * newer than the version it names, and what was compacted is answered with 410.
 */
export class WatchServer {
  readonly served: Served;
  readonly #written: Written[] = [];
  readonly #watches = new Set<ServerResponse>();
  #version = 100;
  #oldest = 0;
  /** Status that watches are refused with. */
  refusing: number | undefined;

  private constructor(served: Served) {
    this.served = served;
  }

  static async start(): Promise<WatchServer> {
    const made: {it?: WatchServer} = {};
    const served = await serve((request, response) => {
      made.it?.answer(new URL(request.url ?? '', 'http://x'), response);
    });
    return (made.it = new WatchServer(served));
  }

  get watches(): number {
    return this.#watches.size;
  }

  answer(url: URL, response: ServerResponse): void {
    if (url.pathname === '/version') response.end(JSON.stringify({gitVersion: 'v1.34.4'}));
    else if (url.searchParams.get('watch') === null) response.end(JSON.stringify(this.#list()));
    else if (this.refusing !== undefined) response.writeHead(this.refusing).end('{}');
    else this.#watch(Number(url.searchParams.get('resourceVersion')), response);
  }

  /** One write of the event of this name; the count is how often it was written. */
  write(name: string): void {
    const count = this.#written.filter((one) => nameOf(one) === name).length + 1;
    this.add(name, count);
  }

  add(name: string, count: number): void {
    const version = ++this.#version;
    const object = {
      metadata: {name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: String(version)},
      involvedObject: {kind: 'Pod', namespace: 'shop', name: 'web-0'},
      ...{reason: 'Test', type: 'Normal', count},
      lastTimestamp: new Date(1_700_000_000_000 + version * 1000).toISOString(),
    };
    const written: Written = {version, type: count === 1 ? 'ADDED' : 'MODIFIED', object};
    this.#written.push(written);
    for (const watch of this.#watches) watch.write(lineOf(written));
  }

  /** Forgets all that was written, but for what it came to. */
  compact(): void {
    this.#oldest = this.#version;
  }

  /** Cuts all watches, in the middle of a line. */
  cut(): void {
    for (const watch of this.#watches) {
      watch.write('{"type":"MODI');
      watch.destroy();
    }
    this.#watches.clear();
  }

  #list(): object {
    const latest = new Map(this.#written.map((one) => [nameOf(one), one.object]));
    return {metadata: {resourceVersion: String(this.#version)}, items: [...latest.values()]};
  }

  #watch(from: number, response: ServerResponse): void {
    if (from < this.#oldest) {
      response.end(`${JSON.stringify({type: 'ERROR', object: {kind: 'Status', code: 410, message: 'too old'}})}\n`);
      return;
    }
    response.flushHeaders();
    for (const one of this.#written) if (one.version > from) response.write(lineOf(one));
    this.#watches.add(response);
    response.on('close', () => this.#watches.delete(response));
  }
}

const nameOf = ({object}: Written): string => (object as {metadata: {name: string}}).metadata.name;
const lineOf = ({type, object}: Written): string => `${JSON.stringify({type, object})}\n`;
