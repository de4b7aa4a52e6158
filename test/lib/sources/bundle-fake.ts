import type {Kind} from '../../../src/lib/model/kinds.ts';
import {type Gap, proxyPath, type Scope, type Source, Unavailable, type Wire} from '../../../src/lib/model/source.ts';

/** A live cluster as a table: questions that are not in it are forbidden. */
export interface Answers {
  readonly lists?: Partial<Record<Kind, ReadonlyArray<readonly Wire[]> | Gap>>;
  readonly logs?: Readonly<Record<string, string>>;
  readonly nodeLogs?: Readonly<Record<string, string>>;
  readonly pages?: Readonly<Record<string, string>>;
}

export const NOW = '2026-03-01T12:00:00.000Z';

export function fakeCluster({
  lists = {},
  logs = {},
  nodeLogs = {},
  pages = {},
}: Answers): Source & {readonly questions: string[]} {
  const questions: string[] = [];
  const answer = (table: Readonly<Record<string, string>>, question: string): Promise<string> => {
    questions.push(question);
    const text = table[question];
    return text === undefined
      ? Promise.reject(new Unavailable({what: question, why: 'forbidden', hint: 'may not'}))
      : Promise.resolve(text);
  };
  return {
    questions,
    origin: {kind: 'cluster', context: 'test', server: 'https://192.0.2.1:6443', version: 'v1.34.4'},
    now: () => new Date(NOW),
    async *list(kind: Kind, {namespace}: Scope) {
      questions.push(`list ${kind} ${namespace ?? ''}`);
      const pagesOf = lists[kind] ?? {what: kind, why: 'forbidden' as const};
      if (!('length' in pagesOf)) throw new Unavailable(pagesOf);
      for (const page of pagesOf) {
        if (page.length === 1 && 'gap' in page[0]!) throw new Unavailable(page[0]['gap'] as Gap);
        yield page.filter(
          ({metadata}) => namespace === undefined || (metadata as {namespace?: string}).namespace === namespace,
        );
      }
    },
    podLogs: ({namespace, pod, container}, {previous}) =>
      answer(logs, `${namespace}/${pod}/${container}${previous === true ? ' previous' : ''}`),
    nodeLogs: async (node, {layer}) => [
      {source: `${layer}.log`, text: await answer(nodeLogs, `${node} ${layer}`), truncated: false},
    ],
    kubelet: (node, endpoint) => answer(pages, `${node} ${endpoint}`),
    raw: (path) => answer(pages, path),
    proxy: (target) => answer(pages, proxyPath(target)),
    gaps: () => [],
    asked: () => ({requests: questions.length, bytes: 0}),
    close: () => Promise.resolve(),
  };
}

export async function listAll(source: Source, kind: Kind, scope: Scope = {}): Promise<Wire[]> {
  const out: Wire[] = [];
  for await (const page of source.list(kind, scope)) out.push(...page);
  return out;
}

/** The gap that a question ends in. */
export async function gapOf(question: Promise<unknown>): Promise<Gap | undefined> {
  try {
    await question;
    return undefined;
  } catch (error) {
    if (error instanceof Unavailable) return error.gap;
    throw error;
  }
}
