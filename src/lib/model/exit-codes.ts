import type {Terminated} from './kube/pod.ts';

/** Exit codes with a meaning of their own; others above 128 are signals. */
const codes: Readonly<Record<number, string>> = {
  0: 'ended by itself without an error',
  1: 'the application ended with an error',
  2: 'wrong usage, or a Go panic',
  125: 'the container runtime could not start it',
  126: 'the command cannot be executed',
  127: 'the command was not found',
  128: 'the container runtime could not start it',
  255: 'the application ended with exit status -1',
};

/** signal(7), the ones that end containers. */
const signals: Readonly<Record<number, string>> = {
  1: 'hang-up (SIGHUP)',
  2: 'interrupted (SIGINT)',
  3: 'quit (SIGQUIT)',
  4: 'illegal instruction (SIGILL)',
  5: 'trap (SIGTRAP)',
  6: 'aborted (SIGABRT)',
  7: 'bus error (SIGBUS)',
  8: 'arithmetic error (SIGFPE)',
  9: 'killed (SIGKILL)',
  11: 'segmentation fault (SIGSEGV)',
  13: 'broken pipe (SIGPIPE)',
  15: 'asked to stop (SIGTERM)',
  31: 'forbidden system call (SIGSYS)',
};

/** What an exit code says, in words; undefined when it is the application's own business. */
export function meaningOfExit(code: number | undefined): string | undefined {
  if (code === undefined) return undefined;
  return codes[code] ?? (code > 128 ? signals[code - 128] : undefined);
}

/** `exit 137: killed (SIGKILL)`, `OOMKilled`, `exit 42`. */
export function spellEnd({exitCode, reason}: Terminated): string {
  const meaning = meaningOfExit(exitCode);
  const code = exitCode === undefined ? 'ended' : `exit ${String(exitCode)}`;
  const named = reason === undefined || reason === 'Error' || reason === 'Completed' ? '' : `${reason}, `;
  return `${named}${code}${meaning === undefined || reason === 'OOMKilled' ? '' : `: ${meaning}`}`;
}
