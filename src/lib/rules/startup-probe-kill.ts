import type {Rule} from '../model/rule.ts';
import {probeKills} from './_killed-by-probe.ts';
import {endsContainers} from './_story.ts';

export default {
  title: 'The kubelet restarts a container because its startup probe never succeeds',
  category: 'workload',
  severity: 'high',
  why: 'A container has failureThreshold × periodSeconds to pass its startup probe; then it is killed and starts from the beginning.',
  confirm: [
    'kubectl describe pod <pod>: "Startup probe failed" and "failed startup probe, will be restarted"',
    'kubectl logs <pod> --previous: how far the start came',
  ],
  fix: [
    'give the start more time: raise failureThreshold of the startupProbe',
    'correct the path or port of the probe',
    'mend what keeps the application from starting',
  ],
  needs: ['Pod', 'Event'],
  explains: endsContainers,
  sources: ['https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/'],
  check: (cluster) => probeKills(cluster, 'startup'),
} satisfies Rule;
