import type {Pattern} from '../model/pattern.ts';

const row = (one: Omit<Pattern, 'layer'>): Pattern => ({layer: 'kernel', ...one});

/** Memory, processes and the kernel's own failures. */
export const memoryPatterns: readonly Pattern[] = [
  row({
    name: 'kernel-oom-cgroup',
    literals: ['oom-kill:constraint=', 'killed as a result of limit of'],
    match:
      /(?:oom-kill:constraint=(?<constraint>\w+),.*?task_memcg=|Task in )(?<cgroup>[^,\s]*)(?:,task=(?<task>.*?),pid=(?<pid>\d+)| killed as a result of limit of \S)/,
    means: 'The kernel chose a process to kill for want of memory; the cgroup says whose it is',
    origin:
      'mm/oom_kill.c (dump_oom_victim), mm/memcontrol.c (mem_cgroup_print_oom_context); before Linux 5.0 "Task in … killed as a result of limit of …"',
    example:
      'oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=cri-containerd-1f0e.scope,mems_allowed=0,oom_memcg=/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1a2b_3c.slice,task_memcg=/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1a2b_3c.slice/cri-containerd-1f0e.scope,task=java,pid=8812,uid=0',
    counterExample: 'oom_reaper: reaped process 8812 (java), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB',
  }),
  row({
    name: 'kernel-oom-killed',
    literals: ['killed process', 'kill process'],
    match:
      /(?:(?<scope>Memory cgroup out of memory|Out of memory(?: \([^)]{1,40}\))?): )?Kill(?:ed)? process (?<pid>\d+),? (?:UID \d+,? )?\((?<process>[^)]+)\)(?:.{0,80}?anon-rss:(?<anonRss>\d+kB))?/,
    means:
      'The kernel killed this process for want of memory: of its cgroup when the line says "Memory cgroup", of the whole node when not',
    severity: 'high',
    advice:
      'Raise the memory limit of the container, or find what grew; a node-wide kill means that requests promise more than the node has.',
    origin: 'mm/oom_kill.c (__oom_kill_process, oom_kill_process)',
    example:
      'Memory cgroup out of memory: Killed process 8812 (postgres) total-vm:2121528kB, anon-rss:524284kB, file-rss:2140kB, shmem-rss:0kB, UID:0 pgtables:1234kB oom_score_adj:985',
    counterExample: 'systemd[1]: kubelet.service: Killing process 8812 (postgres) with signal SIGKILL.',
  }),
  row({
    name: 'kernel-oom-invoked',
    literals: ['invoked oom-killer'],
    match: /(?<process>\S.*?) invoked oom-killer: /,
    means: 'A process asked for memory that was not there and started the OOM killer; it need not be the one killed',
    origin: 'mm/oom_kill.c (dump_header)',
    example: 'stress invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=985',
    counterExample: 'sysctl: enabled oom-killer logging for all tasks',
  }),
  row({
    name: 'kernel-oom-nothing-to-kill',
    literals: ['no killable processes', 'out of memory and no killable'],
    match: /Out of memory and no killable processes/i,
    means: 'A cgroup or the node is out of memory and every process is exempt from being killed',
    severity: 'high',
    advice: 'The limit is below what the exempt processes need: raise it or lower oom_score_adj of the processes.',
    origin: 'mm/oom_kill.c (out_of_memory), mm/memcontrol.c',
    example: 'Out of memory and no killable processes...',
    counterExample: 'Out of memory: Killed process 9876 (nginx).',
  }),
  row({
    name: 'kernel-allocation-failure',
    literals: ['page allocation failure', 'allocation failure:', 'slub: unable to allocate'],
    match:
      /page allocation (?:failure|stalls)|SLUB: Unable to allocate memory|: vmalloc (?:size|error)|allocation failure: \d+ bytes/,
    means: 'The kernel could not get memory for itself: the node is short of (unfragmented) memory',
    severity: 'medium',
    advice: 'Look at the memory of the node; raise vm.min_free_kbytes or reserve more for the system.',
    origin: 'mm/page_alloc.c (warn_alloc), mm/slub.c',
    example: 'kworker/u8:3: page allocation failure: order:4, mode:0x40cc0(GFP_KERNEL|__GFP_COMP), nodemask=(null)',
    counterExample: 'Node 0 DMA: page allocation ordering enabled',
  }),
  row({
    name: 'kernel-fork-failed',
    literals: ['fork rejected by pids controller', 'fork: failed', 'cannot fork'],
    match: /cgroup: fork rejected by pids controller(?: in (?<cgroup>\S+))?/,
    means: 'A cgroup has as many processes and threads as its pids limit allows; no more can be started in it',
    severity: 'high',
    advice: 'Find what starts so many threads; or raise podPidsLimit in the kubelet configuration.',
    origin: 'kernel/cgroup/pids.c (pids_event)',
    example: 'cgroup: fork rejected by pids controller in /kubepods/burstable/pod87e18f63-83cb-11e7-a01d-42010a8001db',
    counterExample: 'cgroup: cgroup2: unknown option "nsdelegate"',
  }),
  row({
    name: 'kernel-file-max',
    literals: ['file-max limit'],
    match: /VFS: file-max limit (?<limit>\d+) reached/,
    means: 'The node has as many open files as fs.file-max allows; opening anything fails',
    severity: 'high',
    advice: 'Find who holds the files (lsof, /proc/sys/fs/file-nr) or raise fs.file-max.',
    origin: 'fs/file_table.c (alloc_empty_file)',
    example: 'VFS: file-max limit 1000000 reached',
    counterExample: 'VFS: file-max limit 1000000',
  }),
  row({
    name: 'kernel-hung-task',
    literals: ['blocked for more than'],
    match:
      /task (?<process>\S[^:]*(?::[^:\s]+)*?):(?<pid>\w+) (?:is )?blocked (?:on \S+ )?for more than (?<seconds>\w+) seconds/,
    means: 'A process waits in the kernel, nearly always for a disk or a network file system, and cannot be killed',
    severity: 'high',
    advice:
      'Read the stack that follows: look at the storage it waits for. When it does not come back, drain and reboot the node.',
    origin: 'kernel/hung_task.c (check_hung_task)',
    example: 'INFO: task jbd2/sda1-8:412 blocked for more than 120 seconds.',
    counterExample: 'INFO: task jbd2/sda1-8 finished after being blocked for 2 seconds.',
  }),
  row({
    name: 'kernel-soft-lockup',
    literals: ['soft lockup'],
    match: /BUG: soft lockup - CPU#(?<cpu>\d+) stuck for (?<seconds>\d+)s! ?\[(?<process>[^\]]+):(?<pid>\d+)\]/,
    means: 'A CPU ran kernel code without a break for many seconds',
    severity: 'high',
    advice: 'On a virtual machine the host is often overcommitted; else a driver is at fault: update the kernel.',
    origin: 'kernel/watchdog.c (watchdog_timer_fn)',
    example: 'watchdog: BUG: soft lockup - CPU#6 stuck for 23s! [VM Thread:4054]',
    counterExample: 'watchdog: soft lockup detector enabled',
  }),
  row({
    name: 'kernel-hard-lockup',
    literals: ['hard lockup'],
    match: /(?:detected|Detected|BUG:) (?:h|H)ard (?:LOCKUP|lockup) on cpu (?<cpu>\d+)/i,
    means: 'A CPU does not even take interrupts any more',
    severity: 'critical',
    advice: 'Drain and reboot the node; look for hardware and driver faults.',
    origin: 'kernel/watchdog_perf.c, kernel/watchdog_buddy.c (watchdog_hardlockup_check)',
    example: 'NMI watchdog: Watchdog detected hard LOCKUP on cpu 3',
    counterExample: 'NMI watchdog: hard lockup detector enabled on all CPUs',
  }),
  row({
    name: 'kernel-rcu-stall',
    literals: ['detected stalls on cpus', 'self-detected stall', 'rcu_sched detected', 'kthread starved for'],
    match:
      /(?:rcu\w*|RCU)\b.{0,60}?(?:detected (?:expedited )?stalls on CPUs|self-detected stall on CPU|kthread starved for \d+ jiffies)/,
    means: 'A CPU has not let the kernel do its housekeeping: it is starved or stuck',
    severity: 'medium',
    advice: 'Look for an overcommitted host, an interrupt storm or a stuck driver.',
    origin: 'kernel/rcu/tree_stall.h',
    example: 'rcu: INFO: rcu_sched self-detected stall on CPU',
    counterExample: 'rcu: RCU CPU stall timeout is 60 seconds',
  }),
  row({
    name: 'kernel-panic',
    literals: ['kernel panic'],
    match: /Kernel panic - not syncing: (?<why>.+)/,
    means: 'The kernel gave up; the node stands still or reboots',
    severity: 'critical',
    advice: 'Read the reason; reboot the node if it has not done so by itself.',
    origin: 'kernel/panic.c (panic)',
    example: 'Kernel panic - not syncing: hung_task: blocked tasks',
    counterExample: 'systemd-sysctl[312]: setting kernel panic timeout to 10',
  }),
  row({
    name: 'kernel-oops',
    literals: [
      'bug: unable to handle',
      'divide error:',
      'oops:',
      'general protection fault',
      'kernel bug at',
      'encountered a fatal error in',
      'encountered a non-fatal error in',
    ],
    match:
      /BUG: unable to handle (?:kernel |page fault)|divide error: 0000 \[#\d+\]|\bOops: [0-9a-f]{4}|general protection fault(?:, [^:]{1,80})?: 0000 \[#\d+\]|kernel BUG at \S+|System encountered a (?:non-)?fatal error in \S+/,
    means: 'The kernel itself made an error; what it was doing is left half done',
    severity: 'high',
    advice: 'Drain and reboot the node, and update the kernel or the module named in the trace.',
    origin: 'arch/x86/mm/fault.c (show_fault_oops), lib/bug.c; abrt',
    example: 'BUG: unable to handle kernel NULL pointer dereference at 0000000000000018',
    counterExample: 'traps: app[123] general protection fault ip:7f1 sp:7ffd error:0 in libc.so',
  }),
  row({
    name: 'kernel-segfault',
    literals: [
      'segfault at',
      'general protection fault ip',
      'trap invalid opcode',
      'trap divide error',
      'trap int3',
      'crashed in',
      'uncaught',
    ],
    match:
      /(?:(?<process>[^\s[][^[\]]{0,63}?)\[(?<pid>\d+)\]:? )?(?:segfault at [0-9a-f]+|general protection fault ip|trap (?:invalid opcode|divide error|int3) ip)|Process \d+ \(\S+\) (?:crashed in \S|of user \d+ encountered an uncaught \S+ exception)/,
    means:
      'A process was ended by the kernel because it touched memory that is not its own or ran an instruction that the CPU does not know',
    severity: 'low',
    advice: 'A fault of the program: match it with the container that ended with 139 or 132 at that time.',
    origin: 'arch/x86/mm/fault.c (show_signal_msg), arch/x86/kernel/traps.c; abrt',
    example:
      'php-fpm[2536443]: segfault at 7f797fe00000 ip 00007f7c7ac69996 sp 00007f7c12fd7c30 error 4 in php-fpm[7f7c7ac00000+d3d3000]',
    counterExample: 'audit: type=1701 comm="php-fpm" sig=11 res=1 msg=segfault',
  }),
  row({
    name: 'kernel-task-context',
    literals: ['comm: '],
    match: /CPU: (?<cpu>\d+) (?:UID: \d+ )?PID: (?<pid>\d+) Comm: (?<process>.+?) (?:Not tainted|Tainted|Kdump)/,
    means: 'Names the process that ran when the kernel reported trouble',
    origin: 'lib/dump_stack.c (dump_stack_print_info)',
    example: 'CPU: 4 PID: 112 Comm: khungtaskd Not tainted 5.15.102 #1',
    counterExample: 'CPU: 24 PID: xyz Comm: khungtaskd',
  }),
];
