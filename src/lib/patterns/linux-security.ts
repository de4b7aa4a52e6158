import type {Pattern} from '../model/pattern.ts';

const row = (one: Omit<Pattern, 'layer' | 'origin'>): Pattern => ({
  layer: 'kernel',
  origin: 'Linux security/, kernel/audit.c, kernel/seccomp.c',
  ...one,
});

/** What the kernel's guards refused. */
export default [
  row({
    name: 'apparmor_denied',
    literals: ['apparmor="denied"'],
    match: /apparmor="DENIED"/,
    means: 'AppArmor did not let a program do something',
    severity: 'medium',
    advice: 'Look at profile and operation in the line; load a profile that allows it.',
    example:
      'audit: type=1400 audit(1795408220.584:14): apparmor="DENIED" operation="mknod" profile="docker-default" name="/proc/sysrq-trigger" pid=410 comm="sh"',
    counterExample: 'audit: type=1400 audit(1:1): apparmor="STATUS" operation="profile_load"',
  }),
  row({
    name: 'selinux_denied',
    literals: ['avc:'],
    match: /\bavc: {1,2}denied/,
    means: 'SELinux did not let a program do something',
    severity: 'medium',
    advice: 'Look at scontext and tcontext in the line; label the files or give the pod seLinuxOptions.',
    example:
      'type=AVC msg=audit(1665511204.330:1201): avc:  denied  { execute } for  pid=20118 comm="x" scontext=a tcontext=b',
    counterExample:
      "type=USER_AVC msg=audit(1528311204.330:118): pid=1 msg='avc:  received policyload notice (seqno=2)'",
  }),
  row({
    name: 'seccomp_violation',
    literals: ['type=1326', 'type=seccomp'],
    match: /type=(?:1326|SECCOMP) [^\n]{0,500}\bsig=(?!0\b)\d+/,
    means: 'A program made a system call that its seccomp profile forbids and was ended',
    severity: 'medium',
    advice: 'Find the call (syscall=N) and allow it, or use the RuntimeDefault profile.',
    example:
      'audit: type=1326 audit(1795408223.604:22): auid=1 uid=0 gid=0 ses=1 subj=unconfined pid=421 comm="nginx-worker" exe="/usr/sbin/nginx" sig=31 arch=c000003e syscall=101',
    counterExample:
      'audit: type=1326 audit(1795408223.620:24): auid=1 uid=0 pid=422 comm="nginx" exe="/x" sig=0 arch=c000003e syscall=101',
  }),
  row({
    name: 'audit_backlog',
    literals: ['audit_lost', 'hold queue overflow', 'backlog limit exceeded', 'audit_backlog=', 'audit: rate limit'],
    match:
      /audit_lost=[1-9]|audit: kauditd (?:hold|retry) queue overflow|audit: backlog limit exceeded|audit_backlog=\d+ > audit_backlog_limit|audit: rate limit exceeded/,
    means: 'The kernel has more audit records than auditd takes; some are lost',
    severity: 'low',
    advice: 'Raise the backlog limit or audit less.',
    example: 'audit: audit_lost=1 audit_rate_limit=0 audit_backlog_limit=64',
    counterExample: 'audit: enabled (after initialization)',
  }),
] satisfies readonly Pattern[];
