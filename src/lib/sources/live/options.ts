/** kubectl's connection settings, as typed; the environment is passed in so that nothing below reads the process. */
export interface ConnectOptions {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly cluster?: string | undefined;
  readonly user?: string | undefined;
  readonly server?: string | undefined;
  readonly token?: string | undefined;
  readonly as?: string | undefined;
  readonly asGroup?: readonly string[] | undefined;
  readonly asUid?: string | undefined;
  /** Milliseconds; 0 waits for ever, as kubectl's does. */
  readonly requestTimeout?: number | undefined;
  readonly certificateAuthority?: string | undefined;
  readonly clientCertificate?: string | undefined;
  readonly clientKey?: string | undefined;
  readonly insecureSkipTlsVerify?: boolean | undefined;
  readonly tlsServerName?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person sits at standard input: a credential plugin may then ask for a password. */
  readonly interactive?: boolean | undefined;
  /** Told of every request, for --debug. */
  readonly debug?: ((line: string) => void) | undefined;
  /** Where a pod finds its service account; only tests say something else. */
  readonly serviceAccount?: string | undefined;
}
