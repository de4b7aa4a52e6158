import type {Pattern} from '../model/pattern.ts';

const row = (one: Omit<Pattern, 'layer' | 'origin'>): Pattern => ({
  layer: 'component',
  origin: 'CoreDNS plugin/, Kubernetes pkg/proxy, Calico, Cilium, Flannel',
  ...one,
});

/** Cluster DNS, kube-proxy and network plugins. */
export default [
  row({
    name: 'coredns_upstream_timeout',
    literals: ['plugin/errors', 'plugin/forward'],
    match:
      /plugin\/errors: \d [^\n]{0,300}(?:i\/o timeout|read udp|read tcp|dial (?:udp|tcp)|connection refused|network is unreachable|no route to host)|plugin\/forward[^\n]{0,120}timeout/,
    means: 'The cluster DNS gets no answer from the servers it asks',
    severity: 'high',
    rank: 5,
    advice: 'Look at the forward line of its Corefile and at the network to those servers.',
    example: '[ERROR] plugin/errors: 2 redis.shop. A: read udp 10.42.0.77:46118->10.168.205.2:53: i/o timeout',
    counterExample: '[WARNING] No files matching import glob pattern: /etc/coredns/custom/*.server',
  }),
  row({
    name: 'coredns_servfail',
    literals: ['plugin/errors', 'servfail', 'plugin/loop'],
    match:
      /plugin\/errors: \d [^\n]{0,300}(?:unreachable backend|no upstream host|no healthy|overflow|SERVFAIL)|\bSERVFAIL\b|plugin\/loop: Loop/,
    means: 'The cluster DNS cannot answer: it has nobody to ask',
    severity: 'high',
    rank: 2,
    advice: 'Look at the forward line of its Corefile.',
    example: '[ERROR] plugin/errors: 2 api.corp.example. A: unreachable backend: no upstream host',
    counterExample: '[INFO] plugin/reload: Running configuration',
  }),
  row({
    name: 'kube_proxy_sync_failed',
    literals: ['iptables', 'ip6tables', 'xtables lock', 'proxier', 'ipvs', 'nftables', 'nft '],
    match:
      /[Ff]ailed to execute ip6?tables|[Ff]ailed to ensure (?:that )?[^\n]{0,60}(?:chain|ipset|ipvs)|xtables lock|ip6?tables-(?:restore|save)[^\n]{0,200}(?:exit status|failed)|[Ff]ailed to (?:sync|list|create|delete|add|bind)[^\n]{0,60}(?:ipvs|IPVS|virtual server|nftables|iptables)|can't set sysctl|nftables sync failed|error (?:checking|appending|creating) (?:rule|chain)/,
    means: 'kube-proxy could not write the rules of the node: Services may lead to nowhere',
    severity: 'high',
    rank: 5,
    advice: 'Look who else writes iptables on the node; the line says what was refused.',
    example:
      'Failed to execute iptables-restore: failed to acquire new iptables lock: timed out waiting for the condition',
    counterExample: 'Trace[118204771]: "iptables restore" (total time: 2.001881s):',
  }),
  row({
    name: 'calico_error',
    literals: [
      'calico/node is not ready',
      'bird is not ready',
      'felix is not ready',
      '[error][',
      '[fatal][',
      '[panic][',
      'calico',
    ],
    match:
      /calico\/node is not ready|(?:BIRD|[Ff]elix) is not ready|\[(?:ERROR|FATAL|PANIC)\]\[\d+\]|calico[^\n]{0,160}(?:connection is unauthorized|failed to (?:connect|query|create|get))|BGP not established/,
    means: 'Calico does not work on a node',
    severity: 'high',
    rank: 6,
    advice: 'Look at the calico-node pod of the node and at BGP between the nodes.',
    example: 'calico/node is not ready: felix is not ready: readiness probe reporting 503',
    counterExample:
      '2025-02-19 08:11:20.118 [WARNING][9] startup/winutils.go 150: Neither --kubeconfig nor --master was specified.',
  }),
  row({
    name: 'cilium_error',
    literals: ['subsys=', 'endpoint bpf program', 'contact k8s api-server', 'cilium'],
    match:
      /level=(?:error|fatal)[^\n]{0,1500}subsys=|[Ee]rror while rewriting endpoint BPF|Unable to contact k8s api-server|subsys=[^\n]{0,300}level=(?:error|fatal)|[Cc]ilium[^\n]{0,120}(?:failed|not ready|unable to)/,
    means: 'Cilium does not work on a node, or cannot do something for a pod',
    severity: 'high',
    rank: 5,
    advice: 'Look at cilium status in the agent of that node.',
    example: 'level=error msg="Error while rewriting endpoint BPF program" error="Link not found" subsys=endpoint',
    counterExample: 'level=info msg="Rewrote endpoint BPF program" subsys=endpoint',
  }),
  row({
    name: 'flannel_error',
    literals: [
      'registering network',
      'register network',
      'acquire lease',
      'pod cidr not assigned',
      'subnet.env',
      'subnetmanager',
      'flannel',
    ],
    match:
      /[Ee]rror registering network|[Ff]ailed to (?:register network|create SubnetManager|find (?:any|interface)|acquire lease)|pod cidr not assigned|subnet\.env: no such file|flannel[^\n]{0,120}(?:failed|[Ee]rror)/,
    means: 'Flannel has no network for the node',
    severity: 'high',
    rank: 5,
    advice: 'Look whether the node has a podCIDR and whether Flannel can read it.',
    example: 'Error registering network: failed to acquire lease: node "worker-9" pod cidr not assigned',
    counterExample: 'Waiting 10m0s for node controller to sync',
  }),
] satisfies readonly Pattern[];
