import type {Entry, Field, LogRecord, Origin} from '../../model/entry.ts';
import type {Layer} from '../../model/evidence.ts';
import {type Recognise, recogniser} from '../../patterns/_recognise.ts';
import {patterns} from '../../patterns/index.ts';
import type {Pattern} from '../../model/pattern.ts';

/** Programs whose lines belong to a layer, by the tag in front of them. */
const LAYERS: ReadonlyArray<readonly [Layer, RegExp]> = [
  ['kernel', /^kernel$/],
  ['runtime', /^(?:containerd|dockerd?|crio?|cri-o|runc|crun|podman|conmon|containerd-shim.*)$/],
  ['component', /^(?:kube.*|k3s|rke2|etcd|coredns|calico.*|cilium.*|flanneld?|systemd|hyperkube|microk8s.*)$/],
];

/** What a stream of entries becomes: where it was found is known, or for text from a file told from the entry itself. */
export type Describe = (entry: Entry, origin: Partial<Origin>) => LogRecord;

/** Recognises with the patterns that come with kdiag and with those that a person adds. */
export function describer(more: readonly Pattern[] = []): Describe {
  const recognise: Recognise = recogniser([...more, ...patterns]);
  return (entry, origin) => {
    const found = recognise(entry.text);
    return {
      ...entry,
      ...origin,
      layer: origin.layer ?? layerOf(entry) ?? found?.layer ?? 'app',
      component: entry.component ?? origin.container,
      fields: found === undefined ? entry.fields : withoutOverlap(entry.fields, found.fields),
      pattern: found?.pattern,
      severity: found?.severity,
      means: found?.means,
      advice: found?.advice,
    };
  };
}

const layerOf = ({component, format}: Entry): Layer | undefined =>
  format === 'dmesg' || format === 'kmsg'
    ? 'kernel'
    : component === undefined
      ? undefined
      : LAYERS.find(([, programs]) => programs.test(component))?.[0];

/** What the entry says itself is nearer to the truth than what a pattern read out of its text. */
const withoutOverlap = (own: Entry['fields'], read: Readonly<Record<string, string>>): Entry['fields'] => ({
  ...read,
  ...own,
});

/** A value of a record by the name under which people ask for it: its own properties, then its fields. */
export function valueOf(record: LogRecord, name: string): Field | undefined {
  switch (name) {
    case 'time':
    case 'level':
    case 'layer':
    case 'component':
    case 'pattern':
    case 'severity':
    case 'message':
    case 'text':
    case 'format':
    case 'node':
    case 'namespace':
    case 'pod':
    case 'container':
    case 'source':
      return record[name] ?? record.fields[name];
    default:
      return record.fields[name];
  }
}
