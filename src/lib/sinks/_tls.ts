import {readFile} from 'node:fs/promises';
import {UserError} from '../model/failure.ts';

/** Options of every sink that can speak TLS. */
export const tlsOptions = {
  'tls-ca': {shows: 'file with the authority that signed its certificate (PEM)'},
  'tls-cert': {shows: 'file with a client certificate (PEM)'},
  'tls-key': {shows: 'file with its key (PEM)'},
  'tls-insecure': {shows: 'true: do not verify its certificate'},
} as const;

export interface TlsMaterial {
  readonly ca?: string[];
  readonly cert?: string;
  readonly key?: string;
  readonly rejectUnauthorized: boolean;
}

/** A given authority is trusted beside those of the machine. */
export async function tlsMaterial(options: Readonly<Record<string, string>>): Promise<TlsMaterial> {
  const [ca, cert, key] = await Promise.all([
    pem('tls-ca', options),
    pem('tls-cert', options),
    pem('tls-key', options),
  ]);
  return {
    ...(ca === undefined ? {} : {ca: [...(await systemAuthorities()), ca]}),
    ...(cert === undefined ? {} : {cert}),
    ...(key === undefined ? {} : {key}),
    rejectUnauthorized: options['tls-insecure'] !== 'true',
  };
}

async function systemAuthorities(): Promise<readonly string[]> {
  const {getCACertificates} = await import('node:tls');
  return getCACertificates('default');
}

async function pem(name: string, options: Readonly<Record<string, string>>): Promise<string | undefined> {
  const file = options[name];
  if (file === undefined) return undefined;
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const why = (error as NodeJS.ErrnoException).code ?? 'no reason given';
    throw new UserError(`${name}=${file} cannot be read (${why})`, 'Correct the path.');
  });
  if (!text.includes('-----BEGIN')) throw new UserError(`${name}=${file} holds no PEM`, 'It begins with -----BEGIN.');
  return text;
}
