import {refOf} from '../../model/cluster/objects.ts';
import {kindRow, type ObjectKind} from '../../model/kinds.ts';
import * as column from './columns.ts';
import {type Resource, type ResourceTable, resourceTable, type World} from './kind.ts';

interface Row extends Resource {
  readonly createdAt: string | undefined;
  readonly now: Date;
}

/** Any other kind that is read: what every object has. */
export function otherTable(kind: ObjectKind): ResourceTable {
  const {plural, short, namespaced} = kindRow(kind);
  return resourceTable<Row>({
    name: plural,
    also: [kind.toLowerCase(), ...short].filter((one) => one !== plural),
    columns: [
      ...(namespaced ? [column.namespace<Row>()] : []),
      column.name<Row>(),
      column.words<Row>('labels', 'its labels', ({labels}) =>
        Object.entries(labels)
          .map(([key, value]) => `${key}=${value}`)
          .join(','),
      ),
      column.aged<Row>(),
    ],
    rows: ({cluster}: World) =>
      cluster.all(kind).map((object): Row => {
        const {labels, creationTimestamp} = object.metadata;
        return {ref: refOf(kind, object), labels, isFaulty: false, createdAt: creationTimestamp, now: cluster.now};
      }),
  });
}
