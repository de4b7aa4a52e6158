import {lastEnd, type PodContainer} from '../model/containers.ts';
import type {Rule} from '../model/rule.ts';
import type {LogLine} from '../model/snapshot.ts';
import {MINUTE} from '../model/time.ts';
import {type Ending, endings, endingSightings} from './_ended.ts';
import {brief, endsContainers, inNamespace, named, ranFor, resource} from './_story.ts';

/** Patterns whose lines say that what the application was given is wrong. */
const MARKS: Readonly<Record<string, string>> = {
  'app-missing-setting': 'a setting or environment variable is missing',
  'app-usage': 'its command line is wrong',
  'app-missing-file': 'a file that it needs is missing',
  'app-permission-denied': 'it may not read or write what it needs (permission denied)',
  'app-port-in-use': 'its port is in use',
};

/** Wordings of shells, flag parsers and servers that end because of how they were set up. */
const WORDINGS: ReadonlyArray<readonly [RegExp, string]> = [
  [
    /\benv(?:ironment)? ?var(?:iable)?s?\b.{0,80}\b(?:undefined|missing|required|not (?:set|defined|found|provided)|unset|empty|must be)\b/i,
    'an environment variable is missing',
  ],
  [
    /\b(?:missing|required|undefined|unset|no)\b.{0,40}\benv(?:ironment)? ?var(?:iable)?s?\b/i,
    'an environment variable is missing',
  ],
  [
    /\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b["'`]? (?:is |was |must be |has )?(?:not set|unset|undefined|missing|required|not defined|empty|not provided|not specified|set\b)/,
    'an environment variable is missing',
  ],
  [
    /KeyError: '[A-Z][A-Z0-9_]+'|\b[A-Z][A-Z0-9_]+: (?:parameter not set|unbound variable)/,
    'an environment variable is missing',
  ],
  [
    /syntax error(?:: unexpected| near unexpected|, unexpected)|unexpected EOF while looking for matching/i,
    'its script has a syntax error',
  ],
  [
    /unknown (?:mode|command|subcommand|verb|sub-command)\b|flag provided but not defined|unknown (?:flag|option|argument|shorthand flag)|unrecogni[sz]ed (?:option|argument|flag)|(?:invalid|illegal|unexpected) (?:option|argument|flag)|no such option|required flag|invalid value .{1,60} for flag|bad flag/i,
    'its command line is wrong',
  ],
  [
    /\b(?:must not|cannot|can't|refus\w+ to|should not|not permitted to) (?:be )?(?:run|start|execut)\w*.{0,30}\bas (?:the )?"?root|"root" execution of .{1,60} is not permitted|must be run as (?:a )?non-?root|must be (?:run|started) (?:as|by|under) |running as root is not/i,
    'it runs as the wrong user',
  ],
  [
    /(?:unknown|invalid|unexpected|unsupported|unrecogni[sz]ed|duplicate) (?:directive|key|field|property|parameter|configuration|config|setting)|(?:error|failed|failure|unable|could not|cannot|problem).{0,40}\b(?:parse|parsing|pars|load|loading|read|reading|open|opening|decod\w*|unmarshal\w*|validat\w*)\b.{0,40}\b(?:config\w*|settings?|ya?ml|toml|json|properties|\.conf)\b|(?:invalid|bad|malformed|missing) (?:config\w*|settings?)\b|config\w* (?:error|invalid|is invalid|not valid|file .{1,80}(?:not found|missing|invalid))/i,
    'its configuration is wrong',
  ],
  [
    /\b(?:yaml|toml|json)\b[:. ].{0,60}\b(?:line \d+|unmarshal|cannot|invalid|unexpected|mapping values|did not find)/i,
    'its configuration cannot be parsed',
  ],
  [
    /\[emerg\] .+ in \/\S+:\d+|nginx: \[emerg\]|AH0\d+: Syntax error|Syntax error on line \d+/i,
    'its configuration is wrong',
  ],
  [
    /(?:ENOENT|No such file or directory|cannot find module|Could not find or load main class|ModuleNotFoundError|can't open file|FileNotFound\w*|NoSuchFileException)/i,
    'a file that it needs is missing',
  ],
  [
    /\bEACCES\b|\bEPERM\b|permission denied|operation not permitted|Access is denied/i,
    'it may not read or write what it needs (permission denied)',
  ],
];

/** Words that mean another server's answer, which other rules read. */
const OF_OTHERS = [
  'app-connection-refused',
  'app-connection-timeout',
  'app-no-such-host',
  'app-dns-failure',
  'app-tls',
  'app-no-space',
  'app-too-many-connections',
  'app-too-many-files',
  'app-cannot-fork',
  'app-auth-failed',
  'app-forbidden',
  'app-read-only',
  'app-rate-limited',
  'app-out-of-memory',
];
const REMOTE =
  /\bpanic: runtime error|nil pointer|connection refused|no such host|i\/o timeout|no space left|read-only file system|OutOfMemory|password authentication|statuscode|context deadline/i;

function meaning({text, marks}: LogLine): string | undefined {
  if (marks.some(({pattern}) => OF_OTHERS.includes(pattern)) || REMOTE.test(text)) return undefined;
  const marked = marks.map(({pattern}) => MARKS[pattern]).find((each) => each !== undefined);
  return marked ?? WORDINGS.find(([match]) => match.test(text))?.[1];
}

/** A server that served for a while has had its settings. */
const SOON = 2 * MINUTE;

function look(lines: readonly LogLine[], one: PodContainer): Pick<Ending, 'line' | 'says'> | undefined {
  const end = lastEnd(one.status);
  if (end?.reason === 'OOMKilled' || end?.exitCode === 137 || end?.exitCode === 139 || (ranFor(end) ?? 0) > SOON)
    return undefined;
  // The last trouble is why it ended; what stands far above was survived.
  const last = lines.slice(-25);
  if (last.some(({marks}) => marks.some(({pattern}) => OF_OTHERS.includes(pattern)))) return undefined;
  const line = last.findLast((each) => meaning(each) !== undefined);
  return line === undefined ? undefined : {line, says: meaning(line) ?? ''};
}

export default {
  title: 'An application ends soon after its start because it is set up wrongly',
  category: 'config',
  severity: 'high',
  why: 'The process reads its settings, finds one missing or wrong, says so and ends. Restarts do not help: each ends with the same lines.',
  confirm: ['kubectl logs <pod> --previous: the last lines', 'kubectl set env deployment/<name> --list'],
  fix: [
    'set what the last line names: env, envFrom, args, command, a mounted file, securityContext',
    'roll back when it began with a change',
  ],
  needs: ['Pod'],
  patterns: Object.keys(MARKS),
  explains: [...endsContainers, {rule: 'application-panic', via: 'is'}],
  sources: ['https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/'],
  check: (cluster) =>
    endingSightings(
      cluster,
      endings(cluster, look),
      (subject, {one, line, says}) =>
        `${named(subject)} ends soon after its start, ${says}: container ${one.status.name} says "${brief(line.text, 140)}"`,
      (subject, {one}) => [
        `correct env, args or files of container ${one.status.name}: ${inNamespace(subject)} edit ${resource(subject)}`,
      ],
    ),
} satisfies Rule;
