/**
 * Edit distance with neighbouring letters swapped counted as one (optimal string alignment), because that is how names are mistyped.
 * Gives up at `atMost`, so that a wrong candidate costs little.
 */
export function editDistance(a: string, b: string, atMost = Infinity): number {
  if (Math.abs(a.length - b.length) > atMost) return atMost + 1;
  let before: number[] = [];
  let last = Array.from({length: b.length + 1}, (_, at) => at);
  for (let row = 1; row <= a.length; row += 1) {
    const current = nextRow(a, b, row, last, before);
    if (Math.min(...current) > atMost) return atMost + 1;
    [before, last] = [last, current];
  }
  return last[b.length] ?? 0;
}

function nextRow(a: string, b: string, row: number, last: readonly number[], before: readonly number[]): number[] {
  const current = [row];
  for (let at = 1; at <= b.length; at += 1) {
    const cost = a[row - 1] === b[at - 1] ? 0 : 1;
    const swapped =
      row > 1 && at > 1 && a[row - 1] === b[at - 2] && a[row - 2] === b[at - 1] ? (before[at - 2] ?? 0) + 1 : Infinity;
    current.push(Math.min((last[at] ?? 0) + 1, (current[at - 1] ?? 0) + 1, (last[at - 1] ?? 0) + cost, swapped));
  }
  return current;
}

const words = (name: string): string =>
  name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .sort()
    .join('-');

/** A name long enough to be told from others, that stands whole at the start or end of the other. */
const contains = (a: string, b: string): boolean =>
  Math.min(a.length, b.length) >= 4 &&
  (a.startsWith(`${b}-`) || a.endsWith(`-${b}`) || b.startsWith(`${a}-`) || b.endsWith(`-${a}`));

/** The candidate that a person most likely meant by `wanted`; undefined when none is near. */
export function similar(wanted: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.min(3, Math.floor(wanted.length / 3)));
  let best: string | undefined;
  let bestScore = Infinity;
  for (const candidate of candidates) {
    if (candidate === wanted) continue;
    const distance = editDistance(wanted.toLowerCase(), candidate.toLowerCase(), limit);
    const score =
      distance <= limit
        ? distance
        : words(wanted) === words(candidate)
          ? limit
          : contains(wanted, candidate)
            ? limit + 1
            : Infinity;
    if (score < bestScore) [best, bestScore] = [candidate, score];
  }
  return best;
}

/** `; did you mean "x"?`, or nothing. */
export function didYouMean(wanted: string, candidates: Iterable<string>): string {
  const found = similar(wanted, candidates);
  return found === undefined ? '' : `; did you mean "${found}"?`;
}
