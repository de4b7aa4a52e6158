import type {Pattern} from '../model/pattern.ts';

const row = (one: Omit<Pattern, 'layer' | 'origin'>): Pattern => ({
  layer: 'kernel',
  origin: 'Linux fs/, block/, drivers/nvme',
  ...one,
});

/** Disks and file systems as the kernel reports them. */
export default [
  row({
    name: 'block_io_error',
    literals: [
      'buffer i/o error',
      'error, dev ',
      'unrecovered read error',
      'medium error',
      'hostbyte',
      'rejecting i/o',
      'lost sync page write',
      'lost async page write',
      'exception emask',
      'failed command',
      'sense key',
      'path failure',
      'no available path',
      'disk failure on',
      'unreadable (pending)',
    ],
    match:
      /Buffer I\/O error on dev|(?:critical \w+|I\/O|recovered|protection|timeout|medium) error, dev |Unrecovered read error|Sense Key : (?:Medium|Hardware) Error|FAILED Result: hostbyte|rejecting I\/O to|lost (?:sync|async) page write|ata\d+(?:\.\d+)?: (?:failed command|exception Emask)|no available path - failing I\/O|Disk failure on \S+, |[Uu]nreadable \(pending\) sectors/,
    means: 'A disk did not read or write what it was asked to',
    severity: 'high',
    advice: 'Look at the disk (smartctl, the console of the cloud); move what lies on it.',
    example: 'Buffer I/O error on dev dm-0, logical block 16385, lost sync page write',
    counterExample: 'sd 2:0:0:1: [sdb] Attached SCSI disk',
  }),
  row({
    name: 'ext4_error',
    literals: ['ext4-fs', 'jbd2', 'aborting journal', 'ext4_abort'],
    match:
      /EXT4-fs (?:error|warning) ?\(|EXT4-fs \([^)]{1,60}\): (?:warning: mounting|failed|error|I\/O error|[Dd]elayed block allocation failed|This should not happen|previous I\/O error|unable|Detected aborted|group descriptors corrupted|bad )|JBD2: (?:[^\n]{0,60}(?:[Ee]rror)|Detected)|Aborting journal on device/,
    means: 'An ext4 file system found damage or could not be written',
    severity: 'high',
    advice: 'Check the disk; unmount it and run e2fsck when it can be spared.',
    example: 'EXT4-fs error (device dm-0): ext4_journal_check_start:83: Detected aborted journal',
    counterExample: 'EXT4-fs (vda): mounted filesystem with ordered data mode. Quota mode: none.',
  }),
  row({
    name: 'fs_remount_readonly',
    literals: ['remounting', 'forced readonly'],
    match: /[Rr]emounting (?:the )?filesystem read-only|forced readonly|[Rr]emounting read-only/,
    means: 'A file system was made read-only after an error: nothing on it can be written',
    severity: 'high',
    rank: 3,
    advice: 'Check the disk, repair the file system, restart the node.',
    example: 'EXT4-fs (dm-0): Remounting filesystem read-only',
    counterExample: 'EXT4-fs (vda1): mounted filesystem with ordered data mode. Opts: errors=remount-ro',
  }),
  row({
    name: 'xfs_error',
    literals: ['xfs ('],
    match:
      /XFS \([^)]{1,60}\): (?!EXPERIMENTAL)[^\n]{0,200}(?:[Ee]rror|[Cc]orrupt|[Ss]hut(?:ting)? ?down|xfs_do_force_shutdown|Please (?:un)?mount|[Uu]nmount and run|[Ff]ailed|deadlock|Filesystem has been)/,
    means: 'An XFS file system found damage or could not be written',
    severity: 'high',
    advice: 'Check the disk; unmount it and run xfs_repair when it can be spared.',
    example: 'XFS (dm-0): log I/O error -5',
    counterExample: 'XFS (dm-0): EXPERIMENTAL big timestamp feature in use. Use at your own risk!',
  }),
  row({
    name: 'btrfs_error',
    literals: ['btrfs'],
    match: /BTRFS:? (?:error|warning|critical)|BTRFS: Transaction aborted/,
    means: 'A Btrfs file system found damage or could not be written',
    severity: 'high',
    advice: 'Look at btrfs device stats and scrub it.',
    example: 'BTRFS error (device loop0): bdev /dev/loop0 errs: wr 0, rd 0, flush 0, corrupt 1, gen 0',
    counterExample: 'BTRFS info (device loop0): enabling ssd optimizations',
  }),
  row({
    name: 'overlayfs_error',
    literals: ['overlayfs:', 'aufs '],
    match:
      /overlayfs: (?!idmapped|upper fs does not support (?:RENAME|xattr))[^\n]{0,120}(?:failed|must|in-use|not supported|unrecognized|missing|invalid|conflict|cannot|can't|error|maximum|no such|overlapping|stale)|aufs \w+(?::\d+:\S+)?: [^\n]{0,80}(?:error|I\/O|err=)/,
    means: 'The file system that layers images on each other refused a mount or an access',
    severity: 'medium',
    advice: "Look at the runtime's storage folder and its disk.",
    example: "overlayfs: failed to resolve '/tmp/o/nolower': -2",
    counterExample:
      'aufs au_opts_verify:1570:docker[20417]: dirperm1 breaks the protection by the permission bits on the lower branch',
  }),
  row({
    name: 'nfs_server_not_responding',
    literals: ['nfs: server', 'nfs: state manager', 'lock reclaim failed', 'rpc: '],
    match:
      /nfs: server \S+ not responding|nfs4?_reclaim_open_state: Lock reclaim failed|NFS: state manager: [^\n]{0,60}failed|RPC: [^\n]{0,80}timed out/,
    means: 'An NFS server does not answer: everything that touches the mount hangs',
    severity: 'high',
    advice: 'Look at the server and the network to it.',
    example: 'nfs: server 127.0.0.1 not responding, timed out',
    counterExample: 'nfs: server 127.0.0.1 OK',
  }),
  row({
    name: 'nvme_timeout',
    literals: ['nvme'],
    match:
      /nvme nvme\d+: (?:I\/O (?:tag )?\d+[^\n]{0,80}timeout|[^\n]{0,80}(?:controller is down|Abort status|Device not ready|Disabling device after reset failure|Removing after probe failure|reset controller|resetting controller))|nvme\d+n\d+: [^\n]{0,120}I\/O Error/,
    means: 'An NVMe disk did not answer in time and was reset',
    severity: 'high',
    advice: 'Look at the disk and its firmware; on a virtual machine at the limits of the volume.',
    example: 'nvme nvme0: I/O 21 QID 9 timeout, aborting',
    counterExample: 'nvme nvme0: 2/0/0 default/read/poll queues',
  }),
] satisfies readonly Pattern[];
