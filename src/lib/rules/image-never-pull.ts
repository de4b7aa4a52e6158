import type {Rule} from '../model/rule.ts';
import {pullSightings} from './_image.ts';
import {keepsFromStarting} from './_story.ts';

const policy: Parameters<typeof pullSightings>[2] = ({one}) => ({
  hint: one.pod.nodeName === undefined ? '' : ` (node ${one.pod.nodeName})`,
  fix: ['set imagePullPolicy: IfNotPresent, or load the image onto the node'],
});

export default {
  title: 'An image is not on the node and must not be pulled',
  category: 'workload',
  severity: 'high',
  why: 'imagePullPolicy Never uses only images that are already on the node.',
  confirm: ['on the node: crictl images'],
  fix: ['set imagePullPolicy: IfNotPresent', 'load the image onto every node'],
  needs: ['Pod'],
  explains: keepsFromStarting,
  sources: ['https://kubernetes.io/docs/concepts/containers/images/', 'pkg/kubelet/images/types.go'],
  check: (cluster) => pullSightings(cluster, 'image-never-pull', policy),
} satisfies Rule;
