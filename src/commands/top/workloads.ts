import {Flags} from '@oclif/core';
import {UserError} from '../../lib/model/failure.ts';
import {grouping, groupings} from '../../lib/queries/top/groups.ts';
import {TopCommand} from './_command.ts';
import {podFlags, topFlags} from './_flags.ts';
import {groupSubject} from './_groups.ts';

export default class TopWorkloads extends TopCommand {
  static override aliases = ['top:workload'];
  static override summary = 'What workloads use: their pods added up, by owner or by anything else';
  static override examples = [
    '<%= config.bin %> top workloads -A --sort-by memory',
    '<%= config.bin %> top workloads -A --by label:team -o wide --sum',
    '<%= config.bin %> top workloads -A --by zone',
  ];
  static override flags = {
    ...podFlags,
    by: Flags.string({
      default: 'owner',
      helpValue: 'GROUPING',
      description: `what pods are added up by: ${groupings.join(', ')}`,
    }),
    ...topFlags,
  };

  async run(): Promise<void> {
    const {flags} = await this.parse(TopWorkloads);
    const by = grouping(flags.by);
    if (by === undefined)
      throw new UserError(`--by: "${flags.by}" is no grouping`, `Pods are added up by ${groupings.join(', ')}.`);
    const isAll = flags['all-namespaces'];
    const subject = groupSubject({
      name: 'workloads',
      by,
      withNamespace: isAll || flags.file !== undefined || (flags.from !== undefined && flags.namespace === undefined),
      from: flags.source,
      labels: flags.selector,
      fields: flags['field-selector'],
      nodeLabels: flags['node-selector'],
      remark: (text) => {
        this.remark(text);
      },
    });
    await this.answer(flags, subject, {namespace: flags.namespace, isAll});
  }
}
