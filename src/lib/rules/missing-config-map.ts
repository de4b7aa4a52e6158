import type {Rule} from '../model/rule.ts';
import {missingSightings} from './_references.ts';
import {keepsFromStarting} from './_story.ts';

export default {
  title: 'A ConfigMap that pods need does not exist',
  category: 'config',
  severity: 'high',
  why: 'A container that takes settings from a ConfigMap, or a pod that mounts one, is not started before it exists, unless the reference is optional.',
  confirm: [
    'kubectl -n <namespace> get configmap <name>',
    'kubectl describe pod <pod>: CreateContainerConfigError or FailedMount, configmap "<name>" not found',
  ],
  fix: [
    'create the ConfigMap in the namespace of the pods',
    'correct its name in the pod template',
    'mark the reference as optional when the application can do without',
  ],
  needs: ['Pod'],
  explains: keepsFromStarting,
  sources: [
    'https://kubernetes.io/docs/concepts/configuration/configmap/',
    'pkg/kubelet/kubelet_pods.go (makeEnvironmentVariables)',
  ],
  check: (cluster) => missingSightings(cluster, 'ConfigMap'),
} satisfies Rule;
