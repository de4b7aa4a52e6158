import type {Pattern} from '../model/pattern.ts';

const row = (one: Omit<Pattern, 'layer' | 'origin'>): Pattern => ({
  layer: 'component',
  origin: 'Kubernetes pkg/kubelet',
  ...one,
});

/** The kubelet, as its log and its events say it. */
export default [
  row({
    name: 'kubelet_pleg_unhealthy',
    literals: ['pleg is not healthy'],
    match: /PLEG is not healthy: pleg was last seen/,
    means: 'The kubelet could not list the containers of its node for minutes; the node goes NotReady',
    severity: 'high',
    rank: 5,
    advice: 'Look at the container runtime and the disk of the node.',
    example:
      'skipping pod synchronization - PLEG is not healthy: pleg was last seen active 3m41s ago; threshold is 3m0s',
    counterExample:
      '[container runtime status check may not have completed yet, PLEG is not healthy: pleg has yet to be successful]',
  }),
  row({
    name: 'kubelet_runtime_down',
    literals: [
      'container runtime is down',
      'container runtime not ready',
      'runtime is not ready',
      'runtime service failed',
      'networkpluginnotready',
      'runtime network not ready',
    ],
    match:
      /[Cc]ontainer runtime (?:is down|not ready|is not ready|network not ready)|"?List(?:Containers|PodSandbox)[^\n]{0,300}from runtime service failed|runtime is not ready|NetworkPluginNotReady/,
    means: 'The kubelet cannot work with its container runtime',
    severity: 'high',
    rank: 4,
    advice: 'On the node: systemctl status containerd; crictl info.',
    example:
      'ListContainers with filter &ContainerFilter{} from runtime service failed: rpc error: code = DeadlineExceeded',
    counterExample: '"Connecting to runtime" endpoint="unix:///run/containerd/containerd.sock"',
  }),
  row({
    name: 'kubelet_cert_expired',
    literals: ['certificate', 'bootstrap kubeconfig'],
    match:
      /bootstrap client certificate [^\n]{0,120}expired|unable to load bootstrap kubeconfig|(?:client|serving|kubelet)[^\n"]{0,60} certificate[^\n"]{0,60}(?:has |is )?expired|certificate_manager[^\n]{0,160}(?:expired|failed)|x509: certificate has expired[^\n]{0,200}(?:kubelet|node|:10250|:6443)|(?:kubelet|node|:10250|:6443)[^\n]{0,300}x509: certificate has expired/i,
    means: 'A certificate of the kubelet has expired: it cannot speak with the API server',
    severity: 'high',
    rank: 5,
    advice: 'Renew it (kubeadm certs renew), check the clock, approve the waiting CSR.',
    example: 'Part of the existing bootstrap client certificate is expired: 2018-08-25 20:11:20 +0000 UTC',
    counterExample: 'certificate_manager.go:356] kubernetes.io/kube-apiserver-client-kubelet: Rotating certificates',
  }),
  row({
    name: 'kubelet_cgroup_error',
    literals: ['cgroup', 'container stats', 'containermanager', 'qos'],
    match:
      /Failed to get (?:system )?(?:container|cgroup) stats|failed to get cgroup stats|cgroup driver: \"?\w+\"? is different|[Ff]ailed to (?:start|create|initialize) ContainerManager|[Ff]ailed to (?:initialize top level QOS|ensure [^\n]{0,40}cgroup|create [^\n]{0,40}cgroup|set [^\n]{0,40}cgroup|remove cgroup|delete cgroup)|failed to get the kubelet's cgroup|cgroup \[?[^\n]{0,80}(?:does not exist|has some missing paths|not exist)|unable to (?:destroy|freeze)[^\n]{0,40}cgroup/,
    means: 'The kubelet and the cgroups of its node do not fit together',
    severity: 'medium',
    advice: 'Give the kubelet and the runtime the same cgroup driver (systemd).',
    example: 'misconfiguration: kubelet cgroup driver: "cgroupfs" is different from docker cgroup driver: "systemd"',
    counterExample: 'failed to collect filesystem stats - rootDiskErr: du command failed',
  }),
  row({
    name: 'kubelet_eviction',
    literals: ['eviction manager', 'eviction_manager', 'low on resource', 'eviction thresholds', 'evicted'],
    match:
      /[Ee]viction manager: (?:attempting to reclaim|must evict|eviction thresholds|pods? [^\n]{0,80}evicted|unable to evict|thresholds? |cannot evict)|low on resource: ?|[Ee]viction thresholds have been met|\bEvicted\b/,
    means: 'The node is short of memory, disk or pids and throws pods out',
    severity: 'high',
    advice: 'Look who uses it; give the pods requests that are true.',
    example: 'eviction manager: must evict pod(s) to reclaim ephemeral-storage',
    counterExample: '"Eviction manager: failed to get summary stats" err="failed to get node info"',
  }),
  row({
    name: 'kubelet_crashloop_backoff',
    literals: ['crashloopbackoff', 'restarting failed container'],
    match: /CrashLoopBackOff|[Bb]ack-off [\d\w]+ restarting failed container|Back-off restarting failed container/,
    means: 'A container ends again and again; the kubelet waits longer each time',
    severity: 'medium',
    rank: 4,
    advice: 'Read the previous log: kdiag logs POD --previous.',
    example:
      'failed to "StartContainer" for "sync" with CrashLoopBackOff: "back-off 1m20s restarting failed container"',
    counterExample: 'container started',
  }),
  row({
    name: 'kubelet_lease_update_failed',
    literals: ['node lease', 'update lease', 'ensure lease'],
    match: /[Ff]ailed to (?:ensure (?:node )?lease|update (?:node )?lease)/,
    means: 'The kubelet cannot say that it lives; after 40 seconds its node is NotReady',
    severity: 'high',
    rank: 5,
    advice: 'Look at the network from the node to the API server.',
    example: 'failed to update node lease, error: Put https://a:8443/leases/master2: read: connection reset by peer',
    counterExample: 'failed to acquire lease: node not found',
  }),
  row({
    name: 'kubelet_node_status_update_failed',
    literals: ['node status'],
    match:
      /[Ee]rror updating node status|[Uu]nable to update node status|update node status exceeds retry count|[Uu]nable to register node/,
    means: 'The kubelet cannot write the state of its node',
    severity: 'high',
    rank: 5,
    advice: 'Look at the network from the node to the API server and at its load.',
    example: 'Error updating node status, will retry: error getting node "slave4": use of closed network connection',
    counterExample: 'node status updated',
  }),
  row({
    name: 'kubelet_volume_mount_timeout',
    literals: [
      'volumes to attach or mount',
      'unmounted volumes',
      'unable to attach or mount',
      'unable to mount volumes',
      'nestedpendingoperations',
      'timed out waiting for the condition',
    ],
    match:
      /timeout expired waiting for volumes|unmounted volumes=|[Uu]nable to (?:attach or )?mount volumes|nestedpendingoperations\.go:\d+\][^\n]{0,400}failed\. No retries|volume[^\n]{0,200}timed out waiting for the condition/,
    means: 'A volume is not attached or mounted in time; the pod does not start',
    severity: 'high',
    rank: 5,
    advice: 'Look at the storage driver and whether another node still has the volume.',
    example: 'Unable to mount volumes for pod "task-1": timeout expired waiting for volumes to attach or mount',
    counterExample: '"Volume detached for volume"',
  }),
  row({
    name: 'kubelet_probe_failed',
    literals: ['probe failed', 'probe errored'],
    match: /(?:[Ll]iveness|[Rr]eadiness|[Ss]tartup)? ?[Pp]robe (?:failed|errored)(?!" probe=)/,
    means: 'A probe of a container failed; with liveness it will be restarted',
    severity: 'medium',
    rank: 4,
    advice: 'Look at what the probe asks and how long the answer takes.',
    example: 'Readiness probe failed: Get "http://10.244.11.20:18080/healthcheck": context deadline exceeded',
    counterExample: '"Failed probe" probe="metric-storage-ready"',
  }),
] satisfies readonly Pattern[];
