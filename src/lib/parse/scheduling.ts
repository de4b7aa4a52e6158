/** Why the scheduler turned nodes down, in the order of its filter plugins. */
export type ReasonKind =
  | 'cordoned'
  | 'node-name'
  | 'taint'
  | 'selector'
  | 'ports'
  | 'resources'
  | 'volume'
  | 'spread'
  | 'affinity'
  | 'anti-affinity'
  | 'other';

export interface Reason {
  readonly kind: ReasonKind;
  /** Nodes turned down for it: all of them when the message gives no number. */
  readonly count: number;
  /** The resource, the taint, the claim, or the words themselves. */
  readonly detail: string;
  readonly text: string;
}

export interface Verdict {
  readonly nodes: number;
  readonly reasons: readonly Reason[];
}

/** Wordings of all releases since 1.8 (pkg/scheduler/framework/plugins); group 1 is the detail. First match wins. */
const WORDINGS: ReadonlyArray<readonly [RegExp, ReasonKind]> = [
  [/^Insufficient (\S+)/, 'resources'],
  [/^(Too many pods)/i, 'resources'],
  [/(?:cannot allocate all claims|resourceclaim)/i, 'resources'],
  [/had (?:untolerated )?taint (\{[^}]*\})/, 'taint'],
  [/had (?:untolerated )?taint(?:\(s\)|s)?\b/, 'taint'],
  [/PodToleratesNodeTaints/, 'taint'],
  [/(?:were|was|is) unschedulable|NodeUnschedulable/, 'cordoned'],
  [
    /were not ready|had (?:disk|memory|pid) pressure|were out of disk|had unavailable network|had network unavailable/i,
    'taint',
  ],
  [/requested (?:hostname|node name)/, 'node-name'],
  [
    /match (?:the )?(?:Pod's |pod's )?node (?:affinity|selector)|MatchNodeSelector|NodeAffinity|scheduler-enforced node affinity/,
    'selector',
  ],
  [/match pod topology spread|topology spread constraints?/i, 'spread'],
  [
    /match pod affinity\/anti-affinity|existing pods? anti-affinity|pod anti-affinity|pod affinity\/anti-affinity/i,
    'anti-affinity',
  ],
  [/pod affinity/i, 'affinity'],
  [/free ports|PodFitsHostPorts/, 'ports'],
  [/persistentvolumeclaim "([^"]+)"/i, 'volume'],
  [/volume|PersistentVolume|\bpvcs?\b|available disk|enough free storage|storageclass/i, 'volume'],
];

const HEAD = /^(?:\d+|no)\/(\d+) nodes are available:\s*/;
/** What follows is about preemption, which repeats the count and says nothing new. */
const TAIL = /\.?\s*(?:no new claims to deallocate, )?preemption: [\s\S]*$/;
/** v1.8 to v1.9: `No nodes are available that match all of the predicates: Insufficient cpu (2), PodFitsHostPorts (1).` */
const OLD_HEAD = /^No nodes are available that match all of the (?:following )?predicates:+\s*/;

function reason(text: string, count: number): Reason {
  for (const [wording, kind] of WORDINGS) {
    const found = wording.exec(text);
    if (found !== null) return {kind, count, text, detail: found[1] ?? text};
  }
  return {kind: 'other', count, text, detail: text};
}

function part(text: string, nodes: number): Reason {
  const [, leading, words] = /^(\d+) ([\s\S]+)$/.exec(text) ?? [];
  if (leading !== undefined && words !== undefined) return reason(words, Number(leading));
  const [, before, trailing] = /^([\s\S]+) \((\d+)\)$/.exec(text) ?? [];
  return trailing !== undefined && before !== undefined ? reason(before, Number(trailing)) : reason(text, nodes);
}

/** `0/5 nodes are available: 2 Insufficient memory, 3 node(s) had untolerated taint {k: v}. preemption: …`, in parts. */
export function schedulingVerdict(message: string): Verdict | undefined {
  const text = message.trim();
  const isOld = OLD_HEAD.test(text);
  const nodes = Number(HEAD.exec(text)?.[1] ?? 0);
  const body = text
    .replace(HEAD, '')
    .replace(OLD_HEAD, '')
    .replace(TAIL, '')
    .replace(/\.\s*$/, '')
    .trim();
  if (body === '') return undefined;
  if (!isOld && !HEAD.test(text)) {
    // Plugins that fail before any node is looked at say their own words, with no count.
    const only = reason(body, nodes);
    return only.kind === 'other' && !/no nodes available/i.test(body) ? undefined : {nodes, reasons: [only]};
  }
  return {
    nodes,
    reasons: body
      .split(isOld ? /, / : /, (?=\d+ )/)
      .map((one) => part(one.replace(/ \(repeated \d+ times\)/, '').trim(), nodes)),
  };
}
