import type {UsageSource} from '../../lib/model/usage.ts';
import {type Grouping, grouped} from '../../lib/queries/top/groups.ts';
import {podRows} from '../../lib/queries/top/rows.ts';
import {groupColumns} from '../../lib/views/top/groups.ts';
import type {TopSubject} from './_command.ts';

interface Asked {
  readonly name: string;
  readonly by: Grouping;
  readonly withNamespace: boolean;
  readonly from: 'auto' | UsageSource;
  readonly labels: string | undefined;
  readonly fields: string | undefined;
  readonly nodeLabels: string | undefined;
  readonly remark: (text: string) => void;
}

const HEADERS: Readonly<Record<Grouping['by'], string>> = {
  owner: 'WORKLOAD',
  namespace: 'NAMESPACE',
  node: 'NODE',
  zone: 'ZONE',
  priority: 'PRIORITY',
  qos: 'QOS',
  label: 'LABEL',
};

/** Pods added up by what they have in common. */
export const groupSubject = ({
  name,
  by,
  withNamespace,
  from,
  labels,
  fields,
  nodeLabels,
  remark,
}: Asked): TopSubject => ({
  name,
  columns: () =>
    groupColumns({
      header: by.by === 'label' ? by.key.toUpperCase() : HEADERS[by.by],
      withNamespace: withNamespace && by.by === 'owner',
      withKind: by.by === 'owner',
    }).filter((column) => column.name !== 'namespace' || by.by === 'owner'),
  question: (needs, {namespace}) => ({
    of: 'pods',
    from,
    scope: {namespace, labels, fields},
    nodeLabels,
    needs: {...needs, pods: true, nodes: needs.nodes || by.by === 'zone', owners: needs.owners || by.by === 'owner'},
  }),
  rows: (answer) => grouped(podRows(answer), by, answer.nodes),
  nothing: (_source, _answer, {namespace}) => {
    remark(namespace === undefined ? 'No resources found' : `No resources found in ${namespace} namespace.`);
    return Promise.resolve();
  },
});
