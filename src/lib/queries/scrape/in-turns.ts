/** Runs work over all of the items, so many at a time, in their order. The first error ends it. */
export async function inTurns<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({length: Math.min(atOnce, items.length)}, worker));
}
