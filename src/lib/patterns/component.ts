import type {Pattern} from '../model/pattern.ts';
import {behind} from './_rank.ts';

const row = (one: Omit<Pattern, 'layer'>): Pattern => ({layer: 'component', ...one});

/** Lines of the kubelet, the control plane, etcd and the cluster DNS. */
export default behind([
  row({
    name: 'kubelet-pleg',
    literals: ['pleg is not healthy', 'genericpleg'],
    match: /PLEG is not healthy: (?<why>.{1,200})|GenericPLEG: Unable to retrieve pods/,
    means: 'The kubelet could not get the list of containers from the runtime for minutes; the node goes NotReady',
    severity: 'high',
    advice: 'Look at the container runtime and the disk of the node.',
    origin: 'pkg/kubelet/pleg/generic.go',
    example:
      'skipping pod synchronization - [PLEG is not healthy: pleg was last seen active 3m5s ago; threshold is 3m0s]',
    counterExample: 'GenericPLEG: Relisting',
  }),
  row({
    name: 'kubelet-runtime-down',
    literals: [
      'container runtime is down',
      'containerd.sock',
      'crio.sock',
      'runtime service failed',
      'container runtime not ready',
      'cri-dockerd.sock',
      'runtime is not ready',
    ],
    match:
      /[Cc]ontainer runtime (?:is down|not ready|is not ready)|(?:containerd|crio|cri-dockerd|docker)\.sock: connect: (?:connection refused|no such file or directory)|"(?:Status|Version|ListPodSandbox|ListContainers) [^"]{0,60}from runtime service failed"/,
    means: 'The kubelet cannot talk to the container runtime',
    severity: 'critical',
    advice: 'On the node: systemctl status containerd (or crio); journalctl -u containerd.',
    origin: 'pkg/kubelet/runtime.go, staging/src/k8s.io/cri-client',
    example:
      'E0301 12:00:00.000000    1234 kubelet.go:2996] "Container runtime not ready" runtimeReady="RuntimeReady=false reason:ContainerdNotReady"',
    counterExample:
      'I0301 12:00:00.000000    1234 server.go:1] "Connecting to runtime" endpoint="unix:///run/containerd/containerd.sock"',
  }),
  row({
    name: 'kubelet-cni-not-ready',
    literals: [
      'network plugin is not ready',
      'networkpluginnotready',
      'cni plugin not initialized',
      'networkready=false',
    ],
    match: /[Nn]etwork plugin is not ready|NetworkPluginNotReady|cni plugin not initialized|NetworkReady=false/,
    means: 'The network plugin of the node has not set itself up',
    severity: 'high',
    advice: 'Look at the DaemonSet of the network plugin and at /etc/cni/net.d.',
    origin: 'pkg/kubelet/runtime.go; containerd internal/cri/server/status.go',
    example:
      'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
    counterExample: 'network plugin ready',
  }),
  row({
    name: 'kubelet-eviction',
    literals: ['eviction manager', 'eviction_manager'],
    match:
      /[Ee]viction manager: (?:attempting to reclaim|must evict pods? to reclaim|pods? \S+ (?:is )?evicted|.{0,40}threshold).{0,40}?(?:resourceName="?(?<resource>[\w.-]+))?/,
    means: 'The kubelet is short of memory, disk or pids and throws pods out',
    severity: 'high',
    advice: 'Look who uses the resource; give the pods requests that are true.',
    origin: 'pkg/kubelet/eviction/eviction_manager.go',
    example: '"Eviction manager: attempting to reclaim" resourceName="ephemeral-storage"',
    counterExample: '"Eviction manager: synchronize housekeeping"',
  }),
  row({
    name: 'kubelet-image-gc',
    literals: [
      'image garbage collection failed',
      'imagegcfailed',
      'failed to garbage collect required amount',
      'freediskspacefailed',
      'image garbage collection',
    ],
    match:
      /[Ii]mage garbage collection failed(?! once)|ImageGCFailed|[Ff]ailed to garbage collect required amount of images|FreeDiskSpaceFailed/,
    means: 'The kubelet needs disk space and found no images it may delete',
    severity: 'medium',
    advice: 'Free the disk of the node: logs, emptyDir volumes, foreign data.',
    origin: 'pkg/kubelet/images/image_gc_manager.go',
    example:
      '"Image garbage collection failed multiple times in a row" err="failed to garbage collect required amount of images. Attempted to free 9663676416 bytes, but only found 0 bytes eligible to free."',
    counterExample: '"Image garbage collection succeeded"',
  }),
  row({
    name: 'kubelet-certificate',
    literals: ['certificate', 'x509', 'bootstrap'],
    match:
      /(?:[Cc]lient|[Ss]erving|kubelet)[^"]{0,60}certificate[^"]{0,60}(?:has expired|is expired|expired)|x509: certificate has expired or is not yet valid|part of the existing bootstrap client certificate .{0,80}is expired/,
    means: 'A certificate of a component has expired',
    severity: 'high',
    advice: 'Renew it (kubeadm certs renew; rotate the kubelet certificate); check the clock of the node.',
    origin: 'client-go util/certificate; Go crypto/x509',
    example:
      'part of the existing bootstrap client certificate in /etc/kubernetes/kubelet.conf is expired: 2026-02-01 00:00:00 +0000 UTC',
    counterExample: 'Certificate rotation is enabled',
  }),
  row({
    name: 'kubelet-lease',
    literals: [
      'failed to update lease',
      'failed to update node lease',
      'unable to update node status',
      'error updating node status',
      'failed to ensure lease',
      'node not found',
      'unable to register node',
    ],
    match:
      /[Ff]ailed to (?:update (?:node )?lease|ensure (?:node )?lease exists)|[Ee]rror updating node status|[Uu]nable to (?:update node status|register node)/,
    means: 'The kubelet cannot reach the API server to say that it lives',
    severity: 'high',
    advice: 'Look at the network from the node to the API server, and at its client certificate.',
    origin: 'pkg/kubelet/kubelet_node_status.go, component-helpers/apimachinery/lease',
    example:
      '"Failed to update lease" err="Put \\"https://10.0.0.1:6443/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/node-1\\": dial tcp 10.0.0.1:6443: connect: connection refused"',
    counterExample: '"Successfully registered node" node="node-1"',
  }),
  row({
    name: 'kubelet-system-oom',
    literals: ['system oom', 'systemoom'],
    match: /System OOM encountered, victim process: (?<process>[^,]+), pid: (?<pid>\d+)|SystemOOM/,
    means: 'The whole node ran out of memory',
    severity: 'high',
    advice: 'Give the pods memory requests and limits that are true; reserve memory for the system.',
    origin: 'pkg/kubelet/oom/oom_watcher_linux.go',
    example: 'System OOM encountered, victim process: postgres, pid: 12345',
    counterExample: 'oom watcher started',
  }),
  row({
    name: 'kubelet-started',
    literals: ['started kubernetes kubelet', 'started kubelet', 'started kubelet.service'],
    match: /Started (?:Kubernetes [Kk]ubelet|kubelet\.service|kubelet: The Kubernetes Node Agent)|"Started kubelet"/,
    means: 'The kubelet was started',
    origin: 'NPD systemd-monitor.json; pkg/kubelet/server',
    example: 'systemd[1]: Started kubelet.service - Kubernetes kubelet.',
    counterExample: 'systemd[1]: Stopped kubelet.service - Kubernetes kubelet.',
  }),
  row({
    name: 'etcd-slow-request',
    literals: ['apply request took too long', 'waiting for readindex response took too long', 'request took too long'],
    match:
      /apply request took too long|waiting for ReadIndex response took too long|read-only range request .{1,200}? took too long/,
    means: 'etcd answers slowly; the whole control plane does with it',
    severity: 'medium',
    advice: 'Look at the latency of the disk under etcd (it needs fsync below 10 ms) and at the load of the machine.',
    origin: 'etcd server/etcdserver (warnOfExpensiveRequest)',
    example:
      '{"level":"warn","ts":"2026-03-01T12:00:00Z","caller":"txn/util.go:93","msg":"apply request took too long","took":"812.3ms","expected-duration":"100ms"}',
    counterExample: '{"level":"info","msg":"apply request done"}',
  }),
  row({
    name: 'etcd-slow-disk',
    literals: [
      'slow fdatasync',
      'leader failed to send out heartbeat',
      'disk is slow',
      'sync duration of',
      'slow disk',
    ],
    match:
      /slow fdatasync|leader failed to send out heartbeat on time|sync duration of \S+, expected less than|leader is overloaded likely from slow disk/,
    means: 'The disk under etcd is too slow to keep its members in step',
    severity: 'high',
    advice: 'Give etcd a fast disk of its own.',
    origin: 'etcd server/storage/wal/wal.go, server/etcdserver/raft.go',
    example: '{"level":"warn","msg":"slow fdatasync","took":"1.9s","expected-duration":"1s"}',
    counterExample: '{"level":"info","msg":"fdatasync enabled"}',
  }),
  row({
    name: 'etcd-no-leader',
    literals: [
      'no leader',
      'lost leader',
      'lost the tcp streaming',
      'etcdserver: request timed out',
      'mvcc: database space exceeded',
      'lost leadership',
    ],
    match:
      /etcdserver: no leader|raft\.node: \S+ lost leader|etcdserver: request timed out|"?lost leader(?! election)|etcdserver: mvcc: database space exceeded/,
    means: 'etcd has no quorum, or no room: nothing can be written to the cluster',
    severity: 'critical',
    advice:
      'Look at the members (etcdctl endpoint status --cluster, alarm list); bring back the majority, or compact and defragment.',
    origin: 'etcd api/v3rpc/rpctypes/error.go',
    example: 'rpc error: code = Unavailable desc = etcdserver: no leader',
    counterExample: 'raft.node: 8e9e05c52164694d elected leader 8e9e05c52164694d at term 2',
  }),
  row({
    name: 'apiserver-webhook-failed',
    literals: ['failed calling webhook'],
    match:
      /[Ff]ailed calling webhook(?:, failing (?<policy>open|closed))? \\?"?(?<webhook>[\w.-]{1,253})\\?"?: (?<why>.{1,400})/,
    means: 'The API server could not ask an admission webhook',
    severity: 'high',
    advice:
      'Look at the Service of the webhook and at its certificate; with failurePolicy Fail nothing it watches can be made.',
    origin: 'apiserver pkg/admission/plugin/webhook (dispatcher.go)',
    example:
      'failed calling webhook "validate.shop.example.com": failed to call webhook: Post "https://hook.shop.svc:443/validate?timeout=5s": no endpoints available for service "hook"',
    counterExample: 'admission webhook "validate.shop.example.com" denied the request: no',
  }),
  row({
    name: 'leader-lost',
    literals: [
      'leaderelection lost',
      'failed to renew lease',
      'leader election lost',
      'stopped leading',
      'error retrieving resource lock',
      'error retrieving lease lock',
    ],
    match: /leader ?election lost|[Ff]ailed to renew lease|stopped leading|error retrieving (?:resource|lease) lock/i,
    means: 'A controller could not hold its lease in time and stops; another takes over or nobody does',
    severity: 'medium',
    advice: 'Look at the API server and etcd at that time: they were slow or away.',
    origin: 'client-go tools/leaderelection',
    example: 'F0301 12:00:00.000000       1 controllermanager.go:330] "leaderelection lost"',
    counterExample:
      'I0301 12:00:00.000000       1 leaderelection.go:271] successfully acquired lease kube-system/kube-scheduler',
  }),
  row({
    name: 'coredns-loop',
    literals: ['plugin/loop'],
    match: /plugin\/loop: Loop \((?<path>[^)]+)\) detected for zone/,
    means: 'The cluster DNS forwards to itself and ends for that',
    severity: 'critical',
    advice:
      "The node's /etc/resolv.conf names a local resolver (127.0.0.53): give the kubelet --resolv-conf=/run/systemd/resolve/resolv.conf or forward to a real server.",
    origin: 'coredns plugin/loop',
    example:
      '[FATAL] plugin/loop: Loop (127.0.0.1:55953 -> :53) detected for zone ".", see https://coredns.io/plugins/loop#troubleshooting.',
    counterExample: '[INFO] plugin/reload: Running configuration SHA512 = 1f0e',
  }),
  row({
    name: 'coredns-forward-failed',
    literals: ['plugin/errors'],
    match:
      /plugin\/errors: \d+ (?<name>\S+) \w+: (?<why>.{0,160}?(?:i\/o timeout|connection refused|unreachable|no route to host|no upstream|server misbehaving).{0,80})/,
    means: 'The cluster DNS cannot ask the servers it forwards to',
    severity: 'medium',
    advice:
      'Look at `forward` in the ConfigMap kube-system/coredns and at the network from the nodes to those servers.',
    origin: 'coredns plugin/errors, plugin/forward',
    example: '[ERROR] plugin/errors: 2 example.com. A: read udp 10.244.0.3:51220->8.8.8.8:53: i/o timeout',
    counterExample: '[INFO] plugin/ready: Still waiting on: "kubernetes"',
  }),
  row({
    name: 'coredns-api-unreachable',
    literals: ['plugin/kubernetes', 'plugin/ready: still waiting on', 'plugin/ready: plugins not ready'],
    match:
      /plugin\/ready: (?:Still waiting on|Plugins not ready): "kubernetes"|plugin\/kubernetes: (?:Failed to watch|.{0,60}?(?:connection refused|i\/o timeout|forbidden|Unauthorized))/,
    means: 'The cluster DNS cannot read Services from the API server',
    severity: 'high',
    advice: 'Look at the Service default/kubernetes, kube-proxy, and the rights of the ServiceAccount coredns.',
    origin: 'coredns plugin/kubernetes, plugin/ready',
    example: '[INFO] plugin/ready: Still waiting on: "kubernetes"',
    counterExample: '[INFO] plugin/kubernetes: waiting for Kubernetes API before starting server',
  }),
  row({
    name: 'coredns-bad-config',
    literals: ['corefile:', 'unknown directive', 'plugin/'],
    match:
      /Corefile:\d+ - (?:Error during parsing|error during parsing): (?<why>.{1,200})|[Uu]nknown directive '(?<directive>[^']+)'/,
    means: 'The cluster DNS cannot read its configuration',
    severity: 'critical',
    advice: 'Mend the Corefile in the ConfigMap kube-system/coredns.',
    origin: 'coredns core/dnsserver/register.go',
    example: "/etc/coredns/Corefile:4 - Error during parsing: Unknown directive 'kubernets'",
    counterExample: '[INFO] plugin/reload: Running configuration',
  }),
  row({
    name: 'ipamd-not-ready',
    literals: ['failed to check api server connectivity', 'ipamd', 'assign an ip address'],
    match:
      /Failed to check API server connectivity: |failed to assign an IP address to container|no available IP addresses/,
    means: 'The address manager of the network plugin does not work, so pods get no address',
    severity: 'high',
    advice: 'Look at the DaemonSet aws-node (or your network plugin), its rights, and free addresses of the subnet.',
    origin: 'amazon-vpc-cni-k8s',
    example: 'Failed to check API server connectivity: invalid configuration: no configuration has been provided',
    counterExample: 'ipamd: added ENI',
  }),
]) satisfies readonly Pattern[];
