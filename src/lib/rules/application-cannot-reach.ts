import type {Destination} from '../model/cluster/calls.ts';
import type {Cluster} from '../model/cluster.ts';
import type {Severity, Sighting} from '../model/finding.ts';
import {podSignProof, proof} from '../model/proof.ts';
import {type Ref, refKey} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {isRecent, MINUTE} from '../model/time.ts';
import {clientLeads} from './_client-leads.ts';
import {type ClientTrouble, firstSeen, podsOfLines, shownLines, troublesOf} from './_client-lines.ts';
import {deadDns, emptyServices, isHeadless} from './_services.ts';
import {named} from './_story.ts';

/** What the client met, by the pattern of its line. */
const met: Readonly<Record<string, string>> = {
  'app-connection-refused': 'connection refused',
  'app-connection-timeout': 'timeout',
  'app-connection-reset': 'connection reset',
  'app-no-such-host': 'no such host',
};

/** A connection cut once is a restart somewhere; again and again it is a fault. */
const RESETS_AT_LEAST = 3;

interface Peer {
  readonly spelt: string;
  readonly toward: readonly Ref[];
}

function peerOf(cluster: Cluster, {to, host, lines}: ClientTrouble): Peer | undefined {
  if (to === undefined) return guessed(cluster, lines[0].pod);
  const port = lines.find(({mark}) => mark.fields['port'] !== undefined)?.mark.fields['port'];
  const at = `${host ?? ''}${port === undefined ? '' : `:${port}`}`;
  return peer(to, at);
}

function peer(to: Destination, at: string): Peer | undefined {
  switch (to.is) {
    case 'service':
    case 'pod':
    case 'node':
      return {spelt: `${named(to.ref)} (${at})`, toward: [to.ref]};
    case 'itself':
      return {spelt: `${at} in its own pod`, toward: []};
    case 'external':
      return {spelt: `${at}, which is outside the cluster`, toward: []};
    case 'missing service':
      return undefined;
  }
}

/** A client that waits for an answer to a name waits for the name service first. */
function waitsForDns(cluster: Cluster, {host, lines}: ClientTrouble): readonly Ref[] {
  const isName = host !== undefined && /[a-z]/i.test(host) && !host.includes('::');
  return isName && lines.every(({mark}) => mark.pattern === 'app-connection-timeout') ? deadDns(cluster) : [];
}

const JUST_STARTED = MINUTE;

/** A client that started before what it calls was ready, a moment ago: normal, and over when looked at again. */
function isStartUp(cluster: Cluster, {to, lines, isReady}: ClientTrouble): boolean {
  const isYoung = lines.every(({pod}) => isRecent(pod.status.startTime, cluster.now, JUST_STARTED));
  return isReady && isYoung && to?.is === 'service' && !emptyServices(cluster).has(refKey(to.ref));
}

/** A line without a peer speaks of the one dependency that is known to be broken. */
function guessed(cluster: Cluster, pod: ClientTrouble['lines'][0]['pod']): Peer | undefined {
  const broken = cluster.calls.dependenciesOf(pod).filter((one) => emptyServices(cluster).has(refKey(one)));
  return broken.length === 0
    ? {spelt: 'something it does not name', toward: []}
    : {spelt: broken.map(named).join(' or '), toward: broken};
}

/** Names that exist and are not found are a fault of the name service, judged there; a headless Service has names only while it has endpoints. */
function isDnsMatter(cluster: Cluster, {to, lines}: ClientTrouble): boolean {
  if (to?.is !== 'service' || !lines.every(({mark}) => mark.pattern === 'app-no-such-host')) return false;
  const service = cluster.get('Service', to.ref.namespace, to.ref.name);
  return service !== undefined && !isHeadless(service);
}

function isTelling(trouble: ClientTrouble, to: Peer): boolean {
  const {lines, isReady} = trouble;
  const onlyResets = lines.every(({mark}) => mark.pattern === 'app-connection-reset');
  if (onlyResets) return lines.length >= RESETS_AT_LEAST;
  if (to.toward.length > 0) return true;
  return !isReady || (trouble.to?.is === 'external' && lines.length > 1);
}

