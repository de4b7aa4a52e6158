import {refOf} from '../model/cluster/objects.ts';
import type {Rule} from '../model/rule.ts';
import {leavesNoPods, refused} from './_not-created.ts';
import {inNamespace, named, resource} from './_story.ts';

/** A template of claims cannot be changed in place. */
const isAboutClaim = (found: readonly string[]): boolean =>
  found.every((words) => words.includes('per PersistentVolumeClaim'));

/** Group 0 is what the LimitRanger says (plugin/pkg/admission/limitranger): usage, ratio or a claim's size. */
const VIOLATED =
  /(?:minimum|maximum) (?<resource>[\w./-]+) usage per (?:Container|Pod|PersistentVolumeClaim) is (?:\S+?)(?:, but (?:limit|request) is \S+?|\. {1,2}No (?:limit|request) is specified)?(?=[.,\]]?(?:\s|$)|\])|(?<ratio>[\w./-]+) max limit to request ratio per (?:Container|Pod) is \S+, but (?:provided ratio is [\d.]+|no \w+ is specified[^,\]]*)/gi;

const look = (message: string): readonly string[] | undefined => {
  const found = [...message.matchAll(VIOLATED)].map(([words]) => words.replace(/[.,]$/, ''));
  return found.length === 0 ? undefined : [...new Set(found)];
};

export default {
  title: 'Pods do not fit the LimitRange of their namespace',
  category: 'config',
  severity: 'high',
  why: 'A LimitRange sets the least and the most that a container or pod may request. What lies outside is refused when it is created.',
  confirm: ['kubectl -n <namespace> describe limitrange', 'kubectl describe replicaset <name>: FailedCreate'],
  fix: ['bring requests and limits of the containers into the range', 'change the LimitRange'],
  needs: ['Event'],
  explains: leavesNoPods,
  sources: ['https://kubernetes.io/docs/concepts/policy/limit-range/'],
  *check(cluster) {
    yield* refused(cluster, look, (found, {subject}) => {
      const ranges = cluster.all('LimitRange').filter(({metadata}) => metadata.namespace === subject.namespace);
      const [range] = ranges;
      return {
        summary: `${named(subject)} cannot create pods: ${ranges.length === 1 && range !== undefined ? `LimitRange ${range.metadata.name}` : 'a LimitRange of the namespace'} forbids them (${found.slice(0, 3).join('; ')})`,
        toward: ranges.map((one) => refOf('LimitRange', one)),
        fix: [
          isAboutClaim(found)
            ? `${inNamespace(subject)} delete ${resource(subject)} --cascade=orphan, and create it again with claims in the range`
            : `${inNamespace(subject)} set resources ${resource(subject)} --requests=<in range> --limits=<in range>`,
        ],
      };
    });
  },
} satisfies Rule;
