import {lastEnd, type PodContainer, troubledContainers} from '../model/containers.ts';
import {spellEnd} from '../model/exit-codes.ts';
import {endProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import type {LogLine} from '../model/snapshot.ts';
import {byWorkload} from '../model/containers.ts';
import {earliest} from '../model/time.ts';
import {type Ending, endings, endingSightings} from './_ended.ts';
import {
  brief,
  endedLog,
  endsContainers,
  hasFailed,
  inNamespace,
  isRestarting,
  lastLines,
  named,
  severityOf,
  worst,
} from './_story.ts';
import {podsIn} from './_waiting.ts';

/** How runtimes announce an end that nobody caught. The first group is the announcement's own text. */
const PANICS: ReadonlyArray<readonly [RegExp, string]> = [
  [/^\s*(?:\S+\s+)?panic: .+/, 'a Go panic'],
  [
    /\bfatal error: (?:concurrent map|all goroutines are asleep|stack overflow|unexpected signal|runtime: |sync: )/,
    'a fatal error of the Go runtime',
  ],
  [/\bthread '[^']*'(?: \(\d+\))? panicked at/, 'a Rust panic'],
  [/^Exception in thread "[^"]*"/, 'an uncaught Java exception'],
  [/^A fatal error has been detected by the Java Runtime Environment/, 'a crash of the Java virtual machine'],
  [/^Unhandled [eE]xception[.:]/, 'an unhandled exception'],
  [
    /^(?:Uncaught |\[?UnhandledPromiseRejection|node:internal\/process|Error: Uncaught)/,
    'an uncaught JavaScript exception',
  ],
  [/^(?:\w+\.)*(?:TypeError|ReferenceError|RangeError|SyntaxError|AssertionError): /, 'an uncaught exception'],
  [/^(?:[\w$]+\.)+\w*(?:Exception|Error): |^(?:[A-Z]\w*(?:Error|Exception))(?:: .*)?$/, 'an uncaught exception'],
  [/^PHP Fatal error: |^Fatal error: Uncaught/, 'a PHP fatal error'],
  [/^terminate called after throwing/, 'an uncaught C++ exception'],
  [/^Segmentation fault|\bSIGSEGV\b/, 'a segmentation fault'],
];
const TRACEBACK = 'Traceback (most recent call last)';
const JS_FRAME = /^\s+at .+[(:]\S+:\d+(?::\d+)?\)?$/;

/** Marks that say the panic only passes on what another rule knows better. */
const OF_OTHERS = [
  'app-connection-refused',
  'app-connection-timeout',
  'app-no-such-host',
  'app-dns-failure',
  'app-tls',
  'app-no-space',
  'app-missing-setting',
  'app-usage',
  'app-missing-file',
  'app-permission-denied',
  'app-too-many-connections',
  'app-too-many-files',
  'app-cannot-fork',
  'app-port-in-use',
  'app-read-only',
  'app-auth-failed',
  'app-forbidden',
  'app-out-of-memory',
];
const isOfOthers = ({marks}: LogLine): boolean => marks.some(({pattern}) => OF_OTHERS.includes(pattern));

/** Exits that a runtime chooses after a crash; a process that is asked to stop or ends well has not panicked. */
const CRASH_EXITS = (code: number | undefined): boolean => code !== 0 && code !== 137 && code !== 143;
const SIGNALS: Readonly<Record<number, string>> = {
  132: 'an illegal instruction (SIGILL)',
  134: 'an abort (SIGABRT)',
  135: 'a bus error (SIGBUS)',
  136: 'an arithmetic error (SIGFPE)',
  139: 'a segmentation fault (SIGSEGV)',
};

function announced(lines: readonly LogLine[]): {readonly at: number; readonly says: string} | undefined {
  for (const [at, {text}] of lines.entries()) {
    const found = PANICS.find(([match]) => match.test(text));
    if (found !== undefined) return {at, says: found[1]};
  }
  return undefined;
}

/** Python says what happened on the line after the last frame. */
function ofTraceback(lines: readonly LogLine[]): LogLine | undefined {
  const start = lines.findLastIndex(({text}) => text.startsWith(TRACEBACK));
  return start < 0 ? undefined : lines.slice(start + 1).find(({text}) => /^[A-Za-z_]/.test(text));
}

function look(lines: readonly LogLine[], one: PodContainer): Pick<Ending, 'line' | 'says' | 'more'> | undefined {
  if (!CRASH_EXITS(lastEnd(one.status)?.exitCode) || lastEnd(one.status)?.reason === 'OOMKilled') return undefined;
  const python = ofTraceback(lines);
  if (python !== undefined)
    return lines.slice(-25).some(isOfOthers) ? undefined : {line: python, says: 'an uncaught Python exception'};
  const marked = lines.find(({marks}) => marks.some(({pattern}) => pattern === 'app-panic'));
  const found = announced(lines) ?? (marked === undefined ? undefined : {at: lines.indexOf(marked), says: 'a panic'});
  const line = found === undefined ? undefined : lines[found.at];
  if (found === undefined || line === undefined) return undefined;
  // An exception that is logged and survived is not what ended the process: the announcement must be near the end.
  const rest = lines.slice(found.at + 1);
  const isTheEnd = rest.filter(({text}) => !JS_FRAME.test(text)).length <= 45;
  if (!isTheEnd || [line, ...rest.slice(0, 20)].some(isOfOthers)) return undefined;
  return {
    line,
    says: found.says,
    more: rest.filter(({text}) => /^\[signal |^Caused by: |^goroutine \d+ \[running\]/.test(text)).slice(0, 2),
  };
}

const bySignal = (one: PodContainer): string | undefined => SIGNALS[lastEnd(one.status)?.exitCode ?? 0];

export default {
  title: 'An application crashes by itself: panic, uncaught exception or segmentation fault',
  category: 'application',
  severity: 'high',
  why: 'The process ends because of an error in its own code that nothing catches. The kubelet restarts it, and it crashes again at the same place.',
  confirm: ['kubectl logs <pod> --previous: the panic or exception and its stack trace'],
  fix: [
    'mend the code at the first frame of the stack that is your own',
    'roll back when it began with a rollout: kubectl rollout undo deployment/<name>',
  ],
  needs: ['Pod'],
  patterns: ['app-panic', 'app-exception'],
  explains: endsContainers,
  sources: [
    'https://pkg.go.dev/builtin#panic',
    'https://doc.rust-lang.org/std/macro.panic.html',
    'https://docs.python.org/3/library/traceback.html',
  ],
  *check(cluster) {
    const found = [...endings(cluster, look)];
    const known = new Set(found.map(({one}) => one));
    yield* endingSightings(
      cluster,
      found,
      (subject, {one, line, says}) =>
        `${named(subject)} crashes with ${says} in container ${one.status.name}: ${brief(line.text, 140)}`,
      (subject, {one}) => [
        `read the stack trace: ${inNamespace(subject)} logs ${one.podRef.name} -c ${one.status.name} --previous`,
      ],
    );
    const signalled = troubledContainers(cluster).filter(
      (one) =>
        !known.has(one) &&
        bySignal(one) !== undefined &&
        (isRestarting(one, cluster.now) || hasFailed(one)) &&
        !lastLines(endedLog(cluster, one), 20).some(isOfOthers),
    );
    for (const [subject, group] of byWorkload(cluster, signalled)) {
      const [one] = group;
      const end = lastEnd(one.status);
      if (end === undefined) continue;
      yield {
        subject,
        summary: `${named(subject)} crashes with ${bySignal(one) ?? ''}: container ${one.status.name} ends with ${spellEnd(end)}`,
        severity: worst(severityOf(cluster, subject), group),
        since: earliest(group.map(({status}) => lastEnd(status)?.finishedAt)),
        objects: podsIn(group.map(({podRef}) => ({podRef}))),
        evidence: proof(endProof(one, end)),
        fix: ['take a core dump or run it under a debugger; see the kernel log of the node for the faulting address'],
      };
    }
  },
} satisfies Rule;
