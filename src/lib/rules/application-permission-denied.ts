import {applicationRule, fieldOf, words} from './_application.ts';

export default applicationRule({
  title: 'An application may not use a file or port',
  category: 'security',
  pattern: 'app-permission-denied',
  why: 'The user of the process has no right to the file or port: runAsUser, fsGroup and the owner of the volume do not fit.',
  confirm: ['kubectl exec <pod> -- id', 'kubectl exec <pod> -- ls -ln <path>'],
  fix: [
    'set fsGroup to a group that owns the volume',
    'run as the user that the image expects',
    'use a port above 1023',
  ],
  says(lines) {
    return `is denied ${fieldOf(lines, 'path') ?? 'a file or port'}: permission denied (${words(lines)})`;
  },
});
