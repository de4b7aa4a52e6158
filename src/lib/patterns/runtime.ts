import type {Pattern} from '../model/pattern.ts';
import {behind} from './_rank.ts';

const row = (one: Omit<Pattern, 'layer'>): Pattern => ({layer: 'runtime', ...one});

/** Lines of containerd, CRI-O, dockerd, runc and their units. */
export default behind([
  row({
    name: 'runtime-shim-failed',
    literals: [
      'failed to create shim',
      'shim disconnected',
      'failed to start shim',
      'runc create failed',
      'oci runtime',
      'failed to create containerd',
      'ttrpc: closed',
    ],
    match:
      /failed to (?:create|start) shim(?: task)?|runc (?:create|run) failed|OCI runtime (?:create|start|exec) failed: (?<why>.{1,200})|failed to create containerd (?:task|container)/,
    means: 'The runtime could not start a container',
    severity: 'high',
    advice: 'Read the end of the message: a missing command, a mount, a cgroup or the runtime handler.',
    origin: 'containerd runtime/v2, runc, moby',
    example:
      'level=error msg="StartContainer for \\"1f0e\\" failed" error="failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process"',
    counterExample: 'level=info msg="shim reaped" id=1f0e',
  }),
  row({
    name: 'runtime-sandbox-failed',
    literals: [
      'runpodsandbox',
      'failed to setup network for sandbox',
      'failed to create pod sandbox',
      'cni plugin not initialized',
      'failed to set up sandbox',
    ],
    match:
      /RunPodSandbox for .{1,300}? failed|failed to set ?up network for sandbox|[Ff]ailed to create pod (?:network )?sandbox|cni plugin not initialized/,
    means: 'The runtime could not make the sandbox of a pod, mostly for want of its network',
    severity: 'high',
    advice: 'Look at the network plugin of the node: its DaemonSet pod, /etc/cni/net.d and free addresses.',
    origin: 'containerd internal/cri/server/sandbox_run.go; CRI-O',
    example:
      'level=error msg="RunPodSandbox for &PodSandboxMetadata{Name:web-1,Namespace:shop,} failed, error" error="failed to setup network for sandbox \\"1f0e\\": plugin type=\\"calico\\" failed (add)"',
    counterExample: 'level=info msg="RunPodSandbox for &PodSandboxMetadata{Name:web-1,} returns sandbox id \\"1f0e\\""',
  }),
  row({
    name: 'runtime-mount-failed',
    literals: ['failed to mount', 'error mounting', 'mount callback failed'],
    match: /(?:failed to mount|error mounting|mount callback failed).{1,200}?:/,
    means: 'The runtime could not mount something into a container',
    severity: 'medium',
    advice: 'Read which path; a subPath that is a file on one side and a directory on the other is common.',
    origin: 'containerd mount, runc libcontainer/rootfs_linux.go',
    example:
      'error mounting "/var/lib/kubelet/pods/1/volumes/x" to rootfs at "/etc/app.conf": mount /x: not a directory',
    counterExample: 'level=info msg="mounted rootfs"',
  }),
  row({
    name: 'runtime-pull-failed',
    literals: [
      'pullimage',
      'failed to pull',
      'error trying v2 registry',
      'error unpacking image',
      'failed to extract layer',
      'failed to register layer',
    ],
    match:
      /PullImage \\?"(?<image>[^"\\]{1,250})\\?" failed|[Ff]ailed to pull (?:and unpack )?image|Error trying v2 registry|error unpacking image|failed to (?:extract|register) layer/,
    means: 'The runtime could not fetch or unpack an image',
    severity: 'medium',
    advice: 'Read the end of the message: name, credentials, network or disk.',
    origin:
      'containerd internal/cri/server/images/image_pull.go; NPD docker-monitor.json, windows-containerd-monitor-filelog.json',
    example:
      'level=error msg="PullImage \\"nginx:nope\\" failed" error="failed to pull and unpack image \\"docker.io/library/nginx:nope\\": not found"',
    counterExample: 'level=info msg="PullImage \\"nginx:1\\" returns image reference \\"sha256:1f0e\\""',
  }),
  row({
    name: 'runtime-corrupt-storage',
    literals: [
      'directory not empty',
      'invalid argument',
      'wrong diff id',
      'invalid tar header',
      'layerchain json',
      'unexpected commit digest',
      'failed commit on ref',
      'content digest',
    ],
    match:
      /failed to register layer: rename \S+ \S+: directory not empty|returned error: readlink \S+overlay2\S*: invalid argument|wrong diff id calculated on extraction|archive\/tar: invalid tar header|Failed to unmarshall layerchain json|unexpected commit digest/,
    means: 'The image store of the node is damaged',
    severity: 'high',
    advice:
      'Drain the node, remove the damaged images or the whole store, and let them be pulled again; check the disk.',
    origin: 'NPD docker-monitor.json, windows-containerd-monitor-filelog.json',
    example: 'returned error: readlink /var/lib/docker/overlay2/l/ABC: invalid argument',
    counterExample: 'runc: invalid argument "-x"',
  }),
  row({
    name: 'runtime-disk-full',
    literals: ['no space left on device'],
    match: /no space left on device/,
    means: 'The disk on which the runtime keeps images and containers is full',
    severity: 'critical',
    advice: 'Free the disk: crictl rmi --prune, old logs; look who writes.',
    origin: 'errno ENOSPC',
    example:
      'level=error msg="failed to write /var/lib/containerd/io.containerd.content.v1.content/ingest/1/data: no space left on device"',
    counterExample: 'level=info msg="12 GB of space left"',
  }),
  row({
    name: 'runtime-slow',
    literals: [
      'deadline exceeded',
      'deadlineexceeded',
      'failed to exec in container',
      'failed to stop container',
      'failed to kill container',
    ],
    match:
      /(?:StopContainer|StopPodSandbox|RemoveContainer|KillContainer|RemovePodSandbox|StartContainer|CreateContainer).{1,300}?(?:context deadline exceeded|DeadlineExceeded)|failed to (?:stop|kill) container .{1,200}?: context deadline exceeded/,
    means: 'The runtime did not finish in time to start, stop or delete a container',
    severity: 'medium',
    advice: 'Look at the disk and the load of the node, and for processes that hang in the kernel.',
    origin: 'containerd internal/cri/server; CRI-O',
    example:
      'level=error msg="StopPodSandbox for \\"1f0e\\" failed" error="rpc error: code = DeadlineExceeded desc = context deadline exceeded"',
    counterExample: 'level=info msg="StopPodSandbox for \\"1f0e\\" returns successfully"',
  }),
  row({
    name: 'runtime-already-dead',
    literals: ['container process is already dead', 'cannot start a stopped process', 'container with id'],
    match: /container process is already dead|cannot start a stopped process|container with id exists/,
    means: 'A container ended while it was being started',
    severity: 'medium',
    advice: 'Look for the memory limit or the command of the container; restart the runtime when it concerns all.',
    origin: 'NPD docker-monitor.json; runc',
    example: 'OCI runtime start failed: container process is already dead: unknown',
    counterExample: 'OCI runtime state: running',
  }),
  row({
    name: 'runtime-started',
    literals: [
      'starting docker',
      'starting containerd',
      'starting cri-o',
      'containerd successfully booted',
      'started container runtime',
    ],
    match:
      /Starting (?:Docker Application Container Engine|docker\.service|containerd container runtime|containerd\.service|Container Runtime Interface for OCI|crio\.service)|containerd successfully booted/,
    means: 'The container runtime was started',
    origin: 'NPD systemd-monitor.json',
    example: 'systemd[1]: Starting containerd container runtime...',
    counterExample: 'systemd[1]: Stopping containerd container runtime...',
  }),
  row({
    name: 'runtime-unit-failed',
    literals: ['entered failed state', 'failed with result', 'main process exited'],
    match:
      /(?<unit>(?:kubelet|containerd|docker|crio|cri-docker)\.service)(?:: | )(?:entered failed state|Failed with result|Main process exited, code=exited, status=[1-9])/,
    means: 'A service on which the node depends ended with an error',
    severity: 'high',
    advice: 'systemctl status <unit>; journalctl -u <unit>.',
    origin: 'systemd',
    example: 'systemd[1]: Unit kubelet.service entered failed state.',
    counterExample: 'systemd[1]: Unit snapd.service entered failed state.',
  }),
]) satisfies readonly Pattern[];
