import {Flags} from '@oclif/core';
import {TopCommand} from './_command.ts';
import {podFlags, topFlags} from './_flags.ts';
import {groupSubject} from './_groups.ts';

export default class TopNamespaces extends TopCommand {
  static override aliases = ['top:namespace', 'top:ns'];
  static override summary = 'What namespaces use and have requested';
  static override examples = ['<%= config.bin %> top namespaces -o wide --sort-by mem-request --sum'];
  static override flags = {
    'field-selector': podFlags['field-selector'],
    'node-selector': podFlags['node-selector'],
    sum: Flags.boolean({description: 'sums below the table'}),
    ...topFlags,
  };

  async run(): Promise<void> {
    const {flags} = await this.parse(TopNamespaces);
    const subject = groupSubject({
      name: 'namespaces',
      by: {by: 'namespace'},
      withNamespace: false,
      from: flags.source,
      labels: flags.selector,
      fields: flags['field-selector'],
      nodeLabels: flags['node-selector'],
      remark: (text) => {
        this.remark(text);
      },
    });
    await this.answer(flags, subject, {namespace: undefined, isAll: true});
  }
}
