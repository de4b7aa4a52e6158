import {looksRandom, type Mask} from './redact-text.ts';

/** What a value of an env var, of a ConfigMap or of a `key=value` is called, and what to do with one. */
export interface SettingTools {
  readonly mask: Mask;
  /** True for a bare word that names something of this cluster, such as a Service. */
  readonly isName: (word: string) => boolean;
}

const SECRET_ANYWHERE =
  /passw|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|connection[_-]?string/i;
const SECRET_LAST =
  /(?:^|[_.-])(?:pass|pwd|keys?|salt|pin|creds?|auth|cookie|session|jwt|pat|mnemonic|license|signature)\d*$|[a-z](?:Pass|Pwd|Key|Salt|Pin|Cred|Auth)$/i;
/** `TOKEN_URL`, `SECRET_NAME`, `MAX_TOKENS`: about a secret, and not it. */
const ABOUT =
  /(?:^|[_.-])(?:files?|path|dir|url|uri|host|addr|address|port|endpoint|name|ttl|timeout|expiry|expiration|enabled|interval|limit|count|size|length|max|min)(?:$|[_.-])/i;

/** True for names whose value is a secret whatever it looks like. */
export const isSecretName = (name: string): boolean =>
  (SECRET_ANYWHERE.test(name) || SECRET_LAST.test(name)) && !ABOUT.test(name);

const HOSTISH =
  /host|addr|server|url|uri|endpoint|svc|service|broker|upstream|backend|target|peer|proxy|domain|bootstrap/i;
const SWITCH = /^(?:true|false|yes|no|on|off|enabled?|disabled?|none|null)$/i;
const NUMBER = /^[+-]?\d{1,20}(?:\.\d{1,10})?(?:[eE][+-]?\d{1,3})?(?:[a-zA-Z%]{1,3})?$/;
const DURATION = /^(?:\d{1,12}(?:\.\d+)?(?:ns|us|ms|s|m|h|d|w))+$/;
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5}|\/\d{1,2})?$/;
const IPV6 = /^(?:\[[0-9a-f:]{2,39}\](?::\d{1,5})?|(?=[^:]*:[^:]*:)[0-9a-f:]{2,39}(?:\/\d{1,3})?)$/i;
const LABEL = '[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?';
const FQDN = new RegExp(`^${LABEL}(?:\\.${LABEL})*\\.[a-z]{2,24}\\.?(?::\\d{1,5})?$`, 'i');
const HOST_PORT = new RegExp(`^${LABEL}(?:\\.${LABEL})*:\\d{1,5}$`, 'i');
const BARE = new RegExp(`^${LABEL}$`);
const PATH = /^(?:\/[a-z0-9_.-]{1,64}){1,16}\/?$/;
const VERSION = /^v?\d{1,9}(?:\.\d{1,9}){1,3}$/;
/** An image by its digest, or from a registry with a dot in its name: a join key. */
const IMAGE =
  /^(?:[a-z0-9.-]+(?::\d{1,5})?\/)?[a-z0-9._/-]{1,200}(?::[\w.-]{1,128})?@sha256:[0-9a-f]{64}$|^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?\/[a-z0-9._/-]{1,200}(?::[\w.-]{1,128})?$/;
const REFERENCE = /^\$(?:\([\w.-]+\)|\{[\w.-]+\})$/;
/** Heap and garbage collector settings of the JVM and node: they decide whether a container fits its limit. */
const RUNTIME_FLAG =
  /^(?:-X(?:m[xsn]|ss)\d+[kmgt]?|-XX:[+-]?[A-Za-z0-9]+(?:=[\d.]+[kmgt%]?)?|--[a-z][a-z0-9-]{1,48}|-[A-Za-z])$/i;
