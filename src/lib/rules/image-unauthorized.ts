import type {Rule} from '../model/rule.ts';
import {pullSightings, registryOf} from './_image.ts';
import {keepsFromStarting} from './_story.ts';

const withSecrets: Parameters<typeof pullSightings>[2] = ({one, image}) => {
  const names = one.pod.spec.imagePullSecrets.map(({name}) => name);
  return {
    hint:
      names.length === 0
        ? ', and the pod names no imagePullSecrets'
        : `, although the pod names the pull secret${names.length === 1 ? '' : 's'} ${names.join(', ')}`,
    fix: [
      `kubectl -n ${one.podRef.namespace ?? 'default'} create secret docker-registry <name> --docker-server=${registryOf(image)} --docker-username=<user> --docker-password=<password>, and name it in imagePullSecrets`,
    ],
  };
};

export default {
  title: 'The registry refuses access to an image',
  category: 'workload',
  severity: 'high',
  why: 'The node may not read the repository: no pull secret is set, it belongs to another registry, or its credentials are wrong or expired.',
  confirm: [
    'kubectl describe pod <pod>: unauthorized, denied or 401 in the event "Failed to pull image"',
    'kubectl get pod <pod> -o jsonpath={.spec.imagePullSecrets}',
  ],
  fix: [
    'create a docker-registry Secret in the namespace and name it in imagePullSecrets of the pod or its ServiceAccount',
    'renew the credentials when they have expired',
  ],
  needs: ['Pod'],
  explains: keepsFromStarting,
  sources: ['https://kubernetes.io/docs/concepts/containers/images/', 'pkg/kubelet/images/types.go'],
  check: (cluster) => pullSightings(cluster, 'image-unauthorized', withSecrets),
} satisfies Rule;
