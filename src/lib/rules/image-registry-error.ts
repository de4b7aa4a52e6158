import type {Rule} from '../model/rule.ts';
import {decisive, pullSightings, registryOf} from './_image.ts';
import {takesFromService} from './_story.ts';

const detail: Parameters<typeof pullSightings>[2] = ({image, message}) => ({
  hint: ` (${registryOf(image)}): ${decisive(message)}`,
  fix: [`see whether ${registryOf(image)} is up and can be reached from the node`],
});

export default {
  title: 'The image registry cannot be reached or fails',
  category: 'workload',
  severity: 'high',
  why: 'The registry answers with an error, does not answer, or sends damaged data. Pods that need the image on a new node cannot start.',
  confirm: [
    'on the node: curl -v https://<registry>/v2/',
    'kubectl describe pod <pod>: the event "Failed to pull image"',
  ],
  fix: [
    'mend the registry or the way to it (proxy, firewall, route)',
    'delete and push the image again when its layers are corrupt',
  ],
  needs: ['Pod'],
  tags: ['not-starting'],
  explains: [{rule: 'container-creating-long', via: 'is'}, {rule: 'image-pull-failed', via: 'is'}, ...takesFromService],
  sources: ['https://kubernetes.io/docs/concepts/containers/images/', 'pkg/kubelet/images/types.go'],
  check: (cluster) => pullSightings(cluster, 'image-registry-error', detail),
} satisfies Rule;
