import type {Rule} from '../model/rule.ts';
import {pullSightings, registryOf} from './_image.ts';
import {keepsFromStarting} from './_story.ts';

const account: Parameters<typeof pullSightings>[2] = ({image}) => ({
  fix: [`pull from ${registryOf(image)} with an account (imagePullSecrets), or from a mirror`],
});

export default {
  title: 'The registry refuses pulls because too many were made',
  category: 'workload',
  severity: 'high',
  why: 'Registries count pulls by address or account; Docker Hub allows few without an account. Nodes behind one address share the limit.',
  confirm: ['kubectl describe pod <pod>: toomanyrequests or 429'],
  fix: [
    'pull with an account: imagePullSecrets',
    'use a mirror or a copy of the image in a registry of your own',
    'set imagePullPolicy: IfNotPresent',
  ],
  needs: ['Pod'],
  explains: keepsFromStarting,
  sources: ['https://kubernetes.io/docs/concepts/containers/images/', 'pkg/kubelet/images/types.go'],
  check: (cluster) => pullSightings(cluster, 'image-rate-limited', account),
} satisfies Rule;
