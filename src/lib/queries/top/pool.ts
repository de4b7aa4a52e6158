/** Work on many things with a bounded number in flight, in the order of the things. */
export async function pooled<T, R>(
  things: readonly T[],
  atOnce: number,
  work: (thing: T) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Array<R>(things.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < things.length) {
      const at = next++;
      results[at] = await work(things[at] as T);
    }
  };
  await Promise.all(Array.from({length: Math.min(atOnce, things.length)}, worker));
  return results;
}
