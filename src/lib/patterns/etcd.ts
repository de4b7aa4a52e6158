import type {Pattern} from '../model/pattern.ts';

const row = (one: Omit<Pattern, 'layer' | 'origin'>): Pattern => ({
  layer: 'component',
  origin: 'etcd server/, client/v3',
  ...one,
});

/** etcd, and what its clients say of it. */
export default [
  row({
    name: 'etcd_no_space',
    literals: ['nospace', 'database space exceeded'],
    match: /NOSPACE|mvcc: database space exceeded/,
    means: 'etcd has reached its quota: the cluster takes no changes',
    severity: 'critical',
    rank: 3,
    advice: 'Compact and defragment it, then etcdctl alarm disarm.',
    example: 'etcdserver: mvcc: database space exceeded',
    counterExample: 'starting an etcd server quota-backend-bytes=2147483648',
  }),
  row({
    name: 'etcd_slow_disk',
    literals: ['slow fdatasync', 'sync duration of', 'failed to send out heartbeat', 'slow disk'],
    match:
      /slow fdatasync|sync duration of \S+, expected|failed to send out heartbeat on time|likely from slow disk|likely overloaded/,
    means: 'The disk under etcd is too slow: its members lose step',
    severity: 'high',
    rank: 2,
    advice: 'Give etcd a fast disk of its own; below 10 ms for a write.',
    example: '{"level":"warn","msg":"slow fdatasync","took":"1.400342524s","expected-duration":"1s"}',
    counterExample: '{"level":"info","msg":"fdatasync enabled"}',
  }),
  row({
    name: 'etcd_leader_loss',
    literals: [
      'lost leader',
      'new election',
      'no leader',
      'leader changed',
      'lost the tcp streaming',
      'became inactive',
      'became candidate',
      'became pre-candidate',
      'stepped down',
    ],
    match:
      /lost leader\b|is starting a new election|etcdserver: (?:no leader|leader changed)|became (?:pre-)?candidate at term|lost the TCP streaming connection|peer [^\n]{0,40}became inactive|stepped down to follower/,
    means: 'etcd lost its leader and elects another; nothing is written meanwhile',
    severity: 'high',
    rank: 1,
    advice: 'Look at disks and network of the members; once is no harm, often is.',
    example: 'raft.node: b71f75320dc06a6c lost leader 9e737febb6b99eee at term 2',
    counterExample: 'raft.node: 8e9e05c52164694d elected leader 8e9e05c52164694d at term 2',
  }),
  row({
    name: 'etcd_slow_apply',
    literals: ['took too long'],
    match:
      /apply (?:request|entries) took too long|(?:read-only range )?request [^\n]{0,300}took too long|waiting for ReadIndex response took too long/,
    means: 'etcd answers slowly, and the whole control plane with it',
    severity: 'medium',
    advice: 'Look at the latency of its disk, the size of its database and who asks so much.',
    example: '{"level":"warn","msg":"apply request took too long","took":"1.459726463s","expected-duration":"100ms"}',
    counterExample: '{"level":"info","msg":"trace[118204771] linearizableReadLoop","duration":"101.2ms"}',
  }),
] satisfies readonly Pattern[];
