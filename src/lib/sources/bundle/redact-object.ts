import type {Kind} from '../../model/kinds.ts';
import {isObject} from '../../model/schema.ts';
import type {Wire} from '../../model/source.ts';
import {isSecretName, redactConfigValue, redactSetting, type SettingTools} from './redact-setting.ts';
import {redactText} from './redact-text.ts';

/** Join keys and public data: never searched for secrets. */
const VERBATIM = new Set([
  'labels',
  'matchLabels',
  'selector',
  'nodeSelector',
  'caBundle',
  'uid',
  'name',
  'namespace',
  'image',
  'imageID',
  'containerID',
  'resourceVersion',
  'request',
]);
/** Fields of the API whose own name gives a secret away: attributes of CSI volumes, options of flex volumes. */
const SECRET_FIELD =
  /(?:password|passwd|passphrase|(?:api|access|private|secret|account)[_-]?key|client[_-]?secret|(?:auth|access|bearer)[_-]?token|^token)$/i;
const SECRET_FLAG = /^--?[\w-]*(?:password|passwd|passphrase|token|secret|api-?key|access-?key)$/i;
/** The decoders read no longer one (model/kube/meta.ts): a longer annotation is someone's manifest, with its secrets. */
const ANNOTATION_AT_MOST = 512;
/** No object of Kubernetes is nested like this; a hostile server's may be. */
const DEPTH_AT_MOST = 64;

/** Data of Secrets is never written; that of ConfigMaps by its own rule. */
const PAYLOAD = new Set(['data', 'stringData', 'binaryData']);

/** The object as a bundle keeps it. Without tools only what no bundle ever holds is left out. */
export function redactObject(kind: Kind, wire: Wire, tools: SettingTools | undefined): Wire {
  const {data, binaryData} = wire;
  const rest = Object.fromEntries(Object.entries(wire).filter(([key]) => !PAYLOAD.has(key)));
  const out = tools === undefined ? {...rest, ...slimMeta(rest)} : (walked(rest, tools, 0) as Record<string, unknown>);
  if (kind !== 'ConfigMap') return out;
  if (data !== undefined) out['data'] = tools === undefined ? data : configData(data, tools);
  if (binaryData !== undefined) out['binaryData'] = lengthsOnly(binaryData);
  return out;
}

function slimMeta({metadata}: Wire): Wire {
  if (!isObject(metadata)) return {};
  const {managedFields, annotations} = metadata;
  return {
    metadata: {
      ...metadata,
      ...(managedFields === undefined ? {} : {managedFields: slimHistory(managedFields)}),
      ...(annotations === undefined ? {} : {annotations: shortAnnotations(annotations)}),
    },
  };
}

function walked(value: unknown, tools: SettingTools, depth: number): unknown {
  if (typeof value === 'string') return redactText(value, tools.mask);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEPTH_AT_MOST) return null;
  if (Array.isArray(value)) return value.map((one) => walked(one, tools, depth + 1));
  const out: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value as Wire))
    define(out, key, walkedField(key, field, value as Wire, tools, depth));
  return out;
}

/** `__proto__` is a key like any other in JSON, and not in an assignment. */
function define(out: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(out, key, {value, enumerable: true, configurable: true, writable: true});
  else out[key] = value;
}

function walkedField(key: string, field: unknown, within: Wire, tools: SettingTools, depth: number): unknown {
  if (VERBATIM.has(key)) return field;
  if (key === 'managedFields') return slimHistory(field);
  if (key === 'annotations') return walked(shortAnnotations(field), tools, depth + 1);
  if (key === 'env' && Array.isArray(field)) return field.map((one) => envVar(one, tools, depth + 2));
  if ((key === 'args' || key === 'command') && Array.isArray(field)) return words(field, tools, depth + 1);
  if (typeof field === 'string' && isSecretField(key, within)) return tools.mask(field);
  return walked(field, tools, depth + 1);
}

/** `password: x`, or the value of a header in `{name: Authorization, value: x}`. */
function isSecretField(key: string, {name}: Wire): boolean {
  if (key === 'value' && typeof name === 'string') return /authorization|cookie/i.test(name) || isSecretName(name);
  return SECRET_FIELD.test(key);
}

function envVar(one: unknown, tools: SettingTools, depth: number): unknown {
  if (!isObject(one)) return walked(one, tools, depth);
  const {name, value, ...rest} = one;
  const shown =
    typeof value === 'string' ? {value: redactSetting(typeof name === 'string' ? name : '', value, tools)} : {};
  return {name, ...shown, ...(walked(rest, tools, depth) as Wire)};
}

/** Arguments: `--token=x` is seen by its text, `--token x` by the argument before. */
function words(list: readonly unknown[], tools: SettingTools, depth: number): unknown[] {
  return list.map((word, at) => {
    const before = list[at - 1];
    const isSecret =
      typeof word === 'string' && typeof before === 'string' && SECRET_FLAG.test(before) && !/^(?:-|\$\()/.test(word);
    return isSecret ? tools.mask(word) : walked(word, tools, depth);
  });
}

const configData = (data: unknown, tools: SettingTools): unknown =>
  isObject(data)
    ? Object.fromEntries(
        Object.entries(data).map(([key, value]) => [
          key,
          typeof value === 'string' ? redactConfigValue(key, value, tools) : value,
        ]),
      )
    : {};

const lengthsOnly = (data: unknown): unknown =>
  isObject(data)
    ? Object.fromEntries(
        Object.entries(data).map(([key, value]) => [
          key,
          typeof value === 'string' && value !== '' ? `[omitted:${value.length}]` : value,
        ]),
      )
    : {};

/** Who wrote it when, without the fields: those are most of an object's bytes. */
const slimHistory = (history: unknown): unknown =>
  Array.isArray(history)
    ? history.filter(isObject).map(({manager, operation, subresource, time}) => ({
        manager,
        operation,
        ...(subresource === undefined ? {} : {subresource}),
        time,
      }))
    : [];

const shortAnnotations = (annotations: unknown): unknown =>
  isObject(annotations)
    ? Object.fromEntries(
        Object.entries(annotations).filter(
          ([key, value]) =>
            !key.endsWith('last-applied-configuration') &&
            !(typeof value === 'string' && value.length > ANNOTATION_AT_MOST),
        ),
      )
    : {};
