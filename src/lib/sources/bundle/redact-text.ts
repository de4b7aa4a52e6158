/** Gives the token that stands for a secret, the same for the same secret throughout a bundle. */
export type Mask = (secret: string) => string;

/** One look per line: only a line with one of these can hold a secret that the rules below would find. */
const SUSPECT =
  /pass|pwd|secret|token|key|credential|auth|bearer|cookie|session|sig=|signature|@|eyJ|AKIA|ASIA|A3T|AGPA|AIDA|AROA|AN[PV]A|gh[pousr]_|github_pat|glpat-|xox|AIza|sk[-_]|npm_|hvs\.|dckr_|\s-u\s|--user/i;

const BEGIN_KEY = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/g;
const END_KEY = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----/g;
/** An RSA key of 16384 bits is 12 KiB of PEM; logs add a timestamp to each of its lines. */
const KEY_AT_MOST = 32_768;

/** Words after which a value is a secret: `password=…`, `"api_key": "…"`, `AccountKey=…`. */
const WORDS = [
  'pass(?:word|wd|phrase)?',
  'pwd',
  'secret(?:[_-]?(?:access[_-]?)?key)?',
  'token',
  '(?:api|access|account|private|signing|encryption|shared|auth|master)[_-]?key(?:[_-]?id)?',
  'credentials?',
  'session[_-]?(?:id|key)',
  'x-amz-signature|x-goog-signature|\\bsig|\\bsignature|\\b_?auth',
].join('|');

// Every quantifier has an end: a line of megabytes must not take minutes (no rule is worse than length times 4096).
const VALUE =
  '\\\\"(?:(?!\\\\").){0,4096}\\\\"|"(?:[^"\\\\]|\\\\.){0,4096}"|\'[^\']{0,4096}\'|(?![[({$<])[^\\s"\'\\\\,;&)}\\]<>]{1,4096}';
const KEY_VALUE = new RegExp(
  `(?<!/|by|com|tres|sur|in)(${WORDS})(\\\\?["'\`]?\\s{0,3}(?:=>|:=|[:=])\\s{0,3})(${VALUE})`,
  'gi',
);

/** What follows `token:` or `password=` in messages that tell of a secret without telling it. */
const TELLING =
  /^(?:null|nil|none|undefined|true|false|yes|no|not|is|was|are|has|invalid|missing|expired|revoked|failed|failure|unknown|empty|required|optional|unable|cannot|could|does|the|an?|permission|denied|forbidden|error|errors?|unauthorized|unauthenticated|unexpected|authentication|authorization|token|eof|rpc|dial|get|post|put|context|timeout|http2?|https?|x509|tls|oauth2|jwt|json|object-|redacted|hidden|masked|\*+|x{3,}|-+|\.{2,})[.:,!]?$/i;

type Rule = readonly [pattern: RegExp, replace: (mask: Mask, ...groups: string[]) => string];

