import {UserError} from '../../lib/model/failure.ts';
import {volumeRows} from '../../lib/queries/top/volumes.ts';
import {volumeColumns} from '../../lib/views/top/volumes.ts';
import {TopCommand, type TopSubject} from './_command.ts';
import {podFlags, topFlags} from './_flags.ts';

export default class TopVolumes extends TopCommand {
  static override aliases = ['top:volume'];
  static override summary = 'What volumes hold, and how full they are, in bytes and inodes';
  static override description = 'Volumes are measured by the kubelets (/stats/summary): it takes get on nodes/proxy.';
  static override examples = [
    '<%= config.bin %> top volumes -A --sort-by %used',
    '<%= config.bin %> top volumes --columns pod,claim,used,%inodes -o csv',
  ];
  static override flags = {...podFlags, ...topFlags};

  async run(): Promise<void> {
    const {flags} = await this.parse(TopVolumes);
    if (flags.source !== 'auto' && flags.source !== 'summary')
      throw new UserError(`--source ${flags.source} tells nothing of volumes`, 'Only summary does.');
    const isAll = flags['all-namespaces'];
    const withNamespace =
      isAll || flags.file !== undefined || (flags.from !== undefined && flags.namespace === undefined);
    const subject: TopSubject = {
      name: 'volumes',
      columns: () => volumeColumns(withNamespace),
      question: (needs, {namespace}) => ({
        of: 'pods',
        from: 'summary',
        scope: {namespace, labels: flags.selector, fields: flags['field-selector']},
        nodeLabels: flags['node-selector'],
        // Claims stand in the pods where a kubelet is too old to name them.
        needs: {...needs, pods: true},
      }),
      rows: volumeRows,
      nothing: (_source, _answer, {namespace}) => {
        this.remark(namespace === undefined ? 'No resources found' : `No resources found in ${namespace} namespace.`);
        return Promise.resolve();
      },
    };
    await this.answer(flags, subject, {namespace: flags.namespace, isAll});
  }
}
