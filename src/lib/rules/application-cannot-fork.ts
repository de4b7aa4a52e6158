import {applicationRule, words} from './_application.ts';

export default applicationRule({
  title: 'An application cannot start threads or processes',
  category: 'application',
  pattern: 'app-cannot-fork',
  why: 'The pids limit of its cgroup, or of the node, is reached: what it starts next fails, and often all of it with that.',
  confirm: [
    'kubectl exec <pod> -- cat /sys/fs/cgroup/pids.current /sys/fs/cgroup/pids.max',
    'kubectl get --raw /api/v1/nodes/<node>/proxy/configz: podPidsLimit',
  ],
  fix: [
    'find what starts so many: a pool without a bound, children that nobody waits for',
    'raise podPidsLimit of the kubelet where so many are meant',
  ],
  sources: ['https://kubernetes.io/docs/concepts/policy/pid-limiting/'],
  says: (lines) => `cannot start another thread or process: ${words(lines)}`,
});
