import type {Rule} from '../model/rule.ts';
import {pullSightings} from './_image.ts';
import {keepsFromStarting} from './_story.ts';

export default {
  title: 'An image is not built for the platform of its node',
  category: 'workload',
  severity: 'high',
  why: 'The image has no variant for the architecture or operating system of the node.',
  confirm: [
    'docker manifest inspect <image>: the platforms it has',
    'kubectl get node <node> -o jsonpath={.status.nodeInfo.architecture}',
  ],
  fix: [
    'build the image for the platform of the nodes (docker buildx build --platform)',
    'send the pods to fitting nodes: nodeSelector kubernetes.io/arch',
  ],
  needs: ['Pod'],
  explains: keepsFromStarting,
  sources: ['https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-arch'],
  check: (cluster) =>
    pullSightings(cluster, 'image-wrong-platform', ({one}) => {
      const {nodeName} = one.pod;
      const {operatingSystem, architecture} = cluster.get('Node', undefined, nodeName ?? '')?.status.nodeInfo ?? {};
      const platform = architecture === undefined ? '' : ` which is ${operatingSystem ?? 'linux'}/${architecture}`;
      return {
        hint: nodeName === undefined ? '' : ` (${nodeName}${platform})`,
        fix: [
          `build the image for ${architecture ?? "the node's architecture"}, or set nodeSelector kubernetes.io/arch`,
        ],
      };
    }),
} satisfies Rule;
