import type {Sighting} from '../model/finding.ts';
import {eventProof, objectProof, proof} from '../model/proof.ts';
import {ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {holdsUpPods, type PendingClaim, pendingClaims, provisioningEvent} from './_claims.ts';
import {brief, inNamespace, named} from './_story.ts';

/** What stands behind the words of provisioners: gRPC codes of CSI drivers and what clouds say. */
const MEANINGS: ReadonlyArray<readonly [RegExp, string]> = [
  [/exceeded quota|quota ?exceeded|LimitExceeded|QUOTA_EXCEEDED/i, 'a quota is used up'],
  [
    /ResourceExhausted|not enough (?:free )?(?:space|capacity)|insufficient (?:free )?(?:space|capacity|storage)|no space left/i,
    'the storage has no room',
  ],
  [
    /Unauthenticated|PermissionDenied|AccessDenied|UnauthorizedOperation|AuthorizationFailed|InvalidClientTokenId|credential|forbidden/i,
    'the provisioner is not allowed to',
  ],
  [
    /DeadlineExceeded|context deadline exceeded|connection refused|i\/o timeout|code = Unavailable|no such host/i,
    'the storage or its driver does not answer',
  ],
  [/topology|accessible|no available topology|zone/i, 'no topology fits'],
  [
    /InvalidArgument|invalid (?:parameter|option|argument)|unknown parameter|not supported|unsupported|access ?mode/i,
    'the class or the claim asks for what the driver does not know',
  ],
  [/secrets? "?[^"]*"? not found|failed to get (?:secret|name and namespace)/i, 'a Secret of the class is missing'],
];

function sighting(one: PendingClaim): Sighting | undefined {
  const event = provisioningEvent(one);
  if (event === undefined) return undefined;
  const {ref: subject, claim, storageClass, className, pods} = one;
  const means = MEANINGS.find(([wording]) => wording.test(event.message))?.[1];
  const provisioner = storageClass?.provisioner;
  return {
    subject,
    summary: `${named(subject)} is Pending: ${provisioner === undefined ? 'provisioning' : `provisioner ${provisioner}`} fails (StorageClass ${className ?? 'default'})${means === undefined ? '' : `, ${means}`}: ${brief(event.message, 200)}`,
    severity: pods.length > 0 ? 'high' : 'medium',
    since: event.first,
    objects: [subject, ...pods],
    toward: [
      ...(className === undefined ? [] : [ref('StorageClass', undefined, className)]),
      ...(provisioner === undefined ? [] : [ref('CSIDriver', undefined, provisioner)]),
    ],
    evidence: proof(eventProof(event), objectProof('PersistentVolumeClaim', claim, 'status.phase', 'Pending')),
    confirm: [`${inNamespace(subject)} describe pvc ${subject.name}`],
  };
}

export default {
  title: 'A volume cannot be provisioned',
  category: 'storage',
  severity: 'high',
  why: 'The provisioner of the StorageClass was asked for a volume and refused. The claim stays Pending, and so does every pod that mounts it.',
  confirm: [
    'kubectl describe pvc <claim>: ProvisioningFailed',
    'the log of the provisioner (csi-provisioner of the CSI controller)',
  ],
  fix: [
    'mend what the message names: quota, credentials, parameters of the StorageClass, size, topology',
    'see whether the pods of the CSI driver run',
  ],
  needs: ['PersistentVolumeClaim'],
  explains: [...holdsUpPods, {rule: '#storage-wait', via: 'mounts'}],
  sources: [
    'https://github.com/kubernetes-csi/external-provisioner',
    'pkg/controller/volume/persistentvolume/pv_controller.go',
  ],
  *check(cluster) {
    for (const one of pendingClaims(cluster)) {
      const found = one.why === 'provisioning failed' ? sighting(one) : undefined;
      if (found !== undefined) yield found;
    }
  },
} satisfies Rule;
