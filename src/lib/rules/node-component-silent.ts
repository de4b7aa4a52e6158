import type {Sighting} from '../model/finding.ts';
import {proof} from '../model/proof.ts';
import {refKey} from '../model/ref.ts';
import type {Rule} from '../model/rule.ts';
import {type Silent, silentComponent} from './_components.ts';
import {prometheuses, scrapes} from './_prometheus.ts';
import {pageProof} from './_scrape-targets.ts';
import {named} from './_story.ts';

function sighting({node, component: {name, severity, stops}, port, scrape}: Silent): Sighting {
  const isRefused = (scrape.target.lastError ?? '').includes('connection refused');
  return {
    subject: node,
    severity,
    summary: `${named(node)}: ${name} ${isRefused ? 'does not run' : 'hangs'}: ${isRefused ? 'nothing listens on' : 'no answer on'} its port ${port}; ${stops}`,
    evidence: proof(pageProof(scrape)),
    confirm: [`on ${node.name}: systemctl status ${name}; ss -ltnp | grep :${port}`],
    fix: [`on ${node.name}: start ${name} again, then read the end of its log`],
  };
}

export default {
  title: 'A component of a node does not answer',
  category: 'node',
  severity: 'high',
  why: 'The node is Ready, because its kubelet is well, but another process that it needs is dead or hangs. Nothing else in the API says so where the component is no pod.',
  confirm: [
    'the page Status, Targets of Prometheus: the target is down',
    'on the node: systemctl status <component>, journalctl -u <component>',
  ],
  fix: ['start the component again', 'read the end of its log for why it ended'],
  needs: ['Node', 'Service'],
  explains: [
    {rule: '#client-errors', via: 'runs on'},
    {rule: '#dns-errors', via: 'runs on'},
    {rule: '#pending', via: 'governs'},
  ],
  sources: ['https://kubernetes.io/docs/reference/networking/ports-and-protocols/'],
  *leads(cluster) {
    for (const {target} of prometheuses(cluster)) yield {want: 'proxy', target};
  },
  *check(cluster) {
    const found = (scrapes(cluster) ?? [])
      .map((one) => silentComponent(cluster, one))
      .filter((one) => one !== undefined);
    // A component may be scraped on two ports; it is dead once.
    for (const [one] of Map.groupBy(found, ({node, component}) => `${refKey(node)} ${component.name}`).values())
      if (one !== undefined) yield sighting(one);
  },
} satisfies Rule;
