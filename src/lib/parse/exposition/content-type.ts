import type {ExpositionFormat} from '../../model/exposition.ts';

/** Which parser a page wants, by its Content-Type. */
export type Spoken =
  | {readonly is: 'known'; readonly format: ExpositionFormat; readonly version: string | undefined}
  | {readonly is: 'unknown'; readonly because: string};

const TOKEN = String.raw`[!#$%&'*+\-.^_\`|~0-9A-Za-z]+`;
const MEDIA = new RegExp(`^\\s*(${TOKEN})/(${TOKEN})\\s*(?:;|$)`);
const PARAMETER = new RegExp(String.raw`^\s*(${TOKEN})=(?:"((?:[^"\\]|\\.)*)"|(${TOKEN}))\s*(?:;|$)`);

/** Judged as Prometheus does: by the media type; what cannot be read as one is unknown. */
export function spoken(contentType: string | undefined): Spoken {
  if (contentType === undefined || contentType.trim() === '')
    return {is: 'unknown', because: 'there is no Content-Type'};
  const media = MEDIA.exec(contentType);
  if (media === null) return {is: 'unknown', because: `the Content-Type ${contentType} is not a media type`};
  const parameters = parametersIn(contentType.slice(media[0].length));
  if (parameters === undefined)
    return {is: 'unknown', because: `the parameters of the Content-Type ${contentType} cannot be read`};
  const type = `${media[1] ?? ''}/${media[2] ?? ''}`.toLowerCase();
  const version = parameters.get('version');
  switch (type) {
    case 'application/openmetrics-text':
      return {is: 'known', format: 'openmetrics', version};
    case 'application/vnd.google.protobuf':
      return parameters.get('proto') === 'io.prometheus.client.MetricFamily' &&
        parameters.get('encoding') === 'delimited'
        ? {is: 'known', format: 'protobuf', version}
        : {is: 'unknown', because: `the Content-Type ${contentType} is another kind of protobuf`};
    case 'text/plain':
      return {is: 'known', format: 'text', version};
    default:
      return {is: 'unknown', because: `the Content-Type ${contentType} is none of the exposition formats`};
  }
}

/** Undefined when one is malformed or given twice. */
function parametersIn(text: string): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  let rest = text;
  while (rest.trim() !== '') {
    const match = PARAMETER.exec(rest);
    const name = match?.[1]?.toLowerCase();
    if (match === null || name === undefined || found.has(name)) return undefined;
    found.set(name, match[2]?.replaceAll(/\\(.)/g, '$1') ?? match[3] ?? '');
    rest = rest.slice(match[0].length);
  }
  return found;
}

/**
 * What to ask for, best first, as Prometheus 3 does. Protobuf stands first only where native histograms are wanted: it is
 * the one format that has them.
 */
export const accepting = (formats: readonly ExpositionFormat[]): string =>
  [...formats.flatMap((format) => ACCEPTED[format]), '*/*']
    .map((type, at) => `${type};q=${(1 - at / 10).toFixed(1)}`)
    .join(',');

const ACCEPTED: Readonly<Record<ExpositionFormat, readonly string[]>> = {
  protobuf: ['application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited'],
  openmetrics: [
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8',
    'application/openmetrics-text;version=1.0.0',
  ],
  text: ['text/plain;version=1.0.0;escaping=allow-utf-8', 'text/plain;version=0.0.4'],
};
