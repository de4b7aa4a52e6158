/** Says which of many literals stand in a text, case ignored, in one pass over it whatever their number (Aho-Corasick). */
export interface Literals {
  /** Calls `found` with the number of each literal that is there, some more than once. */
  scan(text: string, found: (literal: number) => void): void;
}

const ASCII = 128;

interface Node {
  readonly next: Map<number, number>;
  readonly ends: number[];
}

/** `literals` in small letters, ASCII only. */
export function literalsOf(literals: readonly string[]): Literals {
  const {nodes, classOf, width} = tree(literals);
  const {table, ends} = automaton(nodes, width);
  return {
    scan(text, found) {
      let state = 0;
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at);
        state = table[state + (code < ASCII ? (classOf[code] ?? 0) : 0)] ?? 0;
        const ended = ends[state];
        if (ended !== undefined) for (const literal of ended) found(literal);
      }
    },
  };
}

/** Characters that no literal has are all of class 0, which leads back to the beginning. */
function tree(literals: readonly string[]) {
  const classOf = new Uint8Array(ASCII);
  const nodes: Node[] = [{next: new Map(), ends: []}];
  let width = 1;
  for (const [number, literal] of literals.entries()) {
    let at = 0;
    for (let place = 0; place < literal.length; place++) {
      const code = literal.charCodeAt(place);
      if (code >= ASCII) throw new Error(`the literal ${literal} is not ASCII`);
      if (classOf[code] === 0) {
        classOf[code] = width++;
        const upper = String.fromCharCode(code).toUpperCase().charCodeAt(0);
        classOf[upper] = classOf[code];
      }
      at = step(nodes, at, classOf[code] ?? 0);
    }
    nodes[at]?.ends.push(number);
  }
  return {nodes, classOf, width};
}

function step(nodes: Node[], from: number, symbol: number): number {
  const known = nodes[from]?.next.get(symbol);
  if (known !== undefined) return known;
  const made = nodes.push({next: new Map(), ends: []}) - 1;
  nodes[from]?.next.set(symbol, made);
  return made;
}

/** One row of `width` cells per state; a state is the place where its row begins. */
function automaton(nodes: readonly Node[], width: number) {
  const table = new Int32Array(nodes.length * width);
  const fallback = new Int32Array(nodes.length);
  const ends: Array<readonly number[] | undefined> = [];
  ends.length = nodes.length * width;
  const queue = [0];
  // The queue grows while it is walked: nearer states before farther ones.
  for (const at of queue) {
    const node = nodes[at];
    const behind = fallback[at] ?? 0;
    if (at !== 0) table.copyWithin(at * width, behind * width, (behind + 1) * width);
    const own = [...(node?.ends ?? []), ...(at === 0 ? [] : (ends[behind * width] ?? []))];
    if (own.length > 0) ends[at * width] = own;
    for (const [symbol, child] of node?.next ?? []) {
      fallback[child] = at === 0 ? 0 : (table[behind * width + symbol] ?? 0) / width;
      table[at * width + symbol] = child * width;
      queue.push(child);
    }
  }
  return {table, ends};
}
