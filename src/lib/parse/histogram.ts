/** Cumulative buckets of a classic histogram: `count` observations were at most `bound`. */
export interface Bucket {
  readonly bound: number;
  readonly count: number;
}

/**
 * The value below which a share of the observations lies, as PromQL's histogram_quantile estimates it: linear inside a
 * bucket, the highest finite bound where it lies in the last. NaN where it cannot be told.
 */
export function quantile(share: number, unordered: readonly Bucket[]): number {
  const buckets = monotonic(merged(unordered.toSorted((a, b) => a.bound - b.bound)));
  const last = buckets.at(-1);
  if (Number.isNaN(share) || last === undefined) return NaN;
  if (share < 0) return -Infinity;
  if (share > 1) return Infinity;
  if (last.bound !== Infinity || buckets.length < 2 || last.count === 0) return NaN;
  const rank = share * last.count;
  const at = Math.max(
    0,
    buckets.findIndex(({count}) => count >= rank),
  );
  const bucket = buckets[at] ?? last;
  const below = buckets[at - 1];
  if (bucket === last) return below?.bound ?? NaN;
  if (below === undefined && bucket.bound <= 0) return bucket.bound;
  const start = below?.bound ?? 0;
  const before = below?.count ?? 0;
  return start + (bucket.bound - start) * ((rank - before) / (bucket.count - before));
}

function merged(buckets: readonly Bucket[]): readonly Bucket[] {
  const out: Bucket[] = [];
  for (const bucket of buckets) {
    const last = out.at(-1);
    if (last?.bound === bucket.bound) out[out.length - 1] = {bound: bucket.bound, count: last.count + bucket.count};
    else out.push(bucket);
  }
  return out;
}

/** Rates of buckets that were scraped at different moments may fall a little from one bucket to the next. */
function monotonic(buckets: readonly Bucket[]): readonly Bucket[] {
  let most = -Infinity;
  return buckets.map(({bound, count}) => {
    most = Math.max(most, count);
    return {bound, count: most};
  });
}
