import type {Pattern} from '../model/pattern.ts';

/** What a process has used up of its own. */
export const limitPatterns: readonly Pattern[] = [
  {
    name: 'app-too-many-files',
    layer: 'app',
    literals: ['too many open files', 'emfile', 'enfile'],
    match: /[Tt]oo many open files|\bE[MN]FILE\b/,
    means: 'The process has as many files and sockets open as it may; it can accept no connection and open no file',
    severity: 'medium',
    advice:
      'Find what it does not close (`ls /proc/1/fd | wc -l`, connections that are never given back), or raise the limit (LimitNOFILE of the runtime, ulimit -n of the image).',
    origin: 'errno EMFILE, ENFILE',
    example: 'http: Accept error: accept tcp [::]:8080: accept4: too many open files; retrying in 5ms',
    counterExample: 'limit of open files is 1024',
  },
];