/** One slow answer from something that is up, to a client that is well: worth knowing, no reason to wake anybody. */
const isOneSlowAnswer = (cluster: Cluster, {lines, isReady}: ClientTrouble, {toward}: Peer): boolean =>
  isReady &&
  lines.length === 1 &&
  lines[0].mark.pattern === 'app-connection-timeout' &&
  !toward.some((one) => emptyServices(cluster).has(refKey(one)));

function sighting(cluster: Cluster, trouble: ClientTrouble): Sighting | undefined {
  const to = peerOf(cluster, trouble);
  if (to === undefined || isDnsMatter(cluster, trouble) || isStartUp(cluster, trouble) || !isTelling(trouble, to))
    return undefined;
  const {subject, lines} = trouble;
  const shown = shownLines(lines);
  const severity: Severity = isOneSlowAnswer(cluster, trouble, to) ? 'low' : trouble.isReady ? 'medium' : 'high';
  const [first, ...rest] = shown.map(podSignProof);
  if (first === undefined) return undefined;
  const [dependency] = to.toward;
  return {
    subject,
    severity,
    summary: `${named(subject)} cannot reach ${to.spelt}: ${met[shown[0].mark.pattern] ?? 'no answer'}`,
    since: firstSeen(lines),
    objects: podsOfLines(lines),
    toward: [...to.toward, ...waitsForDns(cluster, trouble)],
    evidence: proof(first, ...rest),
    confirm:
      dependency?.kind === 'Service'
        ? [
            `kubectl -n ${dependency.namespace ?? 'default'} get endpointslices -l kubernetes.io/service-name=${dependency.name}`,
          ]
        : [],
    fix: adviceFor(cluster, trouble, to),
  };
}

function adviceFor(cluster: Cluster, trouble: ClientTrouble, {toward: [dependency]}: Peer): readonly string[] {
  const {subject, to, host = '', lines} = trouble;
  if (to?.is === 'external') return outside(subject, host);
  const isLate = lines.every(({mark}) => mark.pattern === 'app-connection-timeout');
  const isServed = dependency?.kind === 'Service' && !emptyServices(cluster).has(refKey(dependency));
  return isLate && isServed ? late(dependency, subject) : [];
}

/** It has ready endpoints: they answer too late, or packets do not come through. */
const late = (service: Ref, subject: Ref): readonly string[] => [
  `see whether what is behind ${named(service)} answers slowly: its log, CPU throttling, what it waits for itself`,
  'see whether packets come through: a NetworkPolicy between the two, kube-proxy on the node of the client',
  `or give ${named(subject)} a longer time-out, where the answer may take so long`,
];

/** Nothing inside of the cluster can be mended about what is outside of it, but the way there and the name. */
const outside = (subject: Ref, host: string): readonly string[] => [
  `see whether ${host} is up and lets the nodes in: firewall, proxy, NetworkPolicy`,
  `or correct the address in the settings of ${named(subject)}`,
];

/** One finding per workload: what it calls that is known first, the rest beside it. */
function* byClient(cluster: Cluster): Generator<Sighting> {
  for (const trouble of troublesOf(cluster, Object.keys(met))) {
    const found = sighting(cluster, trouble);
    if (found !== undefined) yield found;
  }
}

export default {
  title: 'An application reports that it cannot reach what it calls',
  category: 'application',
  severity: 'medium',
  why: 'A client is refused, waits in vain or does not find the name. The fault mostly lies with what it calls, or with what lies between.',
  confirm: ['kubectl logs <pod>', 'kubectl get endpointslices -l kubernetes.io/service-name=<service>'],
  fix: [
    'mend what is called when it has no ready endpoints',
    'compare host and port in the settings of the client with the Service',
    'look for a NetworkPolicy between the two',
  ],
  needs: ['Pod', 'Service'],
  patterns: Object.keys(met),
  tags: ['client-errors'],
  explains: [
    {rule: '#restarts', via: 'is'},
    {rule: '#not-ready', via: 'is'},
  ],
  leads: clientLeads,
  *check(cluster) {
    const seen = new Set<string>();
    for (const one of byClient(cluster)) {
      const key = `${refKey(one.subject)} ${(one.toward ?? []).map(refKey).join()} ${one.summary}`;
      if (!seen.has(key)) yield one;
      seen.add(key);
    }
  },
} satisfies Rule;
