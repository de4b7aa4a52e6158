import {Args, Flags} from '@oclif/core';
import {UserError} from '../../lib/model/failure.ts';
import type {NodeFacts} from '../../lib/model/usage.ts';
import {type TaintSelector, taintSelector} from '../../lib/parse/selector.ts';
import {nodeRows} from '../../lib/queries/top/rows.ts';
import {nodeColumns} from '../../lib/views/top/nodes.ts';
import {TopCommand, type TopSubject} from './_command.ts';
import {topFlags} from './_flags.ts';

export default class TopNodes extends TopCommand {
  static override aliases = ['top:node', 'top:no'];
  static override summary = 'What nodes use, what pods have requested of them, and what is free';
  static override examples = [
    '<%= config.bin %> top nodes -o wide',
    '<%= config.bin %> top nodes --sort-by %mem-request --columns name,free-cpu,free-mem,pods,%pods',
    '<%= config.bin %> top nodes --taint dedicated=gpu:NoSchedule -l pool=batch',
  ];
  static override args = {name: Args.string({description: 'node'})};
  static override flags = {
    taint: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'TAINT',
      description:
        'only nodes with this taint: KEY, KEY=VALUE or KEY=VALUE:EFFECT; with - behind it, only nodes without',
    }),
    'show-capacity': Flags.boolean({description: 'percent of the capacity instead of what pods may request'}),
    'show-swap': Flags.boolean({description: 'swap as well'}),
    sum: Flags.boolean({description: 'sums below the table'}),
    ...topFlags,
  };

  async run(): Promise<void> {
    const {args, flags} = await this.parse(TopNodes);
    if (args.name !== undefined && flags.selector !== undefined)
      throw new UserError('only one of NAME or --selector can be provided', 'Leave one of them out.', {exit: 1});
    const taints = (flags.taint ?? []).map(meantTaint);
    const subject: TopSubject = {
      name: 'nodes',
      columns: () => nodeColumns({ofCapacity: flags['show-capacity'], withSwap: flags['show-swap']}),
      question: (needs) => ({
        of: 'nodes',
        from: flags.source,
        scope: {labels: flags.selector},
        name: args.name,
        needs: {...needs, nodes: true},
      }),
      rows: (answer) =>
        nodeRows(answer, (node) => taints.every((taint) => node !== undefined && isTainted(node, taint))),
      nothing: (_source, answer) =>
        Promise.reject(
          new UserError(
            answer.usage.nodes.length === 0 ? 'metrics not available yet' : 'no node has these taints',
            undefined,
            {exit: 1},
          ),
        ),
    };
    await this.answer(flags, subject, {namespace: undefined, isAll: true});
  }
}

function meantTaint(typed: string): TaintSelector {
  const taint = taintSelector(typed);
  if (taint === undefined)
    throw new UserError(
      `"${typed}" is no taint`,
      'Write it like dedicated, dedicated=gpu or dedicated=gpu:NoSchedule; effects are NoSchedule, PreferNoSchedule, NoExecute.',
    );
  return taint;
}

const isTainted = ({taints}: NodeFacts, {key, value, effect, isWithout}: TaintSelector): boolean =>
  taints.some(
    (taint) =>
      taint.key === key &&
      (value === undefined || (taint.value ?? '') === value) &&
      (effect === undefined || taint.effect === effect),
  ) !== isWithout;
