import {Flags} from '@oclif/core';
import {UserError} from '../model/failure.ts';
import type {Milliseconds} from '../model/time.ts';
import {duration} from '../parse/duration.ts';
import {quantity} from '../parse/quantity.ts';

/** `90s`, `15m`, `2h`: judged where it is typed, a number from there on. */
export const durationFlag = Flags.custom<Milliseconds>({
  parse: async (text) => {
    const value = duration(text);
    if (value === undefined) throw new UserError(`"${text}" is not a duration`, 'Write it like 90s, 15m or 2h.');
    return Promise.resolve(value);
  },
});

/** `64Ki`, `1Mi`: bytes as Kubernetes writes them. */
export const sizeFlag = Flags.custom<number>({
  parse: async (text) => {
    const value = quantity(text);
    if (value === undefined || value <= 0) throw new UserError(`"${text}" is not a size`, 'Write it like 64Ki or 1Mi.');
    return Promise.resolve(Math.round(value));
  },
});

const group = 'CONNECTION';

/** kubectl's own, with kubectl's names and meanings. */
export const connectionFlags = {
  kubeconfig: Flags.string({
    helpGroup: group,
    helpValue: 'PATH',
    description: 'kubeconfig to use instead of $KUBECONFIG or ~/.kube/config',
  }),
  context: Flags.string({helpGroup: group, helpValue: 'NAME', description: 'kubeconfig context'}),
  cluster: Flags.string({helpGroup: group, helpValue: 'NAME', description: 'kubeconfig cluster'}),
  user: Flags.string({helpGroup: group, helpValue: 'NAME', description: 'kubeconfig user'}),
  server: Flags.string({char: 's', helpGroup: group, helpValue: 'URL', description: 'address of the API server'}),
  token: Flags.string({helpGroup: group, helpValue: 'TOKEN', description: 'bearer token'}),
  as: Flags.string({helpGroup: group, helpValue: 'USER', description: 'user to impersonate'}),
  'as-group': Flags.string({
    helpGroup: group,
    helpValue: 'GROUP',
    multiple: true,
    multipleNonGreedy: true,
    description: 'group to impersonate; may be repeated',
  }),
  'as-uid': Flags.string({helpGroup: group, helpValue: 'UID', description: 'uid to impersonate'}),
  'request-timeout': durationFlag({
    helpGroup: group,
    helpValue: '30s',
    description: 'time-out of one request; 0 for none',
  }),
  'certificate-authority': Flags.string({
    helpGroup: group,
    helpValue: 'PATH',
    description: "certificate of the authority that signed the API server's",
  }),
  'client-certificate': Flags.string({helpGroup: group, helpValue: 'PATH', description: 'client certificate'}),
  'client-key': Flags.string({helpGroup: group, helpValue: 'PATH', description: 'key of the client certificate'}),
  'insecure-skip-tls-verify': Flags.boolean({
    helpGroup: group,
    description: "do not verify the API server's certificate",
  }),
  'tls-server-name': Flags.string({
    helpGroup: group,
    helpValue: 'NAME',
    description: "name to expect in the API server's certificate",
  }),
};

export const namespaceFlags = {
  namespace: Flags.string({char: 'n', helpValue: 'NAME', description: 'only what concerns this namespace'}),
  'all-namespaces': Flags.boolean({char: 'A', description: 'the whole cluster; overrides --namespace'}),
};

export const fromFlag = {
  from: Flags.string({helpValue: 'BUNDLE', description: 'read a recorded bundle instead of a cluster'}),
};

export const debugFlag = {
  debug: Flags.boolean({description: 'show stack traces and what is asked of the API server'}),
};
