import type {Milliseconds} from '../model/time.ts';

/** The connection flags as typed. */
interface Typed {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly cluster?: string | undefined;
  readonly user?: string | undefined;
  readonly server?: string | undefined;
  readonly token?: string | undefined;
  readonly as?: string | undefined;
  readonly 'as-group'?: string[] | undefined;
  readonly 'as-uid'?: string | undefined;
  readonly 'request-timeout'?: Milliseconds | undefined;
  readonly 'certificate-authority'?: string | undefined;
  readonly 'client-certificate'?: string | undefined;
  readonly 'client-key'?: string | undefined;
  readonly 'insecure-skip-tls-verify'?: boolean | undefined;
  readonly 'tls-server-name'?: string | undefined;
  readonly debug?: boolean | undefined;
}

/** What a command passes on of the process it runs in: sources are given these, they do not take them. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person sits at standard input. */
  readonly interactive: boolean;
  readonly remark: (line: string) => void;
}

/** The same under the names that `sources/live` uses. */
export const connectOptions = (flags: Typed, {env, interactive, remark}: Surroundings) => ({
  kubeconfig: flags.kubeconfig,
  context: flags.context,
  cluster: flags.cluster,
  user: flags.user,
  server: flags.server,
  token: flags.token,
  as: flags.as,
  asGroup: flags['as-group'],
  asUid: flags['as-uid'],
  requestTimeout: flags['request-timeout'],
  certificateAuthority: flags['certificate-authority'],
  clientCertificate: flags['client-certificate'],
  clientKey: flags['client-key'],
  insecureSkipTlsVerify: flags['insecure-skip-tls-verify'],
  tlsServerName: flags['tls-server-name'],
  debug: flags.debug === true ? remark : undefined,
  interactive,
  env,
});
