import type {Rule} from '../model/rule.ts';
import {pullSightings, registryOf} from './_image.ts';
import {takesFromService} from './_story.ts';

const host: Parameters<typeof pullSightings>[2] = ({image}) => ({
  hint: ` (${registryOf(image)})`,
  fix: [`correct the registry ${registryOf(image)} in the image name, or make the name resolve on the node`],
});

export default {
  title: 'The host name of an image registry does not resolve',
  category: 'workload',
  severity: 'high',
  why: 'The node asks its own resolver, not the cluster DNS, for the host of the registry. The name is misspelt, or the resolver of the node fails.',
  confirm: ['on the node: getent hosts <registry>', 'kubectl describe pod <pod>: no such host'],
  fix: ['correct the registry in the image name', 'mend the resolver of the node (/etc/resolv.conf)'],
  needs: ['Pod'],
  tags: ['not-starting'],
  explains: [{rule: 'container-creating-long', via: 'is'}, {rule: 'image-pull-failed', via: 'is'}, ...takesFromService],
  sources: ['https://kubernetes.io/docs/concepts/containers/images/', 'pkg/kubelet/images/types.go'],
  check: (cluster) => pullSightings(cluster, 'image-registry-unresolvable', host),
} satisfies Rule;
