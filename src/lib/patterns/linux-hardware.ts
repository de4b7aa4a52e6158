import type {Pattern} from '../model/pattern.ts';

const row = (one: Omit<Pattern, 'layer' | 'origin'>): Pattern => ({
  layer: 'kernel',
  origin: 'Linux arch/x86/kernel/cpu/mce, drivers/edac, drivers/gpu; NVIDIA driver',
  ...one,
});

/** Hardware, graphics cards and clocks as the kernel reports them. */
export default [
  row({
    name: 'mce_hardware_error',
    literals: ['[hardware error]', 'machine check events logged'],
    match: /(?:mce: )?\[Hardware Error\]: (?!event severity: (?:corrected|info))|Machine check events logged/,
    means: 'The processor reported broken hardware',
    severity: 'high',
    advice: 'Look which part (memory bank, cache) and how often; replace it.',
    example: 'mce: [Hardware Error]: CPU 0: Machine Check: 0 Bank 2: bd80000000100134',
    counterExample: 'mce: Machine check injector initialized',
  }),
  row({
    name: 'edac_memory_error',
    literals: ['edac ', 'memory read error', 'severity: corrected'],
    match:
      /EDAC \w+\d*: \d+ (?:CE|UE)\b|(?:CE|UE) memory (?:read|write|scrubbing) error|EDAC [^\n]{0,80}(?:[Uu]ncorrect|Corrected error)|event severity: corrected/,
    means: 'A memory module gave wrong bits; corrected ones (CE) are a warning',
    severity: 'medium',
    advice: 'Replace the module when it goes on; uncorrected ones (UE) at once.',
    example: 'EDAC MC2: 1 CE Cannot decode normalized address on mc#2csrow#0channel#1',
    counterExample: 'EDAC MC: Ver: 3.0.0',
  }),
  row({
    name: 'gpu_nvidia_xid',
    literals: ['nvrm:', 'sxid', 'nvswitch'],
    match:
      /NVRM: Xid|fallen off the bus|NVRM: The NVIDIA (?:GPU|probe routine)|NVRM: [^\n]{0,80}(?:[Ff]ailed|RmInitAdapter|[Ee]rror)|SXid \(|detected NVSwitch (?:non-)?fatal error/,
    means: 'The driver of an NVIDIA card reports an error of the card or of a program on it',
    severity: 'high',
    advice: "Look the Xid number up; 79 and 48 mean the node has to be restarted, 13 and 31 are the program's.",
    example: 'NVRM: Xid (PCI:0000:3b:00): 94, pid=41222, name=train.py, Contained: ECC error.',
    counterExample: 'NVRM: loading NVIDIA UNIX x86_64 Kernel Module  535.161.07',
  }),
  row({
    name: 'gpu_amdgpu_error',
    literals: ['amdgpu', '[drm:gfx_', 'radeon'],
    match:
      /amdgpu[^\n]{0,200}(?:\*ERROR\*|timeout, signaled|reset failed|GPU reset|GPU fault|page fault|[Ff]ailed|hang|uncorrectable)|\[drm:(?:amdgpu|gfx_)\w*[^\n]{0,120}\*ERROR\*|radeon [^\n]{0,120}(?:lockup|GPU reset|failed)/,
    means: 'The driver of an AMD card reports an error of the card',
    severity: 'high',
    advice: 'Look whether it came back after the reset; else restart the node.',
    example: 'amdgpu 0000:03:00.0: ring gfx_0.0.0 timeout, signaled seq=771204, emitted seq=771206',
    counterExample: 'amdgpu 0000:03:00.0: enabling device (0006 -> 0007)',
  }),
  row({
    name: 'gpu_nouveau_error',
    literals: ['nouveau'],
    match: /nouveau [^\n]{0,200}(?:ERROR|TIMEOUT|error|failed|fault|unavailable|killed|TRAP|hung|timeout)/,
    means: 'The free driver of an NVIDIA card reports an error of the card',
    severity: 'medium',
    advice: "Use the vendor's driver on nodes for computing.",
    example: 'nouveau 0000:01:00.0: fifo: SCHED_ERROR 0a [CTXSW_TIMEOUT]',
    counterExample: 'nouveau 0000:01:00.0: NVIDIA GP107 (137000a1)',
  }),
  row({
    name: 'thermal_throttle',
    literals: ['temperature above threshold', 'clock throttled', 'critical temperature reached', 'thermal shutdown'],
    match: /temperature above threshold|cpu clock throttled|[Cc]ritical temperature reached|thermal shutdown/,
    means: 'A processor is too hot and was slowed down',
    severity: 'medium',
    advice: 'Look at the fans and the room; on a laptop it is usual.',
    example: 'mce: CPU3: Core temperature above threshold, cpu clock throttled (total events = 118)',
    counterExample: "thermal_sys: Registered thermal governor 'fair_share'",
  }),
  row({
    name: 'clock_unstable',
    literals: [
      'as unstable',
      'clocksource',
      'hrtimer: interrupt took',
      'clock unsynchronized',
      'tsc found unstable',
      'clock skew',
    ],
    match:
      /[Mm]arking (?:clocksource )?'?\w[\w-]*'? ?(?:as )?unstable|clocksource: [^\n]{0,120}(?:unstable|skew is too large|too large)|hrtimer: interrupt took|TSC found unstable|[Cc]lock (?:un)?synchroni[sz]ation lost/,
    means: "The node's clock cannot be trusted, or jumps",
    severity: 'medium',
    advice: 'Look at the host of a virtual machine and at chrony or ntpd.',
    example:
      "clocksource: timekeeping watchdog on CPU1: Marking clocksource 'tsc-early' as unstable because the skew is too large:",
    counterExample: 'clocksource: Switched to clocksource hpet',
  }),
  row({
    name: 'file_max_reached',
    literals: ['vfs: file-max limit'],
    match: /VFS: file-max limit \d+ reached/,
    means: 'The node has as many files open as it may: nothing can open another',
    severity: 'high',
    advice: 'Find who leaks file descriptors; raise fs.file-max.',
    example: 'VFS: file-max limit 600 reached',
    counterExample: 'VFS: file-max limit 600',
  }),
] satisfies readonly Pattern[];