/** Shapes that are secrets wherever they stand. */
const SHAPES: readonly Rule[] = [
  [/(?<![\w-])eyJ[\w-]{8,4096}\.[\w-]{8,8192}(?:\.[\w-]{0,4096})?/g, (mask, all) => mask(all)],
  [
    /\b(?:(?:A3T[A-Z0-9]|AKIA|ASIA|AGPA|AIDA|AROA|ANPA|ANVA)[A-Z0-9]{16}\b|gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255}|glpat-[\w-]{20,255}|xox[abeoprs]-[\w-]{10,255}|AIza[\w-]{35}|sk[-_](?=[\w-]{0,255}[A-Z])(?=[\w-]{0,255}\d)[\w-]{20,255}|npm_[A-Za-z0-9]{36}|hvs\.[\w-]{20,255}|dckr_pat_[\w-]{20,255})/g,
    (mask, all) => mask(all),
  ],
  // `scheme://user:password@host`. A user without a password and without digits (`git@`) is a name; so is an image before its digest.
  [
    /(:\/\/)([^\s/?#"'<>@[\]]{1,512}(?:@[^\s/?#"'<>@[\]]{1,256}){0,3})@(?!sha\d)/g,
    (mask, all, slashes = '', user = '') => (/^[a-z][a-z_-]{0,20}$/.test(user) ? all : `${slashes}${mask(user)}@`),
  ],
  // A password with a slash, as people paste them; a port and a path before an @ is not one.
  [
    /(:\/\/)([^\s/:@"'<>[\]]{0,128}:(?!\d{1,5}(?:[/?#]|$))[^\s"'<>@[\]]{1,256})@(?!sha\d)/g,
    (mask, _all, slashes = '', user = '') => `${slashes}${mask(user)}@`,
  ],
  [/\b([\w.-]{1,64}:[^\s@:/"'()[\]]{1,256})@(?=(?:tcp|udp|unix)\()/g, (mask, _all, user = '') => `${mask(user)}@`],
  [
    /(?<![\w/:.@-])([\w.-]{1,64}:[^\s@:/"'[\]]{3,256})@(?!sha\d)(?=[\w.-]{1,253}:\d{2,5}\b)/g,
    (mask, _all, user = '') => `${mask(user)}@`,
  ],
  [
    /(:thin:[^\s/]{1,64}\/)([^\s@[\]]{1,256})(?=@)/g,
    (mask, _all, before = '', secret = '') => `${before}${mask(secret)}`,
  ],
];

/** Secrets that a word in front gives away. */
const NAMED: readonly Rule[] = [
  [
    /(authori[sz]ation\\?["']?\s{0,3}[:=]\s{0,3}\[?\\?["']?(?:bearer|basic|token|digest|negotiate|apikey|bot|aws4-hmac-sha256)\s{1,3})([^\s"'\\,\][}]{1,4096})/gi,
    (mask, _all, before = '', secret = '') => `${before}${mask(secret)}`,
  ],
  [
    /(authori[sz]ation\\?["']?\s{0,3}[:=]\s{0,3}\[?\\?["']?)(?=[^\s"',]{0,255}\d)([A-Za-z0-9._~+/=-]{16,4096})/gi,
    (mask, _all, before = '', secret = '') => `${before}${mask(secret)}`,
  ],
  [
    /\b(bearer\s{1,3})(?=[A-Za-z0-9._~+/-]{0,4096}\d)([A-Za-z0-9._~+/-]{8,4096}=*)/gi,
    (mask, _all, before = '', secret = '') => `${before}${mask(secret)}`,
  ],
  [
    /(cookie\\?["']?\s{0,3}[:=]\s{0,3}\[?\\?["']?)([\w.-]{1,64}=[^\r\n"'[]{1,4096})/gi,
    (mask, _all, before = '', secret = '') => `${before}${mask(secret)}`,
  ],
  [
    /(\s--?[\w-]{0,40}(?:password|passwd|token|secret|api-?key|access-?key)\s{1,3}["']?)(?=[^\s"']{0,255}[^a-z\s"'])([^\s"'[-][^\s"']{2,1024})/gi,
    (mask, _all, before = '', secret = '') => `${before}${mask(secret)}`,
  ],
  [
    /(\s(?:-u|--user)[ =]["']?[^\s:"']{1,64}:)(?!\d+\b)([^\s"'[]{1,256})/g,
    (mask, _all, before = '', secret = '') => `${before}${mask(secret)}`,
  ],
  [
    /\b((?:token|password|passwd|passphrase|secret|(?:api|access|private)[ _-]?key|credentials?)\s{1,3}(?:(?:is|was|value|of)\s{1,3})?["'`]?)([A-Za-z0-9+/_=-]{20,4096})/gi,
    (mask, all, before = '', secret = '') => (looksRandom(secret) ? `${before}${mask(secret)}` : all),
  ],
];

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Text of a generator rather than a name: long hex, or both cases with digits. Names of Kubernetes are lower case. */
export const looksRandom = (text: string): boolean =>
  !UUID.test(text) &&
  (/^[0-9a-f]{32,}$/i.test(text) || (text.length >= 16 && /[A-Z]/.test(text) && /[a-z]/.test(text) && /\d/.test(text)));

/** Free text (a log, an event, a message) without what would let its reader in somewhere. */
export function redactText(text: string, mask: Mask): string {
  if (text.length < 8 || !SUSPECT.test(text)) return text;
  const open = text.includes('PRIVATE KEY-----') ? withoutKeys(text, mask) : text;
  return open.includes('\n')
    ? open
        .split('\n')
        .map((line) => redactLine(line, mask))
        .join('\n')
    : redactLine(open, mask);
}

/** Pages of numbers: `name="value"` is a label there and a join key, so only shapes count. */
export const redactShapes = (text: string, mask: Mask): string =>
  text.length < 8 || !SUSPECT.test(text)
    ? text
    : text
        .split('\n')
        .map((line) => (SUSPECT.test(line) ? applied(SHAPES, line, mask) : line))
        .join('\n');

function redactLine(line: string, mask: Mask): string {
  if (!SUSPECT.test(line)) return line;
  return applied(NAMED, applied(SHAPES, line, mask), mask).replace(
    KEY_VALUE,
    (all: string, word: string, separator: string, value: string, at: number, whole: string) => {
      const [quote = ''] = /^\\?["']/.exec(value) ?? [];
      const secret = value.slice(quote.length, value.length - quote.length);
      const after = whole.slice(at + all.length, at + all.length + 2);
      if (tellsNothing(word.toLowerCase(), separator, secret, quote !== '', after)) return all;
      // A number in JSON becomes a string: the page must stay JSON.
      const marks = quote === '' ? (/^\\?"/.exec(separator)?.[0] ?? '') : quote;
      return `${word}${separator}${marks}${mask(secret)}${marks}`;
    },
  );
}

/** True for what stands after a secret's word and is none: `token: Get "https…`, `secret=shop/tls`, `pwd=/app`. */
function tellsNothing(word: string, separator: string, value: string, isQuoted: boolean, after: string): boolean {
  if (value === '' || value.startsWith('[redacted:') || /^\$[({]/.test(value) || TELLING.test(value)) return true;
  if (/^(?:token|session|sig)/.test(word) && /^\d{1,6}$/.test(value)) return true;
  if (word === 'secret' && /^[a-z0-9][a-z0-9.-]*\/[a-z0-9][a-z0-9.-]*$/.test(value)) return true;
  if (word === 'pwd' && value.startsWith('/')) return true;
  if (!word.startsWith('pass') && /^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return true;
  if (/^_?auth$|^sig/.test(word) && !isQuoted && separator !== '=') return true;
  // `failed to fetch token: connection refused` is prose: a plain word, and more words after it.
  const isProse =
    !isQuoted && /:\s+$/.test(separator) && (/^[A-Za-z-]+[.:,]?$/.test(value) || /^\d{1,3}:?$/.test(value));
  return isProse && /^\s\S/.test(after);
}

function applied(rules: readonly Rule[], text: string, mask: Mask): string {
  let out = text;
  for (const [pattern, replace] of rules) out = out.replace(pattern, (...groups: string[]) => replace(mask, ...groups));
  return out;
}

/** Private keys span lines; a block without an end (a log cut short) goes as far as a key can. */
function withoutKeys(text: string, mask: Mask): string {
  const out: string[] = [];
  let from = 0;
  for (const {0: begin, index} of text.matchAll(BEGIN_KEY)) {
    if (index < from) continue;
    const bodyAt = index + begin.length;
    END_KEY.lastIndex = bodyAt;
    const end = END_KEY.exec(text.slice(0, bodyAt + KEY_AT_MOST));
    const stop = end === null ? endOfBody(text, bodyAt) : end.index;
    out.push(text.slice(from, bodyAt), mask(text.slice(bodyAt, stop)));
    from = stop;
  }
  out.push(text.slice(from));
  return out.join('');
}

const BODY_LINE = /[A-Za-z0-9+/=]{16,}\s*$/;

/** Where lines stop to end in base64. */
function endOfBody(text: string, from: number): number {
  let at = from;
  while (at < Math.min(text.length, from + KEY_AT_MOST)) {
    const next = text.indexOf('\n', at + 1);
    const stop = next === -1 ? text.length : next;
    if (at > from && !BODY_LINE.test(text.slice(Math.max(at, stop - 200), stop))) break;
    at = stop;
  }
  return at;
}
