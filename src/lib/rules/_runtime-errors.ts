/** What a runtime (runc, crun, containerd, CRI-O, dockerd) says when it cannot start a container. */
export type StartCause =
  'command' | 'non-root' | 'mount' | 'name' | 'resources' | 'device' | 'security' | 'hook' | 'settings';

interface Row {
  readonly cause: StartCause;
  readonly match: RegExp;
  readonly says: string;
}

const rows: readonly Row[] = [
  {
    cause: 'settings',
    match: /couldn't find key|configmaps? "[^"]+" not found|secrets? "[^"]+" not found|references non-existent/i,
    says: 'a ConfigMap or Secret is missing',
  },
  {cause: 'non-root', match: /runAsNonRoot|breaks non-root policy|non-numeric user/i, says: 'it must not run as root'},
  {
    cause: 'command',
    match: /exec format error/i,
    says: 'the executable is built for another architecture, or a script lacks its #! line (exec format error)',
  },
  {
    cause: 'command',
    match: /executable file [^ ]* ?not found|executable file .{0,80}not found in \$PATH/i,
    says: 'the command is not in the image (executable file not found)',
  },
  {
    cause: 'mount',
    match:
      /error mounting|rootfs_linux\.go|failed to (?:prepare )?subPath|mount .{1,200}(?:not a directory|no such file|permission denied|read-only)|invalid mount|CreateContainerError.*mount|error while creating mount source path|stat \/\S+: .*(?:not a directory)/i,
    says: 'a volume cannot be mounted into it',
  },
  {
    cause: 'name',
    match: /(?:container )?name "?[^"\s]+"? is (?:already in use|reserved)|Conflict\. The container name/i,
    says: 'the runtime still holds a container of that name',
  },
  {
    cause: 'resources',
    match:
      /cgroup|minimum memory|pids? limit|too many open files|resource temporarily unavailable|no space left|cannot allocate memory|context deadline exceeded/i,
    says: 'the node lacks what it needs',
  },
  {cause: 'device', match: /device|nvidia|gpu|CDI /i, says: 'a device cannot be given to it'},
  {
    cause: 'security',
    match:
      /seccomp|apparmor|selinux|capabilit|setxattr|unable to (?:find|apply) (?:user|group|caps)|no users found|unable to find (?:user|group)/i,
    says: 'its security settings cannot be applied',
  },
  {
    cause: 'command',
    match:
      /exec: "[^"]+": .*(?:permission denied|is a directory)|open executable: Permission denied|exec .*: permission denied/i,
    says: 'the command is not executable (permission denied)',
  },
  {
    cause: 'command',
    match:
      /exec: "[^"]*": (?:stat )?.*no such file or directory|(?:exec|executable|interpreter) .{0,100}no such file or directory|no command specified|exec: "[^"]+"/i,
    says: 'the command does not exist in the image (no such file or directory)',
  },
  {
    cause: 'mount',
    match: /chdir to cwd|mkdir .{1,200}: (?:read-only|permission|not a directory)|working directory/i,
    says: 'its working directory cannot be entered',
  },
  {cause: 'hook', match: /hook/i, says: 'a hook of the runtime failed'},
];

export const startCause = (message: string): Row | undefined => rows.find(({match}) => match.test(message));

/** The command in `exec: "wge": executable file not found`, or as crun and the init process write it. */
export const commandIn = (message: string): string | undefined =>
  /exec: "([^"]+)"/.exec(message)?.[1] ??
  /executable file `?([^`\s]+)`? not found/.exec(message)?.[1] ??
  /^exec ([^\s:]+): /.exec(message)?.[1] ??
  /(?:^|: )(?:line \d+: |\d+: )?([\w./-]+): (?:command )?not found/.exec(message)?.[1];

/** The part of a runtime's message that says something: the frames of each layer are the same in all. */
export const coreOf = (message: string): string =>
  message
    .replace(/^.*?(?=exec: "|exec format error|error mounting|executable file|container has runAsNonRoot)/s, '')
    .replace(/: unknown$/, '')
    .trim();
