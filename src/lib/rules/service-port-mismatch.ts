import type {Cluster} from '../model/cluster.ts';
import {refOf} from '../model/cluster/objects.ts';
import type {Evidence} from '../model/evidence.ts';
import type {Sighting} from '../model/finding.ts';
import type {Service} from '../model/kube/network.ts';
import type {Container} from '../model/kube/pod.ts';
import {fieldProof, objectProof, podSignProof, proof} from '../model/proof.ts';
import {refKey} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {type ClientTrouble, troublesOf} from './_client-lines.ts';
import {changedAt, failsItsCallers, hasSelector, isAlive} from './_services.ts';
import {named} from './_story.ts';

type Port = Service['spec']['ports'][number];
type ContainerPort = Container['ports'][number];

const spell = ({name, containerPort}: ContainerPort): string =>
  `${String(containerPort ?? '')}${name === undefined ? '' : ` (${name})`}`;

interface Mismatch {
  readonly port: Port;
  readonly declared: readonly ContainerPort[];
  readonly isNamed: boolean;
}

/** Ports of the Service that no container of its pods declares. Numbers need not be declared, so they need more proof. */
function mismatches(cluster: Cluster, service: Service): readonly Mismatch[] {
  const [pod] = cluster.network.podsSelectedBy(service).filter(isAlive);
  if (pod === undefined) return [];
  const declared = [
    ...pod.spec.containers,
    ...pod.spec.initContainers.filter(({restartPolicy}) => restartPolicy === 'Always'),
  ].flatMap(({ports}) => ports);
  return service.spec.ports.flatMap((port) => {
    const target = port.targetPort ?? port.port;
    const number = Number(target);
    const isNamed = Number.isNaN(number);
    const isThere = declared.some(({name, containerPort}) => (isNamed ? name === target : containerPort === number));
    return isThere || (!isNamed && declared.length === 0) ? [] : [{port, declared, isNamed}];
  });
}

function sighting(service: Service, {port, declared, isNamed}: Mismatch, lines: readonly Evidence[]): Sighting {
  const subject = refOf('Service', service);
  const target = String(port.targetPort ?? port.port ?? '');
  const listening = declared.map(spell).join(', ');
  const [only] = declared;
  return {
    subject,
    severity: 'high',
    summary: `${named(subject)} sends port ${String(port.port ?? '')} to targetPort ${target}, ${isNamed ? 'a name that no container of its pods declares' : 'on which its pods do not listen'}${listening === '' ? '' : `; they declare ${listening}`}`,
    since: changedAt(service),
    evidence: proof(
      objectProof(
        'Service',
        service,
        'spec.ports',
        `port ${String(port.port ?? '')}, targetPort ${target}`,
        changedAt(service),
      ),
      fieldProof(subject, 'pods: spec.containers[].ports', `containerPorts ${listening === '' ? 'none' : listening}`),
      ...lines,
    ),
    fix:
      only?.containerPort === undefined
        ? []
        : [
            `kubectl -n ${subject.namespace ?? 'default'} edit service ${subject.name}: targetPort: ${String(only.containerPort)}`,
          ],
  };
}

/** Clients that were refused or kept waiting by the Service. */
const complaintsAbout = (troubles: readonly ClientTrouble[], service: Service): readonly Evidence[] =>
  troubles
    .filter(({to}) => to?.is === 'service' && refKey(to.ref) === refKey(refOf('Service', service)))
    .slice(0, 1)
    .map(({lines}) => podSignProof(lines[0]));

export default {
  title: 'A Service sends to a port on which its pods do not listen',
  category: 'network',
  severity: 'high',
  why: 'targetPort is a port of the container. When nobody listens there connections are refused although all pods are ready.',
  confirm: ['kubectl get service <service> -o yaml', 'kubectl get pod <pod> -o jsonpath="{.spec.containers[*].ports}"'],
  fix: ['set targetPort to the number or name of a port of the container'],
  needs: ['Service', 'Pod'],
  patterns: ['app-connection-refused', 'app-connection-timeout'],
  explains: [...failsItsCallers],
  sources: ['https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports'],
  *check(cluster) {
    const troubles = troublesOf(cluster, ['app-connection-refused', 'app-connection-timeout']);
    for (const service of cluster.all('Service').filter(hasSelector)) {
      for (const one of mismatches(cluster, service)) {
        const complaints = complaintsAbout(troubles, service);
        // Of two ports a client may use the other; an unnamed number alone proves nothing.
        if (one.isNamed || complaints.length > 0) yield sighting(service, one, complaints);
      }
    }
  },
} satisfies Rule;
