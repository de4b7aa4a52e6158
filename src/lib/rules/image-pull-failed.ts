import type {Rule} from '../model/rule.ts';
import {decisive, pullSightings} from './_image.ts';
import {takesFromService} from './_story.ts';

const detail: Parameters<typeof pullSightings>[2] = ({one, image, message}) => ({
  hint: message === '' ? '' : `: ${decisive(message)}`,
  fix: [`on node ${one.pod.nodeName ?? '<node>'}: crictl pull ${image}`],
});

export default {
  title: 'An image cannot be pulled',
  category: 'workload',
  severity: 'high',
  why: 'The container cannot start without its image. The runtime said nothing that names a known cause.',
  confirm: ['kubectl describe pod <pod>: the event "Failed to pull image"', 'on the node: crictl pull <image>'],
  fix: ['pull the image by hand on the node and read the answer'],
  needs: ['Pod'],
  tags: ['not-starting'],
  explains: [{rule: 'container-creating-long', via: 'is'}, ...takesFromService],
  sources: ['https://kubernetes.io/docs/concepts/containers/images/', 'pkg/kubelet/images/types.go'],
  check: (cluster) => pullSightings(cluster, 'image-pull-failed', detail),
} satisfies Rule;
