/** Groups of similar messages, found as they come: a tree by length and first words, then by how much agrees (Drain). */
export interface Group {
  /** The words with what differs as `<*>`. */
  readonly template: string;
  readonly count: number;
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly example: string;
}

export interface Drain {
  add(message: string, at: string | undefined): void;
  /** The largest first. */
  groups(): readonly Group[];
}

interface Cluster {
  words: string[];
  count: number;
  first: string | undefined;
  last: string | undefined;
  readonly example: string;
}

const WILD = '<*>';
/** How much of the words has to agree. */
const SIMILAR = 0.5;
/** First words that the tree looks at. */
const DEPTH = 2;
const WORDS_AT_MOST = 60;
const CLUSTERS_PER_LEAF = 200;
const LEAVES_AT_MOST = 20_000;

/** What is different in every line: numbers, addresses, ids, times, paths with numbers. */
const VARIABLE =
  /^(?:[+-]?\d[\d.,:%]*(?:[a-zµ]{1,3})?|0x[\da-f]+|[\da-f]{8}-[\da-f]{4}-[\da-f-]+|[\da-f]{7,}|\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?|\S*\d\S*)$/i;

export function drain(): Drain {
  const leaves = new Map<string, Cluster[]>();
  return {
    add(message, at) {
      const words = wordsOf(message);
      const key = `${words.length} ${words.slice(0, DEPTH).join(' ')}`;
      const leaf = leafOf(leaves, leaves.size < LEAVES_AT_MOST || leaves.has(key) ? key : String(words.length));
      const found = nearest(leaf, words);
      if (found === undefined && leaf.length < CLUSTERS_PER_LEAF)
        leaf.push({words, count: 1, first: at, last: at, example: message});
      else count(found ?? leaf[0], words, at);
    },
    groups: () =>
      [...leaves.values()]
        .flat()
        .map(({words, ...rest}) => ({...rest, template: words.join(' ')}))
        .sort((a, b) => b.count - a.count || (a.template < b.template ? -1 : 1)),
  };
}

function leafOf(leaves: Map<string, Cluster[]>, key: string): Cluster[] {
  const known = leaves.get(key);
  if (known !== undefined) return known;
  const made: Cluster[] = [];
  leaves.set(key, made);
  return made;
}

const wordsOf = (message: string): string[] =>
  (message.split('\n', 1)[0] ?? '')
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, WORDS_AT_MOST)
    .map((word) => (VARIABLE.test(word) ? WILD : word));

function nearest(leaf: readonly Cluster[], words: readonly string[]): Cluster | undefined {
  let best: Cluster | undefined;
  let most = words.length === 0 ? 0 : SIMILAR;
  for (const cluster of leaf) {
    const agreeing = cluster.words.filter((word, at) => word === words[at]).length;
    const share = words.length === 0 ? 1 : agreeing / words.length;
    if (share >= most) [best, most] = [cluster, share];
  }
  return best;
}

function count(cluster: Cluster | undefined, words: readonly string[], at: string | undefined): void {
  if (cluster === undefined) return;
  cluster.words = cluster.words.map((word, place) => (word === words[place] ? word : WILD));
  cluster.count++;
  if (at === undefined) return;
  if (cluster.first === undefined || at < cluster.first) cluster.first = at;
  if (cluster.last === undefined || at > cluster.last) cluster.last = at;
}
