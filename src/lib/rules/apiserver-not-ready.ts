import {fieldProof, proof} from '../model/proof.ts';
import {ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';

const PAGE = '/readyz?verbose';
const FAILED = /^\[-\](?<check>\S+) failed(?:: (?<why>.*))?$/gm;

export default {
  title: 'The API server reports a failed readiness check',
  category: 'control-plane',
  severity: 'critical',
  why: 'Each part of the API server has a check; the one that fails says what is broken: etcd, an informer, a start-up hook.',
  confirm: ['kubectl get --raw "/readyz?verbose"'],
  fix: ['etcd: look at its members and their disks', 'others: the log of kube-apiserver'],
  needs: [],
  tags: ['control-plane'],
  sources: ['https://kubernetes.io/docs/reference/using-api/health-checks/'],
  *leads() {
    yield {want: 'raw', path: PAGE};
  },
  *check(cluster) {
    const failed = [...(cluster.snapshot.pages.get(PAGE) ?? '').matchAll(FAILED)];
    const [first] = failed;
    if (first === undefined) return;
    const subject = ref('APIServer', undefined, 'kube-apiserver');
    yield {
      subject,
      summary: `kube-apiserver is not ready: ${failed.map(({groups}) => groups?.['check'] ?? '').join(', ')} failed`,
      evidence: proof(fieldProof(subject, PAGE, first[0])),
    };
  },
} satisfies Rule;
