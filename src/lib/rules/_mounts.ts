import type {Cluster} from '../model/cluster.ts';
import {containersOf, isLeaving} from '../model/containers.ts';
import type {KubeEvent} from '../model/event.ts';
import type {Pod} from '../model/kube/pod.ts';
import {type Ref, ref, refKey} from '../model/ref.ts';
import {ageOf, MINUTE} from '../model/time.ts';
import {isActive} from './_story.ts';
import {claimOf} from './_volumes.ts';

/** A pod on a node of which no container has run yet, and what was said about its volumes, newest first. */
export interface Unmounted {
  readonly pod: Pod;
  readonly podRef: Ref;
  readonly mount: readonly KubeEvent[];
  readonly attach: readonly KubeEvent[];
}

const MOUNT = new Set(['FailedMount', 'FailedMapVolume']);
const ATTACH = 'FailedAttachVolume';

/** Mounts that fail at first and work a moment later are everyday. */
const SETTLED = MINUTE;

const hasRun = (pod: Pod): boolean =>
  containersOf(pod).some(
    ({status: {state, lastState, restartCount}}) =>
      state.running !== undefined ||
      state.terminated !== undefined ||
      lastState.terminated !== undefined ||
      (restartCount ?? 0) > 0,
  );

const known = new WeakMap<Cluster, readonly Unmounted[]>();

export function unmounted(cluster: Cluster): readonly Unmounted[] {
  const found = known.get(cluster) ?? look(cluster);
  known.set(cluster, found);
  return found;
}

function look(cluster: Cluster): readonly Unmounted[] {
  const events = cluster.events.withReason(...MOUNT, ATTACH).filter(({about}) => about.kind === 'Pod');
  return [...Map.groupBy(events, ({about}) => refKey(about)).values()].flatMap((group): Unmounted[] => {
    const about = group[0]?.about;
    const pod = about === undefined ? undefined : cluster.get('Pod', about.namespace, about.name);
    if (about === undefined || pod?.nodeName === undefined || !isActive(pod) || isLeaving(pod) || hasRun(pod))
      return [];
    if ((ageOf(pod.status.startTime ?? pod.metadata.creationTimestamp, cluster.now) ?? Infinity) < SETTLED) return [];
    const own = group
      .filter(({uid}) => uid === undefined || pod.metadata.uid === undefined || uid === pod.metadata.uid)
      .toReversed();
    return [
      {
        pod,
        podRef: about,
        mount: own.filter(({reason}) => MOUNT.has(reason)),
        attach: own.filter(({reason}) => reason === ATTACH),
      },
    ];
  });
}

/** `MountVolume.SetUp failed for volume "pvc-1" : …` names a PersistentVolume, or a volume of the pod. */
export interface VolumeSaid {
  readonly name: string;
  readonly claim: Ref | undefined;
  readonly volume: Ref | undefined;
}

export const spellVolume = (said: VolumeSaid | undefined): string =>
  said === undefined
    ? 'a volume'
    : `volume ${said.name}${said.claim === undefined ? '' : ` (PersistentVolumeClaim ${said.claim.name})`}`;

const NAMED = /(?:for volume|Multi-Attach error for volume) "([^"]+)"/;
const UNMOUNTED = /unmounted volumes=\[([^\]\s]+)/;

export function volumeSaid(cluster: Cluster, pod: Pod, message: string): VolumeSaid | undefined {
  const name = (NAMED.exec(message) ?? UNMOUNTED.exec(message))?.[1];
  if (name === undefined) return undefined;
  const own = pod.spec.volumes.find((one) => one.name === name);
  if (own !== undefined) {
    const claim = claimOf(pod, own);
    const bound =
      claim === undefined
        ? undefined
        : cluster.get('PersistentVolumeClaim', claim.namespace, claim.name)?.spec.volumeName;
    return {name, claim, volume: bound === undefined ? undefined : ref('PersistentVolume', undefined, bound)};
  }
  const {claimRef} = cluster.get('PersistentVolume', undefined, name)?.spec ?? {};
  const claim =
    claimRef === undefined
      ? claimBoundTo(cluster, pod, name)
      : ref('PersistentVolumeClaim', claimRef.namespace, claimRef.name);
  return {name, claim, volume: ref('PersistentVolume', undefined, name)};
}

function claimBoundTo(cluster: Cluster, pod: Pod, volume: string): Ref | undefined {
  const claims = pod.spec.volumes.map((one) => claimOf(pod, one)).filter((one) => one !== undefined);
  return claims.find(
    ({namespace, name}) => cluster.get('PersistentVolumeClaim', namespace, name)?.spec.volumeName === volume,
  );
}

/** The kubelet and the attach-detach controller on drivers that are not there. */
const NO_DRIVER =
  /driver name ([\w.-]+) not found in the list of registered CSI drivers|CSINode \S+ does not contain driver ([\w.-]+)|CSI driver ([\w.-]+) not (?:found|registered)/i;

export const missingDriver = (message: string): string | undefined => {
  const [, kubelet, controller, other] = NO_DRIVER.exec(message) ?? [];
  return kubelet ?? controller ?? other;
};
