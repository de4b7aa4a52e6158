import {UserError} from '../../model/failure.ts';
import {knownNames} from './known-names.ts';
import type {Fields} from './fields.ts';
import type {Kubeconfig} from './kubeconfig.ts';
import type {ConnectOptions} from './options.ts';

export function chosenContext(
  config: Kubeconfig,
  options: ConnectOptions,
): {readonly name: string | undefined; readonly context: Fields} {
  const name = options.context ?? config.currentContext;
  const context = name === undefined ? undefined : config.contexts.get(name);
  if (context !== undefined) return {name, context};
  const known = knownNames('context', name ?? '', [...config.contexts.keys()]);
  if (options.context !== undefined)
    throw new UserError(`There is no context ${options.context} in ${place(config)}.`, known);
  if (options.cluster !== undefined || options.server !== undefined) return {name: undefined, context: {}};
  throw noContext(config, known);
}

function noContext(config: Kubeconfig, known: string): UserError {
  if (config.currentContext !== undefined) {
    const what = `The current context ${config.currentContext} is not in ${place(config)}.`;
    return new UserError(what, `${known} Choose one with --context or kubectl config use-context.`, {exit: 3});
  }
  if (config.contexts.size > 0) {
    return new UserError(
      `No context is chosen in ${place(config)}.`,
      `${known} Choose one with --context or kubectl config use-context.`,
      {exit: 3},
    );
  }
  const what = config.files.length === 0 ? 'No kubeconfig was found' : `There is no context in ${place(config)}`;
  return new UserError(
    `${what}, so it is not known which cluster to ask.`,
    'Set KUBECONFIG or use --kubeconfig; a recorded cluster is read with --from.',
    {exit: 3},
  );
}

const place = (config: Kubeconfig): string =>
  config.files.length === 0 ? 'the kubeconfig (none was found)' : config.files.join(', ');

export function chosenCluster(
  config: Kubeconfig,
  name: string,
  context: string | undefined,
  options: ConnectOptions,
): Fields {
  const cluster = config.clusters.get(name);
  if (cluster !== undefined) return cluster;
  const known = knownNames('cluster', name, [...config.clusters.keys()]);
  if (options.cluster !== undefined) throw new UserError(`There is no cluster ${name} in ${place(config)}.`, known);
  if (options.server !== undefined) return {};
  throw new UserError(
    `The context ${context ?? ''} names the cluster ${name}, which is not in ${place(config)}.`,
    known,
    {exit: 3},
  );
}

/** A context whose user is missing goes on without credentials, as in kubectl; a --user that is missing does not. */
export function chosenUser(config: Kubeconfig, name: string, options: ConnectOptions): Fields {
  const user = config.users.get(name);
  if (user === undefined && options.user !== undefined) {
    throw new UserError(
      `There is no user ${name} in ${place(config)}.`,
      knownNames('user', name, [...config.users.keys()]),
    );
  }
  return user ?? {};
}
