import {UserError} from '../model/failure.ts';
import type {Kind} from '../model/kinds.ts';
import {
  type Asked,
  type Change,
  type ContainerRef,
  type Gap,
  type KubeletEndpoint,
  type LogOptions,
  type NodeLogQuery,
  type NodeLogText,
  type Origin,
  type ProxyTarget,
  type Scope,
  type Source,
  type Told,
  Unavailable,
  type WebPage,
  type Wire,
} from '../model/source.ts';
import {path} from './live/address.ts';
import {Clock} from './live/clock.ts';
import {connection} from './live/connection.ts';
import {wordOf} from './live/fields.ts';
import {pages} from './live/list.ts';
import {NODE_TIMEOUT, nodeLogs} from './live/node-logs.ts';
import type {ConnectOptions} from './live/options.ts';
import {podLog} from './live/pod-log.ts';
import {statusIn} from './live/status.ts';
import {tail} from './live/tail.ts';
import {Transport} from './live/transport.ts';
import {Trouble} from './live/trouble.ts';
import {changes} from './live/watch.ts';

export type {ConnectOptions} from './live/options.ts';

export interface OpenCluster {
  readonly source: Source;
  /** The one that the context names: what a command without -n and -A is about. */
  readonly namespace: string;
}

/** Connects as kubectl would, and asks for the version: after this the server is known to be there and to know us. */
export async function openCluster(options: ConnectOptions): Promise<OpenCluster> {
  const chosen = await connection(options);
  const transport = new Transport(chosen, options);
  try {
    const asked = Date.now();
    const reply = await transport.get({path: '/version', what: 'the version of the server', also: [403]});
    const clock = new Clock(reply.headers.date, asked, Date.now());
    const version = wordOf(statusIn(reply.body.toString())['gitVersion']);
    if (reply.status === 200 && version === undefined) throw notKubernetes(chosen.server);
    const origin: Origin = {
      kind: 'cluster',
      context: chosen.context,
      server: chosen.server.href.replace(/\/$/, ''),
      version,
    };
    return {source: new LiveCluster(transport, origin, clock), namespace: chosen.namespace};
  } catch (error) {
    transport.close();
    throw unreachable(error, chosen.server);
  }
}

const notKubernetes = (server: URL): UserError =>
  new UserError(
    `${server.origin} answers, but is not a Kubernetes API server.`,
    'Is the server address of the context right?',
    {exit: 3},
  );

function unreachable(error: unknown, server: URL): unknown {
  if (!(error instanceof Unavailable)) return error;
  if (error.cause instanceof Trouble)
    return new UserError(`${error.cause.message}.`, error.cause.hint, {exit: 3, cause: error.cause.cause});
  if (error.gap.why === 'not installed') return notKubernetes(server);
  const said = (error.gap.hint ?? error.gap.why).replace(/\.$/, '');
  if (said.includes('HTTP request to an HTTPS server'))
    return new UserError(`${server.origin} speaks TLS.`, 'Write https:// in its address.', {exit: 3});
  return new UserError(`${server.origin} does not tell its version: ${said}.`, 'Does kubectl version work?', {
    exit: 3,
    cause: error,
  });
}

/** A cluster that answers now. */
class LiveCluster implements Source {
  readonly origin: Origin;
  readonly #transport: Transport;
  readonly #clock: Clock;

  constructor(transport: Transport, origin: Origin, clock: Clock) {
    this.origin = origin;
    this.#transport = transport;
    this.#clock = clock;
  }

  now(): Date {
    return this.#clock.now();
  }

  async *list(kind: Kind, scope: Scope, signal?: AbortSignal): AsyncGenerator<readonly Wire[], void, undefined> {
    for await (const {items} of pages(this.#transport, kind, scope, signal)) yield items;
  }

  watch(kind: Kind, scope: Scope, signal: AbortSignal): AsyncIterable<Change> {
    return changes(this.#transport, kind, scope, signal);
  }

  tail(kind: Kind, scope: Scope, signal: AbortSignal): AsyncIterable<Told> {
    return tail(this.#transport, kind, scope, signal);
  }

  podLogs(container: ContainerRef, options: LogOptions, signal?: AbortSignal): Promise<string> {
    return podLog(this.#transport, container, options, signal);
  }

  nodeLogs(node: string, asked: NodeLogQuery, signal?: AbortSignal): Promise<readonly NodeLogText[]> {
    return nodeLogs(this.#transport, node, asked, signal);
  }

  kubelet(node: string, endpoint: KubeletEndpoint, signal?: AbortSignal): Promise<string> {
    return this.#transport.text({
      what: `${endpoint} of node ${node}`,
      can: 'get nodes --subresource=proxy',
      missing: {why: 'not installed', hint: 'the kubelet does not serve this page, or the node is gone'},
      path: path`/api/v1/nodes/${node}/proxy/` + endpoint,
      accept: '*/*',
      timeout: NODE_TIMEOUT,
      signal,
    });
  }

  raw(rawPath: string, signal?: AbortSignal): Promise<string> {
    return this.#transport.text({what: rawPath, path: rawPath, accept: 'application/json, */*', signal});
  }

  proxy({namespace, kind, name, path: below}: ProxyTarget, signal?: AbortSignal): Promise<string> {
    return this.#transport.text({
      what: `${below} of ${kind}/${name} in namespace ${namespace}`,
      can: `get ${kind} --subresource=proxy -n ${namespace}`,
      missing: {why: 'not installed', hint: 'there is no such service, pod or page'},
      path: path`/api/v1/namespaces/${namespace}/${kind}/${name}/proxy/` + below.replace(/^\/+/, ''),
      accept: '*/*',
      signal,
    });
  }

  async page(rawPath: string, accept: string, signal?: AbortSignal): Promise<WebPage> {
    const reply = await this.#transport.get({
      what: rawPath,
      path: rawPath,
      accept,
      missing: {why: 'not installed', hint: 'there is no such service, pod, node or page'},
      signal,
    });
    return {body: reply.body, contentType: reply.headers['content-type']};
  }

  gaps(): readonly Gap[] {
    return [];
  }

  asked(): Asked {
    return this.#transport.asked();
  }

  close(): Promise<void> {
    this.#transport.close();
    return Promise.resolve();
  }
}
