import {eventProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {HOUR, isRecent} from '../model/time.ts';
import {nodeRef} from './_nodes.ts';
import {named} from './_story.ts';

export default {
  title: 'A node was rebooted',
  category: 'node',
  severity: 'low',
  why: 'All pods of the node were started anew; when nobody asked for it, look for a panic or a power fault.',
  confirm: ['kubectl get events -A --field-selector reason=Rebooted', 'on the node: last -x; journalctl -b -1 -e'],
  fix: ['none when it was meant; else look at the log of the boot before'],
  needs: ['Node', 'Event'],
  explains: [{rule: '#restarts', via: 'runs on'}],
  sources: ['pkg/kubelet/kubelet_node_status.go'],
  *check(cluster) {
    for (const node of cluster.all('Node')) {
      const subject = nodeRef(node);
      const [event] = cluster.events
        .of(subject, 'Rebooted')
        .filter(({last}) => isRecent(last, cluster.now, HOUR))
        .slice(-1);
      if (event !== undefined)
        yield {
          subject,
          summary: `${named(subject)} was rebooted`,
          since: event.first,
          evidence: proof(eventProof(event)),
        };
    }
  },
} satisfies Rule;
