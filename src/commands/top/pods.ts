import {Args, Flags} from '@oclif/core';
import {UserError} from '../../lib/model/failure.ts';
import {containerRows, podRows} from '../../lib/queries/top/rows.ts';
import {explainNothing} from '../../lib/queries/top/empty.ts';
import {podColumns} from '../../lib/views/top/pods.ts';
import {TopCommand, type TopSubject} from './_command.ts';
import {podFlags, topFlags} from './_flags.ts';

export default class TopPods extends TopCommand {
  static override aliases = ['top:pod', 'top:po'];
  static override summary = 'What pods use, against what they may';
  static override examples = [
    '<%= config.bin %> top pods -A -o wide --sort-by %mem-limit,-cpu',
    '<%= config.bin %> top pods -l app=web --containers --columns name,cpu,throttled,psi-cpu,rx,tx',
    '<%= config.bin %> top pods --watch',
    '<%= config.bin %> top pods --file summary.json --file pods.json',
  ];
  static override args = {name: Args.string({description: 'pod'})};
  static override flags = {
    ...podFlags,
    containers: Flags.boolean({description: 'a line for each container'}),
    'show-swap': Flags.boolean({description: 'swap as well'}),
    ...topFlags,
  };

  protected readonly isOfContainers: boolean = false;

  async run(): Promise<void> {
    const {args, flags} = await this.parse(TopPods);
    if (args.name !== undefined && (flags.selector ?? flags['field-selector']) !== undefined)
      throw new UserError('only one of NAME or selector can be provided', 'Leave one of them out.', {exit: 1});
    const isAll = flags['all-namespaces'];
    const withNamespace =
      isAll || flags.file !== undefined || (flags.from !== undefined && flags.namespace === undefined);
    const ofContainers = this.isOfContainers || flags.containers;
    const subject: TopSubject = {
      name: ofContainers ? 'containers' : 'pods',
      ofContainers,
      columns: (now) =>
        podColumns({withNamespace, ofContainers, now: now.getTime()}).map((column) =>
          flags['show-swap'] && column.name === 'swap' ? {...column, when: 'shown'} : column,
        ),
      question: (needs, {namespace}) => ({
        of: 'pods',
        from: flags.source,
        scope: {namespace, labels: flags.selector, fields: flags['field-selector']},
        name: args.name,
        nodeLabels: flags['node-selector'],
        needs,
      }),
      rows: (answer) => (ofContainers ? containerRows(answer) : podRows(answer)),
      nothing: async (source, answer, {namespace}) => {
        if (source !== undefined && answer.via === 'metrics-api')
          await explainNothing(
            source,
            {namespace, labels: flags.selector, fields: flags['field-selector']},
            this.interrupt.signal,
          );
        this.remark(namespace === undefined ? 'No resources found' : `No resources found in ${namespace} namespace.`);
      },
    };
    await this.answer(flags, subject, {namespace: flags.namespace, isAll});
  }
}
