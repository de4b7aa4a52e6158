import {ref} from '../../model/ref.ts';
import type {UsageRow} from '../../model/usage-row.ts';
import type {TopAnswer} from './reader.ts';

/** The token that every pod is given: a volume by name only. */
const TOKEN = 'kube-api-access-';

/** Volumes of all measured pods, one row each. */
export function volumeRows({usage, pods, via}: TopAnswer): readonly UsageRow[] {
  const facts = new Map((pods ?? []).map((pod) => [`${pod.namespace}/${pod.name}`, pod]));
  const rows = usage.pods.flatMap(({namespace, name, node, volumes}) => {
    const pod = facts.get(`${namespace}/${name}`);
    return volumes
      .filter((volume) => !volume.name.startsWith(TOKEN))
      .map((volume): UsageRow => ({
        ref: ref('Pod', namespace, name),
        node: node ?? pod?.node,
        volume: {...volume, claim: volume.claim ?? pod?.claims[volume.name]},
        via,
      }));
  });
  return rows.sort((a, b) => compared(keyOf(a), keyOf(b)));
}

const keyOf = ({ref: of, volume}: UsageRow): string => `${of.namespace ?? ''}\n${of.name}\n${volume?.name ?? ''}`;
const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
