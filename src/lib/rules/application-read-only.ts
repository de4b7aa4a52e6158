import {applicationRule, words} from './_application.ts';

export default applicationRule({
  title: 'An application may only read where it wants to write',
  category: 'application',
  pattern: 'app-read-only',
  why: 'The root file system of the container is read-only, the volume is mounted so, the kernel made it so after an error of the disk, or the server that is asked is a replica.',
  confirm: [
    "kubectl get pod <pod> -o jsonpath='{.spec.containers[*].securityContext.readOnlyRootFilesystem} {.spec.containers[*].volumeMounts}'",
    'the kernel log of the node: "Remounting filesystem read-only"',
  ],
  fix: [
    'mount an emptyDir at the path that is written to',
    'send writes to the primary where a replica refuses them',
    'after an error of the disk: check the file system, replace the disk',
  ],
  sources: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  says: (lines) => `may not write: ${words(lines)}`,
});
