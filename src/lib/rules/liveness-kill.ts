import type {Rule} from '../model/rule.ts';
import {probeKills} from './_killed-by-probe.ts';
import {endsContainers} from './_story.ts';

export default {
  title: 'The kubelet restarts a container because its liveness probe fails',
  category: 'workload',
  severity: 'high',
  why: 'A container whose liveness probe fails several times in a row is killed and started again. The probe may be right (a deadlock, a lost dependency) or too strict (time-out, first delay, wrong path).',
  confirm: [
    'kubectl describe pod <pod>: "Liveness probe failed" and "failed liveness probe, will be restarted"',
    'call the path of the probe from inside the pod',
  ],
  fix: [
    'mend what the probe finds',
    'correct its path or port',
    'allow more time: timeoutSeconds, failureThreshold, or a startupProbe for slow starts',
    'do not let a liveness probe test other services',
  ],
  needs: ['Pod', 'Event'],
  explains: endsContainers,
  sources: [
    'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
    'pkg/kubelet/kuberuntime/kuberuntime_manager.go (computePodActions)',
  ],
  check: (cluster) => probeKills(cluster, 'liveness'),
} satisfies Rule;
