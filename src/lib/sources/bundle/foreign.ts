/** Bundles of other tools, recognised by the files that only they have. Named in the refusal, so that it says what to do. */
const FOREIGN: ReadonlyArray<readonly [tool: string, sign: RegExp]> = [
  ['a support bundle of troubleshoot.sh', /(?:^|\/)cluster-resources\/(?:pods|nodes|namespaces|events)(?:\/|\.json$)/],
  ['a must-gather of OpenShift', /(?:^|\/)(?:must-gather\.logs?$|cluster-scoped-resources\/|event-filter\.html$)/],
  ['an archive of the Insights operator', /(?:^|\/)insights-operator\//],
  ['a cilium sysdump', /(?:^|\/)cilium-(?:sysdump|nodes|endpoints|configmap)[^/]*/],
  ['a snapshot of sonobuoy', /(?:^|\/)(?:sonobuoy|plugins\/[^/]+\/sonobuoy_results\.yaml)/],
  ['a dump of kubectl cluster-info', /(?:^|\/)kube-system\/(?:pods|daemonsets|replication-controllers)\.json$/],
];

export const foreignTool = (names: readonly string[]): string | undefined =>
  FOREIGN.find(([, sign]) => names.some((name) => sign.test(name)))?.[0];
