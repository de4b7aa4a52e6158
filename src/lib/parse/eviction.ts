export interface Eviction {
  /** `memory`, `ephemeral-storage`, `inodes`, `pids`, or the node's condition. */
  readonly resource: string | undefined;
  readonly threshold: string | undefined;
  readonly available: string | undefined;
  readonly container: string | undefined;
  readonly used: string | undefined;
  readonly request: string | undefined;
  /** True when the pod went over its own limit and the node had no trouble. */
  readonly isOwnLimit: boolean;
}

const OWN =
  /(?:Pod ephemeral local storage usage exceeds the total limit of containers (?<total>[\w.]+)|Usage of EmptyDir volume "(?<volume>[^"]+)" exceeds the limit "(?<size>[^"]+)"|Container (?<name>[\w.-]+) exceeded its local ephemeral storage limit "(?<limit>[^"]+)")/;
const LOW = /low on resource: (?<resource>[\w-]+)/;
const CONDITION = /node had condition: \[(?<condition>[^\]]+)\]/;
const THRESHOLD = /Threshold quantity: (?<threshold>[\w.]+), available: (?<available>[\w.]+)/;
const USER = /Container (?<container>[\w.-]+) was using (?<used>[\w.]+), request is (?<request>[\w.]+)/;

/** The messages of the kubelet's eviction manager (pkg/kubelet/eviction/helpers.go, eviction_manager.go), all releases. */
export function eviction(message: string): Eviction {
  const own = OWN.exec(message)?.groups;
  const {threshold, available} = THRESHOLD.exec(message)?.groups ?? {};
  const {container, used, request} = USER.exec(message)?.groups ?? {};
  const resource = LOW.exec(message)?.groups?.['resource'] ?? CONDITION.exec(message)?.groups?.['condition'];
  return {
    resource: resource ?? (own === undefined ? undefined : 'ephemeral-storage'),
    threshold: threshold ?? own?.['total'] ?? own?.['size'] ?? own?.['limit'],
    available,
    container: container ?? own?.['name'],
    used,
    request,
    isOwnLimit: own !== undefined,
  };
}
