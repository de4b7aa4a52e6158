import {applicationRule, words} from './_application.ts';

export default applicationRule({
  title: 'The runtime of an application is out of memory',
  category: 'application',
  pattern: 'app-out-of-memory',
  why: 'The heap that the runtime allows itself is full; the kernel has not killed anything. The process ends or stops answering.',
  confirm: ['kubectl logs <pod> --previous', 'kubectl top pod <pod>'],
  fix: [
    'raise -Xmx, --max-old-space-size or memory_limit together with the memory limit of the container',
    'find what grows',
  ],
  // A kill by the kernel is told by the rules about it.
  counts: ({pod, log}) =>
    pod.status.containerStatuses.find(({name}) => name === log.container)?.lastState.terminated?.reason !== 'OOMKilled',
  says: (lines) => `is out of memory inside its runtime: ${words(lines)}`,
});
