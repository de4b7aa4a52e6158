import {refOf} from '../model/cluster/objects.ts';
import {objectProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {ageOf, MINUTE} from '../model/time.ts';
import {named} from './_story.ts';

const PATIENCE = 10 * MINUTE;

export default {
  title: 'A certificate request waits for approval',
  category: 'security',
  severity: 'low',
  why: 'A kubelet whose certificate is not approved cannot join, or cannot serve logs and exec when its old one expires.',
  confirm: ['kubectl get csr'],
  fix: [
    'kubectl certificate approve <name>, when the requester is who it says',
    'install an approver for kubelet serving certificates',
  ],
  needs: ['CertificateSigningRequest'],
  sources: ['https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/'],
  *check(cluster) {
    for (const request of cluster.all('CertificateSigningRequest')) {
      const {signerName = '', username = ''} = request.spec;
      if (
        request.status.conditions.length > 0 ||
        (ageOf(request.metadata.creationTimestamp, cluster.now) ?? 0) < PATIENCE
      )
        continue;
      const subject = refOf('CertificateSigningRequest', request);
      yield {
        subject,
        summary: `${named(subject)} of ${username} for ${signerName} waits for approval`,
        since: request.metadata.creationTimestamp,
        evidence: proof(
          objectProof('CertificateSigningRequest', request, 'status.conditions', `Pending, signer ${signerName}`),
        ),
      };
    }
  },
} satisfies Rule;
