import {Flags} from '@oclif/core';
import {connectionFlags, durationFlag, fromFlag} from '../../lib/cli/flags.ts';
import {listingFlags} from '../../lib/cli/listing-command.ts';
import {usageSources} from '../../lib/model/usage.ts';

/** Flags that all of `top` has. */
export const topFlags = {
  selector: Flags.string({
    char: 'l',
    helpValue: 'LABELS',
    description: 'only what has these labels: app=web,tier!=db,env in (a,b)',
  }),
  'sort-by': Flags.string({
    helpValue: 'COLUMNS',
    description: 'order by these columns: %mem-limit,-cpu; numbers largest first, + for ascending, - for descending',
  }),
  columns: Flags.string({helpValue: 'COLUMNS', description: 'show these columns: name,cpu,%cpu-limit'}),
  ...listingFlags,
  source: Flags.option({options: ['auto', ...usageSources.filter((one) => one !== 'prometheus')] as const})({
    default: 'auto',
    helpValue: 'NAME',
    description: 'where use is read: metrics-api, or a page of the kubelets (summary, resource, cadvisor)',
  }),
  file: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'PAGE',
    description: 'read saved pages instead: a list of metrics.k8s.io, a page of a kubelet, lists of pods or nodes',
  }),
  watch: Flags.boolean({char: 'w', description: 'again and again, in place, with what was seen since'}),
  interval: durationFlag({helpValue: '5s', description: 'time between two readings of --watch (5s)'}),
  'use-protocol-buffers': Flags.boolean({hidden: true, allowNo: true, description: "kubectl's; has no effect here"}),
  ...fromFlag,
  ...connectionFlags,
};

export const podFlags = {
  namespace: Flags.string({char: 'n', helpValue: 'NAME', description: 'namespace'}),
  'all-namespaces': Flags.boolean({char: 'A', description: 'all namespaces; overrides --namespace'}),
  'field-selector': Flags.string({
    helpValue: 'FIELDS',
    description: 'only pods with these fields, judged by the server: spec.nodeName=node-1,status.phase=Running',
  }),
  'node-selector': Flags.string({helpValue: 'LABELS', description: 'only pods on nodes that have these labels'}),
  sum: Flags.boolean({description: 'sums below the table'}),
};
