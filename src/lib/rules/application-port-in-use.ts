import {applicationRule, fieldOf, words} from './_application.ts';

export default applicationRule({
  title: 'A port that an application wants is taken',
  category: 'application',
  pattern: 'app-port-in-use',
  why: 'Two processes of one pod, or two pods with hostNetwork on one node, want to listen on the same port.',
  confirm: ['kubectl get pod <pod> -o jsonpath="{.spec.containers[*].ports}"', 'on the node for hostNetwork: ss -ltnp'],
  fix: ['give one of them another port'],
  says(lines) {
    const port = fieldOf(lines, 'port');
    return `cannot listen${port === undefined ? '' : ` on port ${port}`}: address already in use (${words(lines)})`;
  },
});
