import type {Cluster} from '../model/cluster.ts';
import {byWorkload} from '../model/containers.ts';
import type {KubeEvent} from '../model/event.ts';
import type {Sighting} from '../model/finding.ts';
import {eventProof, proof} from '../model/proof.ts';
import {distinctRefs, type Ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {earliest} from '../model/time.ts';
import {missingDriver, spellVolume, type Unmounted, unmounted, volumeSaid} from './_mounts.ts';
import {brief, inNamespace, keepsFromStarting, named, severityOf} from './_story.ts';

interface Failed extends Unmounted {
  readonly event: KubeEvent;
}

/** Told by the rules about configuration, service accounts and drivers. */
const ELSEWHERE =
  /(?:configmaps?|secrets?|serviceaccounts?) "[^"]+" (?:not found|is forbidden)|references non-existent (?:config|secret) key|object "[^"]*"\/"[^"]*" not registered|failed to (?:fetch token|sync (?:configmap|secret) cache)|token.*(?:not found|expired)/i;
/** Says that it did not work, and not why. */
const VAGUE = /timed out waiting for the condition|context deadline exceeded|context canceled/i;

function telling({mount, attach}: Unmounted): KubeEvent | undefined {
  const mine = mount.filter(({message}) => !ELSEWHERE.test(message) && missingDriver(message) === undefined);
  const clear = mine.find(({message}) => !VAGUE.test(message));
  // A mount also times out while the volume is not attached, or while a ConfigMap is missing.
  return clear ?? (attach.length === 0 && mine.length === mount.length ? mine[0] : undefined);
}

/** What mount(8), the kernel and drivers say, in words for a person. */
const MEANINGS: ReadonlyArray<readonly [RegExp, string]> = [
  [/wrong fs type|bad option/i, 'wrong file system type, bad option, or no mount helper on the node'],
  [
    /bad superblock|can't read superblock|structure needs cleaning|UNEXPECTED INCONSISTENCY|fsck.*(?:found errors|could not correct)|has errors/i,
    'the file system is damaged',
  ],
  [
    /mount\.nfs: (?:Connection (?:timed out|refused)|No route)|RPC: .*timed out|Connection timed out|no route to host/i,
    'the file server cannot be reached',
  ],
  [/mount\.nfs: access denied|access denied by server|Permission denied|operation not permitted/i, 'access is denied'],
  [/mount\.nfs: .*No such file|failed, reason given by server: No such file/i, 'the server exports no such path'],
  [/hostPath type check failed/i, 'the path of the hostPath is not what its type demands'],
  [/already mounted or .* busy|device or resource busy/i, 'the device is in use'],
  [
    /special device .* does not exist|no such device|path .* does not exist|no such file or directory/i,
    'the device or path is not on the node',
  ],
  [/Unauthenticated|AccessDenied|credential/i, 'the driver is not allowed to'],
  [
    /code = Unavailable|connection refused|no such host|dial (?:tcp|unix)/i,
    'the driver or the storage does not answer',
  ],
  [/exit status 32/i, 'mount failed (exit status 32)'],
  [VAGUE, 'it did not come within the time allowed'],
];

function sighting(cluster: Cluster, subject: Ref, group: readonly [Failed, ...Failed[]]): Sighting {
  const [{event, pod, mount, podRef}] = group;
  const said = volumeSaid(cluster, pod, event.message);
  const means = MEANINGS.find(([wording]) => wording.test(event.message))?.[1];
  const inner = event.message.replace(/^\S+ failed for volume "[^"]+" ?(?:\([^)]*\) )?: /, '');
  const refs = distinctRefs(
    group
      .flatMap((one) => [said?.claim, volumeSaid(cluster, one.pod, one.event.message)?.claim])
      .filter((one) => one !== undefined),
  );
  return {
    subject,
    summary: `${named(subject)} does not start: ${spellVolume(said)} cannot be mounted on node ${pod.nodeName ?? ''}${means === undefined ? '' : `, ${means}`}: ${brief(inner, 200)}`,
    severity: severityOf(cluster, subject),
    since: earliest(group.map((one) => one.event.first)),
    objects: [...group.map((one) => one.podRef), ...refs],
    toward: distinctRefs([...refs, ...(said?.volume === undefined ? [] : [said.volume])]),
    evidence: proof(
      eventProof(event),
      ...mount
        .filter((one) => one !== event)
        .slice(0, 1)
        .map(eventProof),
    ),
    confirm: [
      `${inNamespace(subject)} describe pod ${podRef.name}`,
      `the log of the kubelet on ${pod.nodeName ?? 'the node'}`,
    ],
  };
}

export default {
  title: 'A volume cannot be mounted',
  category: 'storage',
  severity: 'high',
  why: 'The kubelet starts no container before all volumes of the pod are mounted, and tries for ever.',
  confirm: [
    'kubectl describe pod <pod>: FailedMount',
    'the logs of the kubelet and of the CSI node plugin on that node',
  ],
  fix: [
    'mend what the message names: server, export, path, rights, file system type',
    'a damaged file system: detach the volume and check it with fsck',
    'install the mount helper (nfs-common, cifs-utils) on the node',
  ],
  needs: ['Pod', 'Event'],
  tags: ['storage-wait'],
  explains: keepsFromStarting,
  sources: [
    'pkg/volume/util/operationexecutor/operation_generator.go',
    'https://kubernetes.io/docs/concepts/storage/volumes/',
  ],
  *check(cluster) {
    const failed = unmounted(cluster).flatMap((one): Failed[] => {
      const event = telling(one);
      return event === undefined ? [] : [{...one, event}];
    });
    for (const [subject, group] of byWorkload(cluster, failed)) yield sighting(cluster, subject, group);
  },
} satisfies Rule;
