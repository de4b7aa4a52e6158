import {containersOf} from '../model/containers.ts';
import type {Pod} from '../model/kube/pod.ts';
import {type Ref, refKey} from '../model/ref.ts';
import {ageOf} from '../model/time.ts';
import {clock} from '../views/clock.ts';
import {told} from '../views/effects.ts';
import type {Tone} from '../views/view.ts';
import {age, named} from '../views/words.ts';
import {cell, say} from './draw.ts';
import {lastEndOf, statusOf} from './resources/pod-facts.ts';
import {blank, heading, prose, textLine} from './screens/text.ts';
import {effectsOf} from './marks.ts';
import type {Look, TextLine, TextScreen} from './state.ts';

const LABEL = 16;

/** What is known of an object without asking again: what is wrong with it first, then itself, then its events. */
export function describePage(
  of: Ref,
  {report, cluster}: Look,
  timeZone: string | undefined,
  columns: number,
): TextScreen {
  const object = cluster.objects.byRef(of);
  const watch = clock(report.takenAt, timeZone);
  const pod = of.kind === 'Pod' ? cluster.get('Pod', of.namespace, of.name) : undefined;
  const meta = object?.metadata;
  const created = ageOf(meta?.creationTimestamp, cluster.now);
  const owners = cluster.owners.ownersOf(of).map(named).join(' ← ');
  const lines: readonly TextLine[] = [
    heading(named(of)),
    ...(object === undefined ? [textLine([say('  It is not there (any more).', 'warn')])] : []),
    ...involved([of, ...cluster.owners.ownersOf(of)], report.incidents),
    ...fact(
      'age',
      created === undefined ? undefined : `${age(created)}  (${watch.full(meta?.creationTimestamp ?? '')})`,
    ),
    ...fact('owned by', owners),
    ...fact('labels', spelt(meta?.labels)),
    ...(pod === undefined ? [] : podLines(pod, columns)),
    ...conditionLines(object, columns),
    ...eventLines(of, cluster, watch, columns),
  ];
  return {is: 'text', title: `${named(of)}, described`, lines, at: 0};
}

const fact = (label: string, words: string | undefined, tone: Tone = 'plain'): readonly TextLine[] =>
  words === undefined || words === ''
    ? []
    : [textLine([say('  '), ...cell(label, LABEL, 'muted'), say(words, tone)], words)];

const spelt = (labels: Readonly<Record<string, string>> | undefined): string =>
  Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join('  ');

/** A pod is in the incidents of its workload. */
function involved(refs: readonly Ref[], incidents: Look['report']['incidents']): readonly TextLine[] {
  const keys = new Set(refs.map(refKey));
  const own = incidents.filter((incident) => concerns(incident.cause, keys));
  return own.map((incident) =>
    textLine([
      say('  '),
      ...cell(incident.active ? incident.severity.toUpperCase() : 'healed', LABEL, incident.active ? 'bad' : 'good'),
      say(told(incident.cause.summary, incident.cause.subject), 'strong'),
      say(`  +${String(effectsOf(incident))}`, 'muted'),
    ]),
  );
}

interface Concerning {
  readonly subject: Ref;
  readonly objects?: readonly Ref[];
  readonly effects: readonly Concerning[];
}

const concerns = ({subject, objects = [], effects}: Concerning, keys: ReadonlySet<string>): boolean =>
  [subject, ...objects].some((one) => keys.has(refKey(one))) || effects.some((one) => concerns(one, keys));

function podLines(pod: Pod, columns: number): readonly TextLine[] {
  const {status, spec, nodeName} = pod;
  return [
    ...fact('status', statusOf(pod)),
    ...(status.message === undefined ? [] : prose(status.message, columns - 4, '    ')),
    ...fact('node', nodeName),
    ...fact('address', status.podIP),
    ...fact('quality', status.qosClass),
    ...fact('service account', spec.serviceAccountName),
    blank,
    heading('containers'),
    ...containersOf(pod).flatMap(({status: one, spec: container, role}) => [
      textLine([
        say('  '),
        say(one.name, 'strong'),
        say(role === 'container' ? '' : `  ${role}`, 'muted'),
        say(one.ready === true ? '  ready' : '  not ready', one.ready === true || role === 'init' ? 'good' : 'bad'),
        say(`  ${String(one.restartCount ?? 0)} restarts`, (one.restartCount ?? 0) > 0 ? 'warn' : 'muted'),
      ]),
      ...fact('  image', container?.image ?? one.image),
      ...fact('  state', stateWords(one.state.waiting) ?? (one.state.running === undefined ? undefined : 'running')),
      ...fact('  ended', lastEndOf(one), 'warn'),
      ...fact('  requests', spelt(container?.resources.requests)),
      ...fact('  limits', spelt(container?.resources.limits)),
    ]),
  ];
}

const stateWords = (
  waiting: {readonly reason?: string | undefined; readonly message?: string | undefined} | undefined,
): string | undefined =>
  waiting === undefined ? undefined : [waiting.reason, waiting.message].filter((one) => one !== undefined).join(': ');

interface WithConditions {
  readonly status?: {
    readonly conditions?: ReadonlyArray<{
      readonly type?: string | undefined;
      readonly status?: string | undefined;
      readonly reason?: string | undefined;
      readonly message?: string | undefined;
    }>;
  };
}

function conditionLines(object: unknown, columns: number): readonly TextLine[] {
  const conditions = (object as WithConditions | undefined)?.status?.conditions ?? [];
  if (conditions.length === 0) return [];
  return [
    blank,
    heading('conditions'),
    ...conditions.flatMap(({type = '', status = '', reason, message}) => [
      textLine([
        say('  '),
        ...cell(type, 26),
        ...cell(status, 8, status === 'True' ? 'plain' : 'warn'),
        say(reason ?? '', 'muted'),
      ]),
      ...(message === undefined || message === '' ? [] : prose(message, columns - 6, '      ')),
    ]),
  ];
}

function eventLines(
  of: Ref,
  cluster: Look['cluster'],
  watch: ReturnType<typeof clock>,
  columns: number,
): readonly TextLine[] {
  const events = cluster.events.of(of).toReversed();
  if (events.length === 0) return [];
  return [
    blank,
    heading('events, latest first'),
    ...events.flatMap(({last, reason, message, count, isWarning}) => [
      textLine([
        say('  '),
        ...cell(watch.at(last), 14, 'muted'),
        say(`${reason}${count > 1 ? ` ×${String(count)}` : ''}`, isWarning ? 'warn' : 'plain'),
      ]),
      ...prose(message, columns - 6, '      '),
    ]),
  ];
}
