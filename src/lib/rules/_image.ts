import type {Cluster} from '../model/cluster.ts';
import {byWorkload, type PodContainer, troubledContainers} from '../model/containers.ts';
import type {KubeEvent} from '../model/event.ts';
import type {Sighting} from '../model/finding.ts';
import {eventProof, proof, waitingProof} from '../model/proof.ts';
import type {Ref} from '../model/ref.ts';
import {brief, inNamespace, named, resource, severityOf} from './_story.ts';
import {isWaiting, podsIn, saidAbout, waitingSince} from './_waiting.ts';

/** The rules that each stand for one cause of a failed pull; the last takes what no other knows. */
export const pullCauses = [
  'image-invalid-name',
  'image-never-pull',
  'image-rate-limited',
  'image-wrong-platform',
  'image-tls',
  'image-registry-unresolvable',
  'image-unauthorized',
  'image-not-found',
  'image-registry-error',
  'image-pull-failed',
] as const;
export type PullCause = (typeof pullCauses)[number];

interface Wording {
  readonly cause: PullCause;
  readonly match: RegExp;
  /** What it means, in the words of the summary. */
  readonly says: string;
}

/**
 * What containerd, CRI-O, dockerd and the registries behind them write, the telling ones first: a wrong platform ends in `not found` as well,
 * and a host that does not resolve is dialled.
 */
const wordings: readonly Wording[] = [
  {
    cause: 'image-invalid-name',
    match:
      /invalid reference format|couldn't parse image (?:name|reference)|InvalidImageName|repository name must be lowercase/i,
    says: 'the image name is not valid',
  },
  {
    cause: 'image-invalid-name',
    match: /short[- ]name (?:mode is enforcing|"[^"]*" did not resolve|resolution)|no unqualified-search registries/i,
    says: 'the short image name does not say which registry',
  },
  {
    cause: 'image-never-pull',
    match: /not present with pull policy of Never|ErrImageNeverPull/i,
    says: 'the image is not on the node and imagePullPolicy is Never',
  },
  {
    cause: 'image-rate-limited',
    match: /toomanyrequests|429 Too Many Requests|status(?: code)?:? 429|pull rate limit|rate exceeded|QPS exceeded/i,
    says: 'the registry refuses more pulls: rate limit reached',
  },
  {
    cause: 'image-pull-failed',
    match: /no space left on device|disk quota exceeded/i,
    says: 'no space left on the disk of the node',
  },
  {
    cause: 'image-pull-failed',
    match: /signature|SignatureValidationFailed|rejected by policy|Source image rejected/i,
    says: 'the signature policy of the node rejects the image',
  },
  {
    cause: 'image-wrong-platform',
    match:
      /no match for platform|no matching manifest for|no image found in (?:manifest list|image index)|does not match the specified platform|cannot be used on this platform|no child with platform/i,
    says: 'the image is not built for the platform of the node',
  },
  {
    cause: 'image-tls',
    match:
      /x509:|server gave HTTP response to HTTPS client|tls: (?!handshake timeout)|certificate (?:has expired|signed by|is not valid|verify failed)|remote error: tls|first record does not look like a TLS handshake/i,
    says: 'TLS with the registry fails',
  },
  {
    cause: 'image-registry-unresolvable',
    match:
      /no such host|lookup \S+(?: on \S+)?:.*(?:i\/o timeout|server misbehaving|connection refused|Try again|Temporary failure)|server misbehaving|Temporary failure in name resolution|Name or service not known|NXDOMAIN/i,
    says: 'the host name of the registry does not resolve',
  },
  {
    cause: 'image-registry-error',
    match:
      /unexpected status.{0,120}\b5\d\d\b|received unexpected HTTP status: 5|\b50[0234] (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)/i,
    says: 'the registry answers with a server error',
  },
  {
    cause: 'image-not-found',
    match:
      /pull access denied|insufficient_scope|repository does not exist or may require|does not exist or no pull access/i,
    says: 'repository does not exist, or is private and needs credentials (pull access denied)',
  },
  {
    cause: 'image-unauthorized',
    match:
      /unauthori[sz]ed|\b401\b|\b403\b|forbidden|denied|no basic auth credentials|authentication required|authorization failed|(?:invalid|incorrect) username|not authorized|failed to fetch (?:oauth|anonymous) token|credentials? (?:expired|missing|not found)/i,
    says: 'the registry refuses access: credentials missing or wrong (unauthorized)',
  },
  {
    cause: 'image-registry-error',
    match:
      /(?:unexpected|mismatched|invalid checksum) (?:commit )?digest|digest (?:mismatch|verification)|layer verification failed|failed (?:size|commit)|failed to (?:extract|unpack) layer|failed to register layer|invalid tar header|gzip: invalid|unexpected EOF/i,
    says: 'the image arrived damaged: a layer or digest is corrupt',
  },
  {
    cause: 'image-registry-error',
    match:
      /connection refused|i\/o timeout|TLS handshake timeout|deadline exceeded|DeadlineExceeded|Client\.Timeout|no route to host|network is unreachable|connection reset|broken pipe|\bEOF\b|RegistryUnavailable|request canceled|timed? ?out|proxyconnect/i,
    says: 'the registry cannot be reached',
  },
  {
    cause: 'image-not-found',
    match:
      /manifest unknown|MANIFEST_UNKNOWN|name unknown|NAME_UNKNOWN|not found|404|does not exist|no such (?:image|manifest)|repository name not known/i,
    says: 'tag or repository not found in the registry',
  },
];

