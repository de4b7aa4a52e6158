import type {Kind} from '../../src/lib/model/kinds.ts';
import {type Gap, type Source, Unavailable, type Wire} from '../../src/lib/model/source.ts';
import {NOW} from './cluster.ts';

export interface Facts {
  /** Wire objects by kind; kinds not named are listed as empty. */
  readonly objects?: Readonly<Partial<Record<Kind, readonly unknown[]>>>;
  /** Why a kind cannot be listed cluster-wide. */
  readonly refused?: Readonly<Partial<Record<Kind, Gap['why']>>>;
  /** By `namespace/pod/container`, with ` previous` behind it for the previous one. */
  readonly logs?: Readonly<Record<string, string>>;
  readonly nodeLogs?: Readonly<Record<string, string>>;
  readonly pages?: Readonly<Record<string, string>>;
  /** Pages that the server says it does not have. */
  readonly missing?: readonly string[];
}

/** A Source over plain data that notes what it was asked. */
export function fakeSource({
  objects = {},
  refused = {},
  logs = {},
  nodeLogs = {},
  pages = {},
  missing = [],
}: Facts): Source & {readonly questions: string[]} {
  const questions: string[] = [];
  const answer = (question: string, table: Readonly<Record<string, string>>, key: string): Promise<string> => {
    questions.push(question);
    const text = table[key];
    return text === undefined
      ? Promise.reject(new Unavailable({what: question, why: 'failed'}))
      : Promise.resolve(text);
  };
  return {
    questions,
    origin: {kind: 'cluster', context: 'test', version: 'v1.34.4'},
    now: () => new Date(NOW),
    async *list(kind, {namespace, labels, fields}) {
      const chosen = `${labels === undefined ? '' : ` labels ${labels}`}${fields === undefined ? '' : ` fields ${fields}`}`;
      questions.push(`list ${kind} ${namespace ?? '*'}${chosen}`);
      const why = namespace === undefined ? refused[kind] : undefined;
      if (why !== undefined) throw new Unavailable({what: kind, why});
      const all = (objects[kind] ?? []) as readonly Wire[];
      const here = all.filter(
        (one) =>
          namespace === undefined || (one['metadata'] as {namespace?: string} | undefined)?.namespace === namespace,
      );
      // Two pages, so that what joins them is tested as well.
      yield await Promise.resolve(here.slice(0, 1));
      yield here.slice(1);
    },
    podLogs: ({namespace, pod, container}, {previous}) => {
      const key = `${namespace}/${pod}/${container}${previous === true ? ' previous' : ''}`;
      return answer(`log ${key}`, logs, key);
    },
    nodeLogs: async (node, {layer}) => [
      {source: 'kern.log', text: await answer(`node ${node} ${layer}`, nodeLogs, `${node} ${layer}`), truncated: false},
    ],
    kubelet: (node, endpoint) => answer(`kubelet ${node} ${endpoint}`, pages, `${node} ${endpoint}`),
    raw: (path) => {
      if (!missing.includes(path)) return answer(`raw ${path}`, pages, path);
      questions.push(`raw ${path}`);
      return Promise.reject(new Unavailable({what: path, why: 'not installed', hint: 'the server could not find it'}));
    },
    proxy: ({namespace, kind, name, path}) =>
      answer(`proxy ${namespace}/${kind}/${name}${path}`, pages, `${namespace}/${kind}/${name}${path}`),
    gaps: () => [],
    asked: () => ({requests: questions.length, bytes: 0}),
    close: () => Promise.resolve(),
  };
}
