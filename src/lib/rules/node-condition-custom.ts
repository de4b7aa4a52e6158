import type {Sighting} from '../model/finding.ts';
import type {Node} from '../model/kube/cluster.ts';
import type {Condition} from '../model/kube/meta.ts';
import {conditionProof, proof} from '../model/proof.ts';
import type {Rule} from '../model/rule.ts';
import {nodeRef} from './_nodes.ts';
import {brief, named} from './_story.ts';

/** Judged by rules of their own. */
const KUBERNETES = new Set([
  'Ready',
  'MemoryPressure',
  'DiskPressure',
  'PIDPressure',
  'NetworkUnavailable',
  'OutOfDisk',
]);

/**
 * Whether True is good is up to who invented the type. A name that speaks of health (`KernelReady`) is good when True, one that
 * speaks of trouble (`KernelDeadlock`) when False; and node-problem-detector's reasons while all is well say so in words.
 */
const WELL = /^No[A-Z]|HasNo|IsNot|Has(?:Sufficient)|(?:Healthy|Running|IsUp|OK|Ok)$/;
const HEALTH_TYPE = /(?:Ready|Healthy|Available|Ok|OK|Running|Up)$/;
const TROUBLE_TYPE =
  /Deadlock|Problem|Corrupt|Read-?[Oo]nly|Unhealthy|Frequent|Shutdown|Error|Fail|Down|Hung|Unavailable|Full|Bad|Threat|Lost|Scheduled|Overheat/;

function isBad({type = '', status, reason = ''}: Condition): boolean {
  if (TROUBLE_TYPE.test(type)) return status === 'True' && !(WELL.test(reason) && !/Unhealthy|NotRunning/.test(reason));
  return HEALTH_TYPE.test(type) && status === 'False';
}

function* ofNode(node: Node): Generator<Sighting> {
  const subject = nodeRef(node);
  for (const condition of node.status.conditions) {
    if (KUBERNETES.has(condition.type ?? '') || !isBad(condition)) continue;
    yield {
      subject,
      summary: `${named(subject)} has the condition ${condition.type ?? ''}=${condition.status ?? ''}: ${condition.reason ?? ''}${condition.message === undefined ? '' : `, ${brief(condition.message)}`}`,
      since: condition.lastTransitionTime,
      evidence: proof(conditionProof(subject, condition)),
    };
  }
}

export default {
  title: 'A monitor on a node reports a problem',
  category: 'node',
  severity: 'medium',
  why: 'node-problem-detector, a cloud agent or another monitor set a condition of its own on the node.',
  confirm: ['kubectl describe node <node>'],
  fix: ['follow the message of the condition'],
  needs: ['Node'],
  tags: ['node-trouble'],
  explains: [
    {rule: '#not-ready', via: 'runs on'},
    {rule: '#not-starting', via: 'runs on'},
  ],
  sources: ['https://github.com/kubernetes/node-problem-detector'],
  *check(cluster) {
    for (const node of cluster.all('Node')) yield* ofNode(node);
  },
} satisfies Rule;
