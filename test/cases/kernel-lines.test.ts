import {existsSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import type {Mark} from '../../src/lib/model/pattern.ts';
import component from '../../src/lib/patterns/component.ts';
import application from '../../src/lib/patterns/application.ts';
import kernel from '../../src/lib/patterns/kernel.ts';
import runtime from '../../src/lib/patterns/runtime.ts';
import {matcher} from '../../src/lib/patterns/_match.ts';

/** Lines of four node-problem detectors with what those make of them; see SOURCE.md beside the data. */
const folder = new URL('../../../shared/cases/kernel-lines/', import.meta.url);
const match = matcher([...kernel, ...runtime, ...component, ...application]);

type Want = Readonly<Record<string, unknown>>;
interface Row {
  readonly id: string;
  readonly lines: readonly string[];
  readonly want: Want;
}

/** The source's name of an event, or of the test that looks for it, and our pattern. */
const ours: Readonly<Record<string, readonly string[]>> = {
  fabricmanager_nvswitch_non_fatal_error: ['kernel-nvswitch-nonfatal'],
  TestHasNVSwitchFatalSXid: ['kernel-nvswitch-fatal'],
  TestHasNVSwitchNonFatalSXid: ['kernel-nvswitch-nonfatal'],
  TestHasPCIPowerInsufficient: ['kernel-mlx5-power'],
  pci_power_insufficient: ['kernel-mlx5-power'],
  TestHasPortModuleHighTemperature: ['kernel-mlx5-temperature'],
  TestHasAccessRegFailed: ['kernel-mlx5-command'],
  TestAccessRegFailedMessage: ['kernel-mlx5-command'],
  access_reg_failed: ['kernel-mlx5-command'],
  'infiniband/TestEdgeCases': ['kernel-mlx5-power', 'kernel-mlx5-temperature', 'kernel-mlx5-command'],
  TestHasNCCLSegfaultInLibnccl: ['kernel-nccl'],
  nvidia_nccl_segfault_in_libnccl: ['kernel-nccl'],
  TestHasPeermemInvalidContext: ['kernel-peermem'],
  nvidia_peermem_invalid_context: ['kernel-peermem'],
  'nvidia/xid/': ['kernel-xid', 'kernel-gpu-lost'],
  TestHasBlockedTooLong: ['kernel-hung-task'],
  cpu_blocked_too_long: ['kernel-hung-task'],
  TestHasSoftLockup: ['kernel-soft-lockup'],
  SoftLockup: ['kernel-soft-lockup'],
  TestHasRAIDArrayFailure: ['kernel-raid'],
  raid_array_failure: ['kernel-raid'],
  TestHasFilesystemReadOnly: ['kernel-read-only'],
  TestHasNVMePathFailure: ['kernel-nvme-path'],
  nvme_path_failure: ['kernel-nvme-path'],
  TestHasNVMeTimeout: ['kernel-nvme-timeout'],
  TestHasNVMeDeviceDisabled: ['kernel-nvme-disabled'],
  TestHasBufferIOError: ['kernel-io-error'],
  buffer_io_error: ['kernel-io-error'],
  TestHasSuperblockWriteError: ['kernel-superblock-write'],
  'gpud/memory/': ['kernel-oom-cgroup', 'kernel-oom-killed'],
  TestCheckIfStartOfOomMessages: ['kernel-oom-invoked'],
  'cadvisor/oom': ['kernel-oom-cgroup', 'kernel-oom-killed'],
  nfs_server_not_responding: ['kernel-nfs'],
  nfs_server_ok: ['kernel-nfs-ok'],
  nfs_lock_reclaim_failed: ['kernel-nfs-lock'],
  nfs_writeback_hang: ['kernel-nfs-writeback'],
  TestHasVFSFileMaxLimitReached: ['kernel-file-max'],
  TestKernelPanicHelperFunctions: ['kernel-task-context'],
  ForkFailedOutOfPIDs: ['app-cannot-fork'],
  'eks/runtime/TestRuntimeMonitor/0': ['runtime-unit-failed'],
  IPAMDNotReady: ['ipamd-not-ready'],
};

/** Rows that ask something a log line does not answer. */
const exceptions: Readonly<Record<string, string>> = {
  'gpud/accelerator/nvidia/xid/TestNormalizePCIBDF/0':
    'tests a helper that normalises an address; the line is no log line and must not match',
};

const event = ({want}: Row): string | undefined => {
  for (const key of ['expectedEvent', 'wantEvent', 'wantEventName', 'wantName', 'expectedName', 'reason'])
    if (typeof want[key] === 'string') return want[key];
  return undefined;
};

/** The patterns a row is about: by its event's name, else by the test it comes from; the longest name wins. */
function expectedPatterns(row: Row): readonly string[] {
  const named = event(row);
  if (named !== undefined && named !== '') return ours[named] ?? [];
  const [best] = Object.keys(ours)
    .filter((key) => row.id.includes(key))
    .sort((a, b) => b.length - a.length);
  return best === undefined ? [] : (ours[best] ?? []);
}

const NEGATIVE_KEYS = [
  'expected',
  'want',
  'shouldMatch',
  'expectMatch',
  'expectedMatch',
  'wantFound',
  'expectedXid',
  'expectedEvents',
  'ooms',
] as const;
const isNothing = (value: unknown): boolean =>
  value === false || value === '' || value === 0 || (Array.isArray(value) && value.length === 0);
const mustNotMatch = (row: Row): boolean =>
  row.id in exceptions || event(row) === '' || NEGATIVE_KEYS.some((key) => key in row.want && isNothing(row.want[key]));

/** `PCI:0000:05:00.0`, `05:00` and `0000:05:00` are one device. */
function device(text: unknown): string {
  const bare = String(text).replace(/^PCI:/, '').replace(/\.\d$/, '').toLowerCase();
  return bare.split(':').length === 2 ? `0000:${bare}` : bare;
}

const victims = ({want}: Row): ReadonlyArray<Readonly<Record<string, string>>> => {
  if (Array.isArray(want['ooms']))
    return (want['ooms'] as Want[]).map((one) => ({
      pid: String(one['Pid']),
      process: String(one['ProcessName']),
      cgroup: String(one['VictimContainerName']),
    }));
  const events = Array.isArray(want['expectedEvents']) ? (want['expectedEvents'] as Want[]) : [];
  const spoken = events.map(
    ({message}) => /victim process: (?<process>.+), pid: (?<pid>\d+)/.exec(String(message))?.groups ?? {},
  );
  const single =
    'expectedPid' in want && want['expectedFound'] === true
      ? [{pid: String(want['expectedPid']), process: String(want['expectedProcess'])}]
      : [];
  return [...spoken, ...single];
};

/** Number, device and victim agree where the row names them. */
function fieldsAgree(row: Row, marks: readonly Mark[]): boolean {
  const {want} = row;
  const field = (...names: string[]): string | undefined =>
    marks.flatMap(({fields}) => names.flatMap((name) => fields[name] ?? []))[0];
  const xid = want['expectedXid'] ?? (row.id.includes('TestExtractNVRMXid/') ? want['expected'] : undefined);
  const gpu =
    want['expectedDevice'] ??
    want['expectedDeviceUUID'] ??
    (row.id.includes('DeviceUUID') ? want['expected'] : undefined);
  const isLost = marks.some(({pattern}) => pattern === 'kernel-gpu-lost');
  if (xid !== undefined && Number(field('xid')) !== xid && !(isLost && xid === 79)) return false;
  if (gpu !== undefined && device(field('device')) !== device(gpu)) return false;
  if ('expectedConstraint' in want && field('constraint') !== want['expectedConstraint']) return false;
  if ('expectedVictim' in want && field('cgroup') !== want['expectedVictim']) return false;
  if (
    'wantCPU' in want &&
    (field('cpu') !== String(want['wantCPU']) ||
      field('pid') !== String(want['wantPID']) ||
      field('process') !== want['wantProcess'])
  )
    return false;
  const hung =
    want['expectedMatch'] === true && row.id.includes('BlockedTooLong') ? want['expectedProcess'] : undefined;
  if (hung !== undefined && `${field('process') ?? ''}:${field('pid') ?? ''}` !== hung) return false;
  const server = /^NFS server (?:not responding|recovered): (.+)/.exec(String(want['wantMessage']))?.[1];
  if (server !== undefined && field('server') !== server) return false;
  return victims(row).every(({pid, process, cgroup}) => {
    const isOne = marks.some(({fields}) => fields['pid'] === pid && (fields['process'] ?? fields['task']) === process);
    return isOne && (cgroup === undefined || marks.some(({fields}) => fields['cgroup'] === cgroup));
  });
}

function isRight(row: Row): boolean {
  const wanted = expectedPatterns(row);
  const marks = row.lines.flatMap((line) => match(line));
  const found = marks.filter(({pattern}) => wanted.includes(pattern));
  if (mustNotMatch(row)) return wanted.length === 0 ? marks.length === 0 : found.length === 0;
  return found.length > 0 && fieldsAgree(row, found);
}

describe.skipIf(!existsSync(folder))('kernel lines of other detectors', () => {
  const rows = existsSync(folder)
    ? readFileSync(new URL('lines.jsonl', folder), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Row)
    : [];

  test('are read as their makers read them', () => {
    const wrong = rows.filter((row) => !isRight(row));
    console.log(
      `kernel-lines: ${String(rows.length - wrong.length)} of ${String(rows.length)} rows right, of them by exception: ${String(Object.keys(exceptions).length)}`,
    );
    expect(
      wrong.map(({id, lines, want}) => ({
        id,
        lines: lines.slice(0, 3),
        want,
        marks: lines.flatMap((line) => match(line)).slice(0, 5),
      })),
    ).toEqual([]);
    expect(rows.length).toBeGreaterThanOrEqual(120);
  });
});

/** One line of each kind that node-problem-detector's rules describe, by their reason. */
const npdLines: Readonly<Record<string, readonly [line: string, pattern: string]>> = {
  OOMKilling: [
    'Killed process 1012 (heapster) total-vm:327128kB, anon-rss:306328kB, file-rss:11132kB',
    'kernel-oom-killed',
  ],
  TaskHung: ['task docker:7 blocked for more than 300 seconds.', 'kernel-hung-task'],
  DockerHung: ['task docker:20744 blocked for more than 120 seconds.', 'kernel-hung-task'],
  UnregisterNetDevice: [
    'unregister_netdevice: waiting for lo to become free. Usage count = 1',
    'kernel-unregister-netdevice',
  ],
  KernelOops: ['BUG: unable to handle kernel NULL pointer dereference at 00000000000000a0', 'kernel-oops'],
  Ext4Error: ['EXT4-fs error (device sda3): ext4_map_blocks:1', 'kernel-ext4-error'],
  Ext4Warning: ['EXT4-fs warning (device sdb1): ext4_end_bio', 'kernel-ext4-error'],
  IOError: ['Buffer I/O error on dev sdb, logical block 18, async page read', 'kernel-io-error'],
  XfsHasShutdown: [
    'XFS (sda1): Corruption of in-memory data detected.  Shutting down filesystem',
    'kernel-xfs-shutdown',
  ],
  MemoryReadError: ['CE memory read error on CPU_SrcID#0', 'kernel-ecc'],
  CperHardwareErrorCorrected: ['{1}[Hardware Error]: event severity: corrected', 'kernel-ecc'],
  CperHardwareErrorRecoverable: ['{1}[Hardware Error]: event severity: recoverable', 'kernel-mce'],
  CperHardwareErrorFatal: ['{1}[Hardware Error]: event severity: fatal', 'kernel-mce'],
  KubeletStart: ['Started kubelet.service - Kubernetes kubelet.', 'kubelet-started'],
  DockerStart: ['Starting Docker Application Container Engine...', 'runtime-started'],
  ContainerdStart: ['Starting containerd container runtime...', 'runtime-started'],
  CorruptDockerImage: [
    'Error trying v2 registry: failed to register layer: rename /var/lib/docker/image/a /var/lib/docker/image/b: directory not empty',
    'runtime-corrupt-storage',
  ],
  CorruptDockerOverlay2: [
    'returned error: readlink /var/lib/docker/overlay2: invalid argument',
    'runtime-corrupt-storage',
  ],
  DockerContainerStartupFailure: [
    'OCI runtime start failed: container process is already dead: unknown',
    'runtime-already-dead',
  ],
  FilesystemIsReadOnly: ['EXT4-fs (sda1): Remounting filesystem read-only', 'kernel-read-only'],
  ContainerCreationFailed: [
    'failed to create containerd container: error unpacking image: wrong diff id calculated on extraction',
    'runtime-corrupt-storage',
  ],
  CorruptContainerImageLayer: [
    'failed to pull and unpack image "x": failed to extract layer sha256:1: archive/tar: invalid tar header',
    'runtime-corrupt-storage',
  ],
  HCSEmptyLayerchain: [
    "Failed to unmarshall layerchain json - invalid character '\u0000' looking for beginning of value",
    'runtime-corrupt-storage',
  ],
  CCPPCrash: ['Process 1234 (sleep) crashed in __nanosleep()', 'kernel-segfault'],
  UncaughtException: ['Process 12 (foo) of user 1000 encountered an uncaught ValueError exception', 'kernel-segfault'],
  VMcore: ['System encountered a fatal error in crash_kexec', 'kernel-oops'],
  DiskBadBlock: ['Device: /dev/sda [SAT], 128 Currently unreadable (pending) sectors', 'kernel-io-error'],
};

/** Reasons of no use on a node of a cluster. */
const notOurs = new Set(['XorgCrash']);

describe.skipIf(!existsSync(folder))('rules of node-problem-detector', () => {
  const {rules} = existsSync(folder)
    ? (JSON.parse(readFileSync(new URL('npd-rules.json', folder), 'utf8')) as {
        rules: ReadonlyArray<{reason: string; pattern: string}>;
      })
    : {rules: []};
  test.each(rules.filter(({reason}) => !notOurs.has(reason)))('$reason', ({reason, pattern}) => {
    const [line = '', name = ''] = npdLines[reason] ?? [];
    expect(line, 'a line of this kind').not.toBe('');
    if (!pattern.startsWith('divide') && reason !== 'KernelOops') expect(line).toMatch(new RegExp(pattern));
    expect(match(line).map((mark) => mark.pattern)).toContain(name);
  });
});
