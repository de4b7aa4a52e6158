import type {Agent, OutgoingHttpHeaders} from 'node:http';
import type {RequestOptions} from 'node:https';
import {UserError} from '../../model/failure.ts';
import {forClientNode, PLUGIN} from './client-node.ts';
import type {Connection} from './connection.ts';
import {type Credential, runPlugin} from './exec-plugin.ts';
import {codeOf, fieldsOf, messageOf, present, wordOf} from './fields.ts';
import type {ConnectOptions} from './options.ts';
import {secureContext} from './tls.ts';

/** What a request needs to be let in. */
export interface Access {
  readonly agent: Agent;
  readonly headers: OutgoingHttpHeaders;
}

/** Token files are rewritten by the kubelet; client-go looks again after a minute as well. */
const LOOK_AGAIN_AFTER = 60_000;

/** The one place where credentials are loaded, by client-node's KubeConfig; kept until they age or are refused. */
export class Credentials {
  readonly #connection: Connection;
  readonly #options: ConnectOptions;
  #known: {readonly access: Promise<Access>; readonly until: number} | undefined;
  /** By their certificates: a plugin may hand out new ones. */
  readonly #agents = new Map<string, Agent>();
  #plugin: Credential | undefined;
  #latest: Access | undefined;

  constructor(connection: Connection, options: ConnectOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  access(): Promise<Access> {
    if (this.#known === undefined || this.#known.until < Date.now()) {
      this.#known = {access: this.#load(), until: Date.now() + LOOK_AGAIN_AFTER};
    }
    return this.#known.access;
  }

  /** After a 401: whether asking again can give other credentials. */
  refused(access: Access): boolean {
    const {user} = this.#connection;
    // Others may have been refused together with this one, and have asked anew already.
    if (this.#latest === access) this.#plugin = this.#known = undefined;
    return (
      access.headers['authorization'] !== undefined &&
      [user['exec'], user['auth-provider'], user['tokenFile']].some((one) => one !== undefined)
    );
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }

  async #load(): Promise<Access> {
    const loaded = await this.#applied();
    const headers: OutgoingHttpHeaders = {...this.#connection.impersonation};
    const authorization = this.#authorization(loaded);
    if (authorization !== undefined) headers['authorization'] = authorization;
    return (this.#latest = {agent: await this.#agentFor(loaded), headers});
  }

  async #applied(): Promise<RequestOptions> {
    const {KubeConfig} = await import('@kubernetes/client-node/dist/config.js');
    // A new one each time: it keeps agents made with the certificates it saw first.
    const config = new KubeConfig();
    config.addAuthenticator({
      isAuthProvider: (user) => fieldsOf(user.authProvider)['name'] === PLUGIN,
      applyAuthentication: (_user, request: object) => this.#applyPlugin(request),
    });
    const {context, cluster, user} = forClientNode(this.#connection);
    config.loadFromOptions({contexts: [context], clusters: [cluster], users: [user], currentContext: context.name});
    const request: RequestOptions = {};
    try {
      await config.applyToHTTPSOptions(request);
    } catch (error) {
      throw this.#unusable(error);
    }
    return request;
  }

  async #applyPlugin(request: object): Promise<void> {
    if (this.#plugin === undefined || this.#plugin.expires <= Date.now())
      this.#plugin = await runPlugin(this.#connection, this.#options);
    const {token, cert, key} = this.#plugin;
    if (token !== undefined) Object.assign(request, {headers: {Authorization: `Bearer ${token}`}});
    Object.assign(request, present({cert, key}));
  }

  /** Over plain http nothing secret is sent, as in kubectl. Token files often end with a line break. */
  #authorization(loaded: RequestOptions): string | undefined {
    if (this.#connection.server.protocol === 'http:') return undefined;
    if (wordOf(loaded.auth) !== undefined) return `Basic ${Buffer.from(loaded.auth ?? '').toString('base64')}`;
    const header = fieldsOf(loaded.headers)['Authorization'];
    return typeof header === 'string' ? header.trim() : undefined;
  }

  async #agentFor(loaded: RequestOptions): Promise<Agent> {
    const material = JSON.stringify([loaded.ca, loaded.cert, loaded.key].map(String));
    const known = this.#agents.get(material);
    if (known !== undefined) return known;
    const agent = await this.#newAgent(loaded);
    this.#agents.set(material, agent);
    return agent;
  }

  /** Through a proxy, the agent that client-node brings for it; else node's own. Connections are kept for the next request. */
  async #newAgent(loaded: RequestOptions): Promise<Agent> {
    const {proxy, server} = this.#connection;
    const {rejectUnauthorized, servername} = loaded;
    const secure = server.protocol === 'https:' ? {secureContext: await secureContext(loaded, this.#connection)} : {};
    if (proxy !== undefined) {
      const agent = loaded.agent as Agent & {options: object};
      Object.assign(agent.options, secure);
      return Object.assign(agent, {keepAlive: true});
    }
    const {Agent: PlainAgent} = await import('node:http');
    if (server.protocol === 'http:') return new PlainAgent({keepAlive: true});
    const {Agent: SecureAgent} = await import('node:https');
    return new SecureAgent({keepAlive: true, ...secure, ...present({rejectUnauthorized, servername})});
  }

  #unusable(error: unknown): unknown {
    if (error instanceof UserError) return error;
    const file = wordOf(fieldsOf(error)['path']);
    const {userName} = this.#connection;
    if (file !== undefined && codeOf(error) !== '') {
      const why = codeOf(error) === 'ENOENT' ? 'does not exist' : `cannot be read (${codeOf(error)})`;
      const {certificateAuthority, clientCertificate, clientKey} = this.#options;
      const exit = [certificateAuthority, clientCertificate, clientKey].includes(file) ? 2 : 3;
      return new UserError(
        `The file ${file}, named for user ${userName} or its cluster, ${why}.`,
        'Correct the path, or log in again.',
        {exit, cause: error},
      );
    }
    return new UserError(
      `The credentials of user ${userName} could not be had: ${messageOf(error)}.`,
      'Log in again as your provider describes.',
      {exit: 3, cause: error},
    );
  }
}
