import {ref} from '../model/ref.ts';
import {applicationRule, fieldOf} from './_application.ts';

const accountOf = (user: string): {readonly namespace: string; readonly name: string} | undefined => {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? [];
  return namespace === undefined || name === undefined ? undefined : {namespace, name};
};

export default applicationRule({
  title: 'The API server refuses an application for want of a Role',
  category: 'security',
  pattern: 'app-forbidden',
  why: 'The ServiceAccount of the pods has no Role that allows what the application asks of the API server.',
  confirm: [
    'kubectl auth can-i <verb> <resource> --as=system:serviceaccount:<namespace>:<name>',
    'kubectl get rolebindings,clusterrolebindings -A -o wide | grep <name>',
  ],
  fix: ['bind the ServiceAccount to a Role with exactly this verb and resource'],
  sources: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/'],
  says(lines) {
    const user = fieldOf(lines, 'user') ?? '';
    const account = accountOf(user);
    const where = fieldOf(lines, 'namespace');
    const scope = where === undefined ? 'cluster-wide' : `in namespace ${where}`;
    return `is refused by the API server: ${account === undefined ? `user ${user}` : `ServiceAccount ${account.namespace}/${account.name}`} may not ${fieldOf(lines, 'verb') ?? ''} ${fieldOf(lines, 'resource') ?? ''} ${scope}; a ${where === undefined ? 'ClusterRole' : 'Role'} and its binding are missing (forbidden)`;
  },
  toward(lines) {
    const account = accountOf(fieldOf(lines, 'user') ?? '');
    return account === undefined ? [] : [ref('ServiceAccount', account.namespace, account.name)];
  },
  advice(lines) {
    const account = accountOf(fieldOf(lines, 'user') ?? '');
    const where = fieldOf(lines, 'namespace');
    const group = fieldOf(lines, 'group');
    const resource = `${fieldOf(lines, 'resource') ?? '<resource>'}${group === undefined || group === '' ? '' : `.${group}`}`;
    if (account === undefined) return [];
    const [kind, flag] = where === undefined ? ['clusterrole', ''] : ['role', ` -n ${where}`];
    return [
      `kubectl create ${kind} ${account.name}-${fieldOf(lines, 'verb') ?? 'get'}${flag} --verb=${fieldOf(lines, 'verb') ?? '<verb>'} --resource=${resource}`,
      `kubectl create ${kind}binding ${account.name}-${fieldOf(lines, 'verb') ?? 'get'}${flag} --${kind}=${account.name}-${fieldOf(lines, 'verb') ?? 'get'} --serviceaccount=${account.namespace}:${account.name}`,
    ];
  },
});
