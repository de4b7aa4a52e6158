import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Sighting} from '../model/finding.ts';
import type {Pod, PodSpec} from '../model/kube/pod.ts';
import {fieldProof, proof} from '../model/proof.ts';
import {type Ref, ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {similar} from '../parse/similar.ts';
import {isAlive} from './_services.ts';
import {named} from './_story.ts';

/** A URL says that a host is meant; a bare word in a setting may be anything. */
const URL_HOST = /^[a-z][a-z0-9+.-]*:\/\/(?:[^\s/@]*@)?([a-z0-9.-]+)(?::\d+)?(?:[/?#]|$)/i;

interface Setting {
  readonly where: Ref;
  readonly path: string;
  readonly value: string;
}

function* settingsOf(cluster: Cluster, pod: Pod): Generator<Setting> {
  const {namespace} = pod.metadata;
  const podRef = refOf('Pod', pod);
  const inConfig = (name: string): Setting[] =>
    Object.entries(cluster.get('ConfigMap', namespace, name)?.data ?? {}).map(([key, value]) => ({
      where: ref('ConfigMap', namespace, name),
      path: `data.${key}`,
      value,
    }));
  for (const {env, envFrom} of pod.spec.containers) {
    for (const {name, value, valueFrom} of env) {
      if (value !== undefined) yield {where: podRef, path: `env.${name}`, value};
      const key = valueFrom?.configMapKeyRef;
      if (key !== undefined) yield* inConfig(key.name).filter(({path}) => path === `data.${key.key}`);
    }
    for (const {configMapRef} of envFrom) if (configMapRef !== undefined) yield* inConfig(configMapRef.name);
  }
}

function sighting(cluster: Cluster, pod: Pod, {where, path, value}: Setting): Sighting | undefined {
  const host = URL_HOST.exec(value)?.[1];
  const to = host === undefined ? undefined : cluster.calls.resolve(host, pod.metadata.namespace ?? 'default');
  if (to?.is !== 'missing service') return undefined;
  const subject = cluster.owners.topOf(refOf('Pod', pod));
  const near = similar(
    to.ref.name,
    cluster.network.servicesIn(to.ref.namespace).map(({metadata}) => metadata.name),
  );
  return {
    subject,
    severity: near === undefined ? 'low' : 'medium',
    summary: `${named(subject)} is set to call "${host ?? ''}" (${path} of ${named(where)}), but there is no such Service ${to.ref.namespace ?? ''}/${to.ref.name}${near === undefined ? '' : `; did you mean "${near}"?`}`,
    objects: [refOf('Pod', pod)],
    toward: [to.ref],
    evidence: proof(fieldProof(where, path, `${path.split('.').at(-1) ?? ''}: ${value}`)),
  };
}

export default {
  title: 'A setting names a Service that does not exist',
  category: 'config',
  severity: 'low',
  why: 'A URL in the environment or a ConfigMap leads to a host that is spelt like a Service of this cluster, and there is none. What needs it fails as soon as it calls.',
  confirm: ['kubectl get services -n <namespace>', 'kubectl exec <pod> -- nslookup <name>'],
  fix: [
    'mend the host name in the setting',
    'create the Service, or write <service>.<namespace> for one in another namespace',
  ],
  needs: ['Pod', 'Service'],
  explains: [{rule: 'service-name-unknown', via: 'is'}],
  sources: ['https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/'],
  *check(cluster) {
    const seen = new Map<PodSpec, Set<string>>();
    for (const pod of cluster.all('Pod')) {
      const namespaces = seen.get(pod.spec) ?? new Set();
      if (namespaces.has(pod.metadata.namespace ?? '') || !isAlive(pod)) continue;
      seen.set(pod.spec, namespaces.add(pod.metadata.namespace ?? ''));
      for (const setting of settingsOf(cluster, pod)) {
        const found = sighting(cluster, pod, setting);
        if (found !== undefined) yield found;
      }
    }
  },
} satisfies Rule;
