import {type NodeLogQuery, type NodeLogText, Unavailable} from '../../model/source.ts';
import {path, query} from './address.ts';
import type {Subject} from './status.ts';
import type {Ask, Transport} from './transport.ts';

type Layer = NodeLogQuery['layer'];

/** Files under /var/log that hold a layer; of each row the first that is there. */
const FILES: Readonly<Record<Layer, ReadonlyArray<readonly string[]>>> = {
  kernel: [['kern.log', 'messages', 'syslog', 'dmesg']],
  runtime: [['containerd.log'], ['crio.log', 'crio/crio.log'], ['docker.log']],
  component: [
    ['kubelet.log', 'kubernetes/kubelet.log'],
    ['kube-proxy.log', 'kubernetes/kube-proxy.log'],
    ['kube-apiserver.log', 'kubernetes/kube-apiserver.log'],
    ['kube-controller-manager.log', 'kubernetes/kube-controller-manager.log'],
    ['kube-scheduler.log', 'kubernetes/kube-scheduler.log'],
    ['etcd.log', 'kubernetes/etcd.log'],
  ],
};

/** Units to ask for where a node keeps a journal and not files. */
const UNITS: Readonly<Record<Layer, readonly string[]>> = {
  kernel: ['kernel'],
  runtime: ['containerd', 'crio', 'docker'],
  component: ['kubelet', 'kube-proxy'],
};

/** A node that does not answer shall not hold up the ones that do. */
export const NODE_TIMEOUT = 15_000;
const BYTES_PER_LINE = 160;

interface Asked {
  readonly transport: Transport;
  readonly node: string;
  readonly tailBytes: number;
  readonly signal: AbortSignal | undefined;
}

export async function nodeLogs(
  transport: Transport,
  node: string,
  {layer, tailBytes}: NodeLogQuery,
  signal?: AbortSignal,
): Promise<readonly NodeLogText[]> {
  const asked = {transport, node, tailBytes, signal};
  const files = await filesOf(asked, layer);
  const units =
    layer === 'component' || files.length === 0
      ? UNITS[layer].filter((unit) => !files.some((file) => file.includes(unit)))
      : [];
  const read = await Promise.all([
    ...files.map((file) => tailOf(asked, file)),
    ...units.map((unit) => journal(asked, unit)),
  ]);
  const texts = read.flat();
  if (texts.length > 0) return texts;
  const hint =
    'the node has no such file in /var/log, and the kubelet serves no journal (feature NodeLogQuery, enableSystemLogQuery)';
  throw new Unavailable({what: `${layer} log of node ${node}`, why: 'not captured', hint});
}

function ask({node, signal}: Asked, what: string, below: string): Ask {
  const missing = {why: 'not captured', hint: 'the kubelet does not serve it (enableSystemLogHandler)'} as const;
  const subject: Subject = {what: `${what} of node ${node}`, can: 'get nodes --subresource=proxy', missing};
  return {
    ...subject,
    path: path`/api/v1/nodes/${node}/proxy/logs/` + below,
    accept: '*/*',
    signal,
    timeout: NODE_TIMEOUT,
  };
}

async function filesOf(asked: Asked, layer: Layer): Promise<readonly string[]> {
  const names = await listing(asked, layer, '');
  const deeper = FILES[layer].flat().flatMap((file) => /^(.*\/)/.exec(file)?.[1] ?? []);
  const folders = [...new Set(deeper)].filter((folder) => names.has(folder));
  const below = await Promise.all(
    folders.map(async (folder) => [...(await listing(asked, layer, folder))].map((name) => folder + name)),
  );
  const all = new Set([...names, ...below.flat()]);
  return FILES[layer]
    .flatMap((row) => row.find((file) => all.has(file)) ?? [])
    .flatMap((file) => (all.has(`${file}.1`) ? [`${file}.1`, file] : [file]));
}

/** What the kubelet's file server shows of a folder: `<a href="kern.log">kern.log</a>` a line. */
async function listing(asked: Asked, layer: Layer, folder: string): Promise<ReadonlySet<string>> {
  const html = await asked.transport.text(ask(asked, `${layer} log`, folder));
  return new Set([...html.matchAll(/<a href="([^"]+)">/g)].map(([, href = '']) => decoded(href)));
}

function decoded(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
}

/** The end of a file. What was rotated away a minute ago (`kern.log.1`) is only worth reading as far as there is room. */
async function tailOf(asked: Asked, file: string): Promise<readonly NodeLogText[]> {
  const name = file.split('/').map(encodeURIComponent).join('/');
  const range = {range: `bytes=-${asked.tailBytes}`, 'accept-encoding': 'identity'};
  const reply = await asked.transport.get({
    ...ask(asked, file, name),
    headers: range,
    tail: asked.tailBytes,
    also: [416],
  });
  // 416: nothing to take an end of.
  if (reply.status === 416 || reply.body.length === 0) return [];
  const before = Number(/^bytes (\d+)-/.exec(reply.headers['content-range'] ?? '')?.[1] ?? 0);
  const truncated = before > 0 || reply.size > asked.tailBytes;
  return [{source: file, text: wholeLines(reply.body.subarray(-asked.tailBytes), truncated), truncated}];
}

/** Without the first line when it may have lost its beginning. Bytes that are no UTF-8 become U+FFFD. */
function wholeLines(body: Buffer, truncated: boolean): string {
  return (truncated ? body.subarray(body.indexOf(10) + 1) : body).toString();
}

/** NodeLogQuery. A kubelet without it ignores the question and shows the folder. */
async function journal(asked: Asked, unit: string): Promise<readonly NodeLogText[]> {
  const tailLines = Math.max(100, Math.round(asked.tailBytes / BYTES_PER_LINE));
  const reply = await asked.transport.get({
    ...ask(asked, unit, query({query: unit, tailLines})),
    tail: asked.tailBytes,
    also: [400, 404, 500],
  });
  const text = reply.status === 200 ? reply.body.toString() : '';
  if (/^\s*(<!doctype|<pre>|<html)/i.test(text) || /^(-- No entries --)?\s*$/.test(text)) return [];
  const truncated = reply.body.length > asked.tailBytes;
  return [{source: `journal ${unit}`, text: wholeLines(reply.body.subarray(-asked.tailBytes), truncated), truncated}];
}
