import type {Cluster} from '../model/cluster.ts';
import type {Ingress} from '../model/kube/network.ts';
import {refOf} from '../model/cluster/objects.ts';
import {objectProof, proof} from '../model/proof.ts';
import {ref} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {didYouMean} from '../parse/similar.ts';
import {changedAt} from './_services.ts';
import {named} from './_story.ts';

const DEFAULT = 'ingressclass.kubernetes.io/is-default-class';

const classOf = ({metadata, spec}: Ingress): string | undefined =>
  spec.ingressClassName ?? metadata.annotations['kubernetes.io/ingress.class'];

/** Undefined when some controller will take care of it. */
function fault(cluster: Cluster, ingress: Ingress): string | undefined {
  // An address means that a controller has taken it, whatever its class says.
  if (ingress.status.loadBalancer.ingress.length > 0) return undefined;
  const classes = cluster.all('IngressClass');
  const name = classOf(ingress);
  if (name === undefined)
    return classes.some(({metadata}) => metadata.annotations[DEFAULT] === 'true') || classes.length === 0
      ? undefined
      : 'names no IngressClass and none is the default';
  // The annotation is free text: controllers compare it with a name of their own.
  if (ingress.spec.ingressClassName === undefined) return undefined;
  const names = classes.map(({metadata}) => metadata.name);
  return names.includes(name)
    ? undefined
    : `names the IngressClass "${name}", which does not exist${didYouMean(name, names)}`;
}

export default {
  title: 'An Ingress has no class that exists',
  category: 'network',
  severity: 'medium',
  why: 'No ingress controller feels responsible for it, so its addresses lead nowhere.',
  confirm: ['kubectl get ingressclasses', 'kubectl get ingress -A'],
  fix: ['set spec.ingressClassName to one of the classes', 'install the controller that brings the class'],
  needs: ['Ingress', 'IngressClass'],
  explains: [{rule: '#ingress-errors', via: 'is'}],
  sources: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class'],
  *check(cluster) {
    for (const ingress of cluster.all('Ingress')) {
      const wrong = fault(cluster, ingress);
      const subject = refOf('Ingress', ingress);
      const name = classOf(ingress);
      if (wrong !== undefined)
        yield {
          subject,
          summary: `${named(subject)} ${wrong}`,
          since: changedAt(ingress),
          toward: name === undefined ? [] : [ref('IngressClass', undefined, name)],
          evidence: proof(
            objectProof('Ingress', ingress, 'spec.ingressClassName', `ingressClassName: ${name ?? 'not set'}`),
          ),
          fix: [
            `kubectl -n ${subject.namespace ?? 'default'} patch ingress ${subject.name} -p '{"spec":{"ingressClassName":"<class>"}}'`,
          ],
        };
    }
  },
} satisfies Rule;