const URL_PARTS = /^((?:[a-z][a-z0-9+.-]{0,32}:){1,4}\/\/)(?:([^\s/?#]*)@)?([^\s/?#@]*)(\/[^\s?#]*)?([?#]\S*)?$/i;
const SEVERAL_URLS = /,\s*[a-z][a-z0-9+.-]{0,32}:\/\//i;
/** One host or several; what has no number for a port is half of a login. */
const HOSTS = /^(?:[\w.-]*|\[[0-9a-f:]+\])(?::\d{1,5})?(?:,[\w.-]+(?::\d{1,5})?)*$/i;
/** A password with a slash in it, as people paste them; a port and a path before an @ is not one. */
const URL_WITH_ODD_USER =
  /^((?:[a-z][a-z0-9+.-]{0,32}:){1,4}\/\/)([^\s/:@]*:(?!\d{1,5}(?:[/?#]|$))\S*)@([^\s/?#@]*)(\/[^\s?#]*)?([?#]\S*)?$/i;
/** `key=value`; what ends in = only is base64. */
const PAIR = /^(-{0,2}[A-Za-z][\w.:-]{0,63})=([^=\s].*)$/;

/** A setting's value with all of it masked that is not an address, a number, a switch, a path or a reference. */
export function redactSetting(name: string, value: string, tools: SettingTools): string {
  if (value === '' || value.startsWith('[redacted:') || REFERENCE.test(value)) return value;
  if (isSecretName(name)) return redactUrl(value, tools.mask, 'host only') ?? tools.mask(value);
  const url = SEVERAL_URLS.test(value) ? undefined : redactUrl(value, tools.mask);
  if (url !== undefined) return url;
  const parts = value.split(/([\s,;]+)/);
  return parts.length === 1 ? part(name, value, tools) : joined(name, parts, tools);
}

/** Parts that are masked side by side become one token: how many words a secret has is nobody's business. */
function joined(name: string, parts: readonly string[], tools: SettingTools): string {
  const out: string[] = [];
  let hidden = '';
  const flush = (): void => {
    const secret = hidden.trimEnd();
    if (secret !== '') out.push(tools.mask(secret));
    out.push(hidden.slice(secret.length));
    hidden = '';
  };
  for (const one of parts) {
    const isGap = /^[\s,;]*$/.test(one);
    const shown = isGap ? one : shownPart(name, one, tools);
    if (shown === undefined || (isGap && hidden !== '' && /^ +$/.test(one))) hidden += one;
    else {
      flush();
      out.push(shown);
    }
  }
  flush();
  return out.join('');
}

const part = (name: string, value: string, tools: SettingTools): string =>
  shownPart(name, value, tools) ?? tools.mask(value);

/** What may be seen of one word; undefined when nothing may. */
function shownPart(name: string, wrapped: string, tools: SettingTools): string | undefined {
  if (isPlain(name, wrapped, tools)) return wrapped;
  const [, open = '', word = wrapped, close = ''] = /^(["'([{]{0,2})(.*?)(["')\]}]{0,2})$/.exec(wrapped) ?? [];
  const shown = shownWord(name, word, tools);
  return shown === undefined ? undefined : `${open}${shown}${close}`;
}

function shownWord(name: string, word: string, tools: SettingTools): string | undefined {
  if (word === '' || word.startsWith('[redacted:') || isPlain(name, word, tools)) return word;
  const url = redactUrl(word, tools.mask);
  if (url !== undefined) return url;
  const [, key, value] = PAIR.exec(word) ?? [];
  if (key === undefined || value === undefined || looksRandom(key)) return undefined;
  return `${key}=${redactSetting(key.replace(/^-+D?/, ''), value, tools)}`;
}

function isPlain(name: string, word: string, {isName}: SettingTools): boolean {
  if (SWITCH.test(word) || NUMBER.test(word) || DURATION.test(word) || REFERENCE.test(word)) return true;
  if (IPV4.test(word) || IPV6.test(word) || HOST_PORT.test(word) || RUNTIME_FLAG.test(word)) return true;
  if (VERSION.test(word) || IMAGE.test(word)) return true;
  if (FQDN.test(word)) return !looksRandom(word);
  if (BARE.test(word)) return HOSTISH.test(name) || isName(word);
  return PATH.test(word) && !/[0-9a-f]{32}/.test(word);
}

/**
 * Scheme, host, port and path of a URL: diagnosis joins on them. Who logs in and what is asked go; under a secret's
 * name (a webhook's address) so does the path.
 */
function redactUrl(value: string, mask: Mask, keep: 'path' | 'host only' = 'path'): string | undefined {
  const parts = URL_WITH_ODD_USER.exec(value) ?? URL_PARTS.exec(value);
  if (parts === null) return undefined;
  const [, scheme = '', user, host = '', path = '', query] = parts;
  if (!HOSTS.test(host)) return undefined;
  const login = user === undefined || user === '' ? '' : `${user.startsWith('[redacted:') ? user : mask(user)}@`;
  const where = keep === 'path' || path.length < 2 ? path : `/${mask(path)}`;
  return `${scheme}${login}${host}${where}${query === undefined ? '' : `?${mask(query)}`}`;
}

/** The decoders read no longer one (model/kube/cluster.ts): a longer value is a file. */
const CONFIG_VALUE_AT_MOST = 256;
const CONFIG_LINE = /^(\s*(?:-\s+)?)(["']?)([\w.-]{1,64})\2(\s*[:=]\s*)(["']?)(.*?)\5(,?\s*)$/;

/** A value of a ConfigMap: small files are read line by line, of long ones only the length is kept. */
export function redactConfigValue(key: string, value: string, tools: SettingTools): string {
  if (value.length > CONFIG_VALUE_AT_MOST) return `[omitted:${value.length}]`;
  if (!value.includes('\n') || isSecretName(key)) return configLine(key, value, tools);
  return value
    .split('\n')
    .map((line) => configLine(key, line, tools))
    .join('\n');
}

function configLine(key: string, line: string, tools: SettingTools): string {
  const word = line.trim();
  if (isSecretName(key) || isPlain(key, word, tools) || URL_PARTS.test(word)) return redactSetting(key, line, tools);
  const [, indent, quote = '', name, separator = '', mark = '', value, end = ''] = CONFIG_LINE.exec(line) ?? [];
  if (indent === undefined || name === undefined || value === undefined) return redactSetting(key, line, tools);
  return `${indent}${quote}${name}${quote}${separator}${mark}${redactSetting(name, value, tools)}${mark}${end}`;
}
