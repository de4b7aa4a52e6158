import type {Words} from '../schema.ts';

/** Where a pod or Service says that its metrics are, and how sure that is. */
export interface MetricsEndpoint {
  readonly scheme: 'http' | 'https';
  readonly port: string;
  readonly path: string;
}

interface PortRow {
  readonly name: string | undefined;
  readonly number: number | undefined;
  readonly protocol: string | undefined;
}

interface Wish {
  readonly port?: string | undefined;
  readonly path?: string | undefined;
}

/** Names that ports of metrics have by custom, the most telling first. */
const TELLING = [/^(?:http-|https-)?metrics$/, /metrics|prom/, /^(?:http|web|https)(?:-|$)/];

/**
 * What was asked for, else what the `prometheus.io/` annotations say, else the port whose name speaks of metrics, else the
 * only one. Undefined when there are several and none of them says so.
 */
export function metricsEndpoint(
  annotations: Words,
  ports: readonly PortRow[],
  wish: Wish,
): MetricsEndpoint | undefined {
  const tcp = ports.filter(({protocol, number}) => number !== undefined && (protocol ?? 'TCP') === 'TCP');
  const annotated = annotations['prometheus.io/port'];
  const port = wish.port ?? annotated ?? named(tcp) ?? (tcp.length === 1 ? String(tcp[0]?.number) : undefined);
  if (port === undefined) return undefined;
  const row = tcp.find(({name, number}) => name === port || String(number) === port);
  const isTls =
    annotations['prometheus.io/scheme'] === 'https' ||
    (annotations['prometheus.io/scheme'] === undefined &&
      (row?.name?.startsWith('https') === true ||
        ['443', '8443', '10250', '10257', '10259'].includes(String(row?.number ?? port))));
  return {
    scheme: isTls ? 'https' : 'http',
    port: row?.number === undefined ? port : String(row.number),
    path: wish.path ?? annotations['prometheus.io/path'] ?? '/metrics',
  };
}

function named(ports: readonly PortRow[]): string | undefined {
  for (const pattern of TELLING) {
    const found = ports.find(({name}) => pattern.test(name ?? ''));
    if (found?.number !== undefined) return String(found.number);
  }
  return undefined;
}
