import type {Rule} from '../model/rule.ts';
import {pullSightings} from './_image.ts';
import {keepsFromStarting} from './_story.ts';

export default {
  title: 'An image name is not valid',
  category: 'workload',
  severity: 'high',
  why: 'The runtime cannot read the image name, so it never asks a registry.',
  confirm: ['kubectl get pod <pod> -o jsonpath={.spec.containers[*].image}'],
  fix: ['correct the image name: [registry/]repository[:tag][@digest], lower case, without spaces or a scheme'],
  needs: ['Pod'],
  explains: keepsFromStarting,
  sources: ['https://kubernetes.io/docs/concepts/containers/images/', 'pkg/kubelet/images/types.go'],
  check: (cluster) => pullSightings(cluster, 'image-invalid-name'),
} satisfies Rule;
