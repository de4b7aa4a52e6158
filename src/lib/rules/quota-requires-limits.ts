import {ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {unspecified} from '../parse/quota.ts';
import {leavesNoPods, refused} from './_not-created.ts';
import {inNamespace, named, resource} from './_story.ts';

/** What a quota can demand of containers; where several lack it, the words list their names after commas as well. */
const DEMANDED = /^(?:(?:requests|limits)\.)?(?:cpu|memory)$/;

/** The quota and the resources that are named in the API server's words. */
const look = (message: string) => {
  const found = unspecified(message);
  return found && {quota: found.quota, resources: found.resources.filter((one) => DEMANDED.test(one))};
};

/** `limits.cpu` as an option of `kubectl set resources`. */
const option = (one: string): string =>
  one.startsWith('limits.')
    ? `--limits=${one.slice(7)}=<amount>`
    : `--requests=${one.replace(/^requests\./, '')}=<amount>`;

export default {
  title: 'A ResourceQuota demands requests or limits that pods do not set',
  category: 'config',
  severity: 'high',
  why: 'Once a quota limits a resource, every pod of the namespace has to say how much of it it requests or may use. Pods that do not are refused when they are created.',
  confirm: [
    'kubectl -n <namespace> describe resourcequota',
    'kubectl describe replicaset <name>: FailedCreate, must specify',
  ],
  fix: [
    'set resources.requests and resources.limits of all containers',
    'add a LimitRange with defaults to the namespace',
  ],
  needs: ['Event'],
  explains: leavesNoPods,
  sources: ['https://kubernetes.io/docs/concepts/policy/resource-quotas/#compute-resource-quota'],
  *check(cluster) {
    yield* refused(cluster, look, ({quota, resources}, {subject}) => ({
      summary: `${named(subject)} cannot create pods: ResourceQuota ${quota} demands ${resources.join(', ')}, which its containers do not set`,
      toward: [ref('ResourceQuota', subject.namespace, quota)],
      fix: [`${inNamespace(subject)} set resources ${resource(subject)} ${resources.map(option).join(' ')}`],
    }));
  },
} satisfies Rule;
