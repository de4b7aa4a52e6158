import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {UserError} from '../../model/failure.ts';
import {chosenCluster, chosenContext, chosenUser} from './choose.ts';
import {type Fields, fieldsOf, wordOf, wordsOf} from './fields.ts';
import {type Kubeconfig, loadKubeconfig} from './kubeconfig.ts';
import type {ConnectOptions} from './options.ts';
import {proxyFromEnvironment} from './proxy.ts';

/** Which server to ask, as whom: kubeconfig, in-cluster account and flags put together. */
export interface Connection {
  readonly context: string | undefined;
  readonly namespace: string;
  /** With the path prefix that some gateways have, without the slash at its end. */
  readonly server: URL;
  readonly proxy: string | undefined;
  readonly clusterName: string;
  readonly userName: string;
  /** The `cluster` and `user` of the kubeconfig, under the names they have there. */
  readonly cluster: Fields;
  readonly user: Fields;
  /** Impersonate-… */
  readonly impersonation: Readonly<Record<string, string | string[]>>;
}

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

export async function connection(options: ConnectOptions): Promise<Connection> {
  const config = await loadKubeconfig(options);
  const asked = options.context ?? options.cluster ?? options.server ?? options.kubeconfig;
  const inside = asked === undefined && config.contexts.size === 0 ? await inCluster(options) : undefined;
  return inside ?? fromKubeconfig(config, options);
}

function fromKubeconfig(config: Kubeconfig, options: ConnectOptions): Connection {
  const {name, context} = chosenContext(config, options);
  const clusterName = options.cluster ?? wordOf(context['cluster']) ?? '';
  const userName = options.user ?? wordOf(context['user']) ?? '';
  const cluster = overridden(chosenCluster(config, clusterName, name, options), options);
  const user = withIdentity(chosenUser(config, userName, options), options);
  return finish(
    {context: name, namespace: wordOf(context['namespace']) ?? 'default', clusterName, userName, cluster, user},
    options,
  );
}

/** Flags about the server, over the kubeconfig. Another server has another name on its certificate. */
function overridden(cluster: Fields, options: ConnectOptions): Fields {
  const authority = {'certificate-authority': undefined, 'certificate-authority-data': undefined};
  return {
    ...cluster,
    ...(options.server === undefined ? {} : {server: options.server, 'tls-server-name': undefined}),
    ...(options.tlsServerName === undefined ? {} : {'tls-server-name': options.tlsServerName}),
    ...(options.certificateAuthority === undefined
      ? {}
      : {...authority, 'certificate-authority': options.certificateAuthority}),
    ...(options.insecureSkipTlsVerify === undefined ? {} : {'insecure-skip-tls-verify': options.insecureSkipTlsVerify}),
    ...(options.insecureSkipTlsVerify === true ? authority : {}),
  };
}

/** Flags about the person. A token that was typed is meant: no plugin is run and no login used in its place. */
function withIdentity(user: Fields, options: ConnectOptions): Fields {
  const other = {
    exec: undefined,
    'auth-provider': undefined,
    tokenFile: undefined,
    username: undefined,
    password: undefined,
  };
  return {
    ...user,
    ...(options.token === undefined ? {} : {...other, token: options.token}),
    ...(options.clientCertificate === undefined
      ? {}
      : {'client-certificate': options.clientCertificate, 'client-certificate-data': undefined}),
    ...(options.clientKey === undefined ? {} : {'client-key': options.clientKey, 'client-key-data': undefined}),
    ...(options.as === undefined ? {} : {as: options.as}),
    ...(options.asGroup === undefined || options.asGroup.length === 0 ? {} : {'as-groups': options.asGroup}),
    ...(options.asUid === undefined ? {} : {'as-uid': options.asUid}),
  };
}

type Chosen = Omit<Connection, 'server' | 'proxy' | 'impersonation'>;

function finish(chosen: Chosen, options: ConnectOptions): Connection {
  const server = serverUrl(chosen, options);
  const proxy = wordOf(chosen.cluster['proxy-url']) ?? proxyFromEnvironment(server, options.env);
  return {
    ...chosen,
    server,
    proxy: proxy === undefined ? undefined : checkedProxy(proxy),
    impersonation: impersonation(chosen.user),
  };
}

function serverUrl({cluster, clusterName}: Chosen, options: ConnectOptions): URL {
  const typed = wordOf(cluster['server']);
  if (typed === undefined)
    throw new UserError(`The cluster ${clusterName} has no server in the kubeconfig.`, 'Add it, or use --server.', {
      exit: 3,
    });
  const tls =
    cluster['insecure-skip-tls-verify'] === true ||
    ['certificate-authority', 'certificate-authority-data'].some((key) => wordOf(cluster[key]));
  const url = URL.parse(typed.includes('://') ? typed.trim() : `${tls ? 'https' : 'http'}://${typed.trim()}`);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    const exit = options.server === undefined ? 3 : 2;
    throw new UserError(`The server address ${typed} is not a URL.`, 'Write it like https://host:6443.', {exit});
  }
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

function checkedProxy(typed: string): string {
  if (/^(https?|socks(4a?|5h?)?):\/\//.test(typed) && URL.canParse(typed)) return typed;
  throw new UserError(
    `The proxy ${typed} cannot be used.`,
    'Write proxy-url or HTTPS_PROXY like http://host:3128 or socks5://host:1080.',
    {exit: 3},
  );
}

function impersonation(user: Fields): Connection['impersonation'] {
  const [as, uid, groups] = [wordOf(user['as']), wordOf(user['as-uid']), wordsOf(user['as-groups'])];
  const extra = Object.entries(fieldsOf(user['as-user-extra'])).map(
    ([key, values]) => [`Impersonate-Extra-${encodeURIComponent(key)}`, [...wordsOf(values)]] as const,
  );
  if (as === undefined && (uid !== undefined || groups.length > 0 || extra.length > 0)) {
    throw new UserError('--as-group and --as-uid need --as.', 'Say which user they belong to: --as NAME.');
  }
  return {
    ...(as === undefined ? {} : {'Impersonate-User': as}),
    ...(uid === undefined ? {} : {'Impersonate-Uid': uid}),
    ...(groups.length === 0 ? {} : {'Impersonate-Group': [...groups]}),
    ...Object.fromEntries(extra),
  };
}

/** The service account of the pod that kdiag runs in, if it runs in one. */
async function inCluster(options: ConnectOptions): Promise<Connection | undefined> {
  const {KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port} = options.env;
  const folder = options.serviceAccount ?? SERVICE_ACCOUNT;
  const tokenFile = path.join(folder, 'token');
  if (host === undefined || port === undefined || (await textOf(tokenFile)) === undefined) return undefined;
  const cluster = {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    'certificate-authority': path.join(folder, 'ca.crt'),
  };
  const chosen = {
    context: 'in-cluster',
    namespace: options.env['POD_NAMESPACE'] ?? (await textOf(path.join(folder, 'namespace'))) ?? 'default',
    clusterName: 'in-cluster',
    userName: 'the service account of this pod',
    cluster: overridden(cluster, options),
    user: withIdentity({tokenFile}, options),
  };
  return finish(chosen, options);
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return wordOf((await readFile(file, 'utf8')).trim());
  } catch {
    return undefined;
  }
}