/** Which cause a message of the kubelet or the runtime tells. */
export function pullCause(message: string): {readonly cause: PullCause; readonly says: string} | undefined {
  return wordings.find(({match}) => match.test(message));
}

const REASONS: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'ImageInspectError',
  'ErrImageNeverPull',
  'InvalidImageName',
  'RegistryUnavailable',
  'SignatureValidationFailed',
  'ImageVolumeMountFailed',
]);

export interface PullTrouble {
  readonly one: PodContainer;
  readonly podRef: Ref;
  readonly image: string;
  readonly cause: PullCause;
  readonly says: string;
  /** The text that told the cause. */
  readonly message: string;
  readonly event: KubeEvent | undefined;
}

/** The image's own name can hold any word (`not-found:403`): it must not be taken for the registry's answer. */
const withoutNames = (message: string, image: string): string => {
  const [bare = image] = image.split('@');
  return message
    .replaceAll(image, 'IMAGE')
    .replaceAll(bare, 'IMAGE')
    .replaceAll(/"[^"\s]*\/[^"\s]*:[\w.-]+"|https?:\/\/[^\s":]+(?::\d+)?[^\s":]*/g, 'IMAGE');
};

function troubleOf(cluster: Cluster, one: PodContainer): PullTrouble {
  const image = one.spec?.image ?? one.status.image ?? '';
  const {reason = '', message = ''} = one.status.state.waiting ?? {};
  const events = saidAbout(cluster, one, 'Failed', 'InspectFailed', 'ErrImageNeverPull', 'BackOff').filter(
    (event) => event.message.includes(image) && /pull|inspect|image/i.test(event.message),
  );
  // The newest words first; a bare back-off says nothing about why.
  const said = [{text: message, event: undefined}, ...events.map((event) => ({text: event.message, event}))];
  for (const {text, event} of said) {
    const known = pullCause(withoutNames(text, image));
    if (known !== undefined)
      return {
        one,
        podRef: one.podRef,
        image,
        ...known,
        message: text,
        event: event ?? events.find((each) => pullCause(withoutNames(each.message, image))?.cause === known.cause),
      };
  }
  const known = pullCause(reason);
  const longest = said.toSorted((a, b) => b.text.length - a.text.length)[0];
  return {
    one,
    podRef: one.podRef,
    image,
    cause: known?.cause ?? 'image-pull-failed',
    says: known?.says ?? `the pull fails (${reason})`,
    message: longest?.text ?? reason,
    event: longest?.event,
  };
}

const found = new WeakMap<Cluster, readonly PullTrouble[]>();

/** Containers whose image cannot be had, with what is known of why. Found once per cluster for all rules about images. */
export function pullTroubles(cluster: Cluster): readonly PullTrouble[] {
  const known = found.get(cluster);
  if (known !== undefined) return known;
  const made = troubledContainers(cluster)
    .filter((one) => isWaiting(one) && REASONS.has(one.status.state.waiting?.reason ?? ''))
    .map((one) => troubleOf(cluster, one));
  found.set(cluster, made);
  return made;
}

/** The registry's or runtime's own words, without the frames that each layer put around them. */
export const decisive = (message: string): string =>
  brief(
    message
      .replace(/^.*?(?:rpc error: code = \w+ desc = |ErrImagePull: )/s, '')
      .replace(/^failed to pull and unpack image "[^"]*": /, ''),
  );

type More = (trouble: PullTrouble, subject: Ref) => {readonly hint?: string; readonly fix?: readonly string[]};

/** What one rule about images says: a sighting for each workload whose image fails for that cause. */
export function* pullSightings(cluster: Cluster, cause: PullCause, more: More = () => ({})): Generator<Sighting> {
  for (const [subject, group] of byWorkload(
    cluster,
    pullTroubles(cluster).filter((one) => one.cause === cause),
  )) {
    const [shown] = group;
    const {hint = '', fix = []} = more(shown, subject);
    const status = waitingProof(shown.one);
    yield {
      subject,
      summary: `${named(subject)} cannot pull image ${shown.image}: ${shown.says}${hint}`,
      severity: severityOf(cluster, subject),
      since: waitingSince(
        group.map(({one}) => one),
        [shown.event],
      ),
      objects: podsIn(group),
      evidence: shown.event === undefined ? proof(status) : proof(eventProof(shown.event), status),
      confirm: [`${inNamespace(subject)} describe pod ${shown.podRef.name}`],
      fix:
        fix.length > 0
          ? fix
          : [
              `${inNamespace(subject)} set image ${resource(subject)} ${shown.one.status.name}=<image that can be pulled>`,
            ],
    };
  }
}

/** `registry.example.com/team/app:1` → repository `registry.example.com/team/app` and tag `1`. */
export function partsOf(image: string): {readonly repository: string; readonly tag: string | undefined} {
  const [bare = ''] = image.split('@');
  const colon = bare.lastIndexOf(':');
  return colon > bare.lastIndexOf('/')
    ? {repository: bare.slice(0, colon), tag: bare.slice(colon + 1)}
    : {repository: bare, tag: undefined};
}

/** The registry's host: Docker Hub when the name does not begin with one. */
export function registryOf(image: string): string {
  const [first = '', ...rest] = image.split('/');
  return rest.length > 0 && (first.includes('.') || first.includes(':') || first === 'localhost') ? first : 'docker.io';
}
