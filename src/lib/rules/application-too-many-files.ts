import {applicationRule, words} from './_application.ts';

export default applicationRule({
  title: 'An application has too many files open',
  category: 'application',
  pattern: 'app-too-many-files',
  why: 'Every socket is a file. A process at its limit accepts no connection and opens nothing, while it still looks alive: mostly something is opened and never closed.',
  confirm: ['kubectl exec <pod> -- ls /proc/1/fd | wc -l', 'kubectl exec <pod> -- cat /proc/1/limits'],
  fix: [
    'find what is not closed: connections, response bodies, files, watches',
    'restart it to gain time: kubectl rollout restart',
    'raise the limit where the load is real: LimitNOFILE of the container runtime, ulimit in the image',
  ],
  sources: ['https://man7.org/linux/man-pages/man2/open.2.html'],
  says: (lines) => `has too many files open and can open no more: ${words(lines)}`,
});
