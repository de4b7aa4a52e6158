import {isObject, map, word, type Words} from '../../model/schema.ts';
import type {Amounts, ContainerFacts, PodFacts} from '../../model/usage.ts';
import {amounts, maxOf, NONE} from './amount.ts';
import {limitsOf, requestsOf} from './effective.ts';

type Fields = Readonly<Record<string, unknown>>;
const fields = (raw: unknown): Fields => (isObject(raw) ? raw : {});
const items = (raw: unknown): readonly Fields[] => (Array.isArray(raw) ? raw.map(fields) : []);

/** A Pod (core/v1) as sent, reduced to what its use is measured against. */
export function podFacts(raw: unknown): PodFacts {
  const {metadata, spec, status} = fields(raw) as Readonly<Record<string, Fields | undefined>>;
  const meta = fields(metadata);
  const asked = fields(spec);
  const now = fields(status);
  const statuses = statusesOf(now);
  const containers = items(asked['containers']).map((one) => counted(one, 'container', statuses));
  const initContainers = items(asked['initContainers']).map((one) =>
    counted(one, one['restartPolicy'] === 'Always' ? 'sidecar' : 'init', statuses),
  );
  const asking = (what: 'requests' | 'limits') => ({
    containers: containers.map((one) => one[what]),
    initContainers: initContainers.map((one) => ({amounts: one[what], isSidecar: one.role === 'sidecar'})),
    podLevel: amounts(fields(asked['resources'])[what]),
    overhead: amounts(asked['overhead']),
  });
  return {
    namespace: word(meta['namespace']) ?? '',
    name: word(meta['name']) ?? '',
    labels: map(meta['labels']),
    node: word(asked['nodeName']),
    phase: word(now['phase']),
    qos: word(now['qosClass']),
    priority: word(asked['priorityClassName']) ?? spelt(asked['priority']),
    createdAt: word(meta['creationTimestamp']),
    owner: ownerOf(meta),
    requests: requestsOf(asking('requests')),
    limits: limitsOf(asking('limits')),
    containers: [...initContainers, ...containers],
    claims: claimsOf(asked),
  };
}

const spelt = (value: unknown): string | undefined => (typeof value === 'number' ? String(value) : undefined);

interface Statuses {
  readonly byName: ReadonlyMap<string, Fields>;
  /** A resize that can never be done: what was allocated stays (KEP-1287). */
  readonly cannotResize: boolean;
}

function statusesOf(status: Fields): Statuses {
  const all = [...items(status['initContainerStatuses']), ...items(status['containerStatuses'])];
  return {
    byName: new Map(all.map((one) => [word(one['name']) ?? '', one])),
    cannotResize: items(status['conditions']).some(
      ({type, reason}) => type === 'PodResizePending' && reason === 'Infeasible',
    ),
  };
}

function counted(spec: Fields, role: ContainerFacts['role'], {byName, cannotResize}: Statuses): ContainerFacts {
  const name = word(spec['name']) ?? '';
  const status = fields(byName.get(name));
  const wanted = fields(spec['resources']);
  const given = role !== 'init' && isObject(status['resources']) ? status['resources'] : undefined;
  const [requests, limits] = [amounts(wanted['requests']), amounts(wanted['limits'])];
  return {
    name,
    role,
    requests:
      given === undefined ? requests : resized(requests, given['requests'], status['allocatedResources'], cannotResize),
    limits: given === undefined ? limits : resized(limits, given['limits'], undefined, cannotResize),
    restarts: typeof status['restartCount'] === 'number' ? status['restartCount'] : 0,
    lastOom: lastOomOf(status),
  };
}

/** While a container is resized in place the scheduler counts the most of what is wanted, given and allocated. */
function resized(wanted: Amounts, given: unknown, allocated: unknown, cannotResize: boolean): Amounts {
  if (given === undefined && allocated === undefined) return wanted;
  return maxOf([cannotResize ? NONE : wanted, amounts(given), amounts(allocated)]);
}

function lastOomOf(status: Fields): string | undefined {
  for (const state of [fields(status['state']), fields(status['lastState'])]) {
    const ended = fields(state['terminated']);
    if (ended['reason'] === 'OOMKilled') return word(ended['finishedAt']);
  }
  return undefined;
}

function ownerOf(meta: Fields): PodFacts['owner'] {
  const owners = items(meta['ownerReferences']);
  const owner = owners.find(({controller}) => controller === true) ?? owners[0];
  const [kind, name] = [word(owner?.['kind']), word(owner?.['name'])];
  return kind === undefined || name === undefined ? undefined : {kind, name};
}

/** The claim of an ephemeral volume is called after the pod and the volume. */
function claimsOf(spec: Fields): Words {
  const claims = items(spec['volumes']).flatMap(({name, persistentVolumeClaim}): Array<[string, string]> => {
    const claim = word(fields(persistentVolumeClaim)['claimName']);
    return typeof name === 'string' && claim !== undefined ? [[name, claim]] : [];
  });
  return claims.length === 0 ? NO_WORDS : Object.fromEntries(claims);
}

const NO_WORDS: Words = Object.freeze({});
