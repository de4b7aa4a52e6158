import type {Connection} from './connection.ts';
import {fieldsOf, present, wordOf} from './fields.ts';

/** The auth provider under which our runner of credential plugins is registered. */
export const PLUGIN = 'kdiag-exec';

/** Go lets the proxy resolve names; the agent that client-node brings does so only under this scheme. */
const SOCKS = 'socks5h:';

/** The connection in client-node's words, with what it gets wrong put right. */
export function forClientNode({cluster, user, server, proxy}: Connection) {
  const word = (from: typeof user, data: string, file: string) => {
    const inline = wordOf(from[data]);
    // kubectl prefers the data where both are given, client-node the file.
    return {data: inline, file: inline === undefined ? wordOf(from[file]) : undefined};
  };
  const ca = word(cluster, 'certificate-authority-data', 'certificate-authority');
  const [cert, key] = [
    word(user, 'client-certificate-data', 'client-certificate'),
    word(user, 'client-key-data', 'client-key'),
  ];
  const plain = server.protocol === 'http:';
  const insecure = cluster['insecure-skip-tls-verify'] === true;
  return {
    context: {name: 'context', cluster: 'cluster', user: 'user'},
    cluster: {
      name: 'cluster',
      server: server.href,
      // client-node refuses http unless told to skip a verification that does not happen there.
      skipTLSVerify: insecure || plain,
      ...present({caData: insecure ? undefined : ca.data, caFile: insecure ? undefined : ca.file}),
      ...present({tlsServerName: wordOf(cluster['tls-server-name']), proxyUrl: proxy?.replace(/^socks5:/, SOCKS)}),
    },
    user: {
      name: 'user',
      ...present({certData: cert.data, certFile: cert.file, keyData: key.data, keyFile: key.file}),
      ...(plain ? {} : present(identity(user))),
    },
  };
}

function identity(user: Connection['user']) {
  const tokenFile = wordOf(user['tokenFile']);
  const authProvider = providerOf(user, tokenFile);
  const token = tokenFile === undefined ? wordOf(user['token']) : undefined;
  return {
    token,
    authProvider: token === undefined ? authProvider : undefined,
    username: wordOf(user['username']),
    password: wordOf(user['password']),
  };
}

function providerOf(user: Connection['user'], tokenFile: string | undefined): unknown {
  if (tokenFile !== undefined) return {name: 'tokenFile', config: {tokenFile}};
  if (wordOf(fieldsOf(user['exec'])['command']) !== undefined) return {name: PLUGIN, config: {}};
  return user['auth-provider'] ?? undefined;
}
