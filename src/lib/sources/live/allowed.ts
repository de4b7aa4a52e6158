/**
 * The promise that kdiag only reads, kept in one place: every request passes here, whoever built it.
 * Some GETs are no reading either: exec, attach and port-forward open a way in, and a kubelet runs commands.
 */
export interface Asking {
  readonly method: 'GET' | 'POST';
  /** As it goes on the wire: percent-encoded, with its query. */
  readonly path: string;
  readonly accept?: string | undefined;
}

const REVIEWS = [
  '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
  '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
];
const WAYS_IN = /^\/api\/v1\/namespaces\/[^/]+\/pods\/[^/]+\/(exec|attach|portforward)(\/|$)/;
const KUBELET = /^\/api\/v1\/nodes\/[^/]+\/proxy(\/|$)/;
const KUBELET_PAGES = /^\/api\/v1\/nodes\/[^/]+\/proxy\/(logs|stats|metrics|pods|configz|healthz)(\/|$)/;
const SECRETS = /^\/api\/v1\/(watch\/)?(namespaces\/[^/]+\/)?secrets(\/|$)/;

/** Only names and labels: the data of a Secret never leaves the API server. */
const METADATA = /^application\/json;as=PartialObjectMetadata(List)?;g=meta\.k8s\.io;v=v1$/;

export function assertReadOnly({method, path, accept}: Asking): void {
  const plain = readable(path);
  const fine = method === 'GET' ? plain !== undefined && isReading(plain, accept) : isReview(method, path);
  if (!fine) throw new Error(`kdiag only reads: ${method} ${path} is not sent`);
}

const isReview = (method: string, path: string): boolean => method === 'POST' && REVIEWS.includes(path);

function isReading(path: string, accept: string | undefined): boolean {
  if (WAYS_IN.test(path)) return false;
  if (KUBELET.test(path)) return KUBELET_PAGES.test(path);
  return !SECRETS.test(path) || METADATA.test(accept ?? '');
}

/** The path as the server will understand it; undefined for one that could be understood in two ways. */
function readable(path: string): string | undefined {
  try {
    const plain = decodeURIComponent((path.split(/[?#]/)[0] ?? '').replaceAll(/%(?![0-9a-f]{2})/gi, '%25'));
    return plain.startsWith('/') && !/\/\/|\/\.\.?(\/|$)|%|\\|[\0-\x1f\x7f]/.test(plain) ? plain : undefined;
  } catch {
    return undefined;
  }
}
