import {list, map, object, text, word} from '../../model/schema.ts';
import type {StoredTargets} from '../../model/store.ts';

const active = object({
  scrapePool: text,
  scrapeUrl: text,
  health: word,
  labels: map,
  discoveredLabels: map,
  lastError: text,
  lastScrape: text,
  lastScrapeDuration: (raw: unknown) => (typeof raw === 'number' ? raw : undefined),
});

const page = object({activeTargets: list(active), droppedTargets: list(object({discoveredLabels: map}))});

/** Go's zero time: never scraped. */
const NEVER = '0001-';

export function targetsIn(data: unknown): StoredTargets {
  const {activeTargets, droppedTargets} = page(data);
  return {
    active: activeTargets.map((one) => ({
      pool: one.scrapePool ?? '',
      url: one.scrapeUrl ?? '',
      health: one.health ?? 'unknown',
      labels: one.labels,
      discovered: one.discoveredLabels,
      lastError: one.lastError ?? '',
      lastScrape: one.lastScrape === undefined || one.lastScrape.startsWith(NEVER) ? undefined : one.lastScrape,
      duration: one.lastScrapeDuration === undefined ? undefined : one.lastScrapeDuration * 1000,
    })),
    dropped: droppedTargets.map(({discoveredLabels}) => discoveredLabels),
  };
}
