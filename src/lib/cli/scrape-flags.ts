import {readFileSync} from 'node:fs';
import {Flags} from '@oclif/core';
import {UserError} from '../model/failure.ts';
import {durationFlag, sizeFlag} from './flags.ts';

const group = 'TARGET';

/** How a target that is not behind the API server is spoken to. */
export const targetFlags = {
  header: Flags.string({
    char: 'H',
    helpGroup: group,
    multiple: true,
    multipleNonGreedy: true,
    helpValue: '"NAME: VALUE"',
    description: 'send this header to a URL; may be repeated',
  }),
  bearer: Flags.string({helpGroup: group, helpValue: 'TOKEN|@FILE', description: 'bearer token for a URL'}),
  ca: Flags.string({
    helpGroup: group,
    helpValue: 'FILE',
    description: 'authority that signed the certificate of a URL',
  }),
  cert: Flags.string({helpGroup: group, helpValue: 'FILE', description: 'client certificate for a URL'}),
  'cert-key': Flags.string({helpGroup: group, helpValue: 'FILE', description: 'key of the client certificate'}),
  insecure: Flags.boolean({helpGroup: group, description: 'do not verify the certificate of a URL'}),
  timeout: durationFlag({
    helpGroup: group,
    helpValue: '30s',
    default: 30_000,
    description: 'time for a whole answer of a URL',
  }),
  'max-size': sizeFlag({
    helpGroup: group,
    helpValue: '256Mi',
    default: 256 * 1024 * 1024,
    description: 'refuse an answer of a URL that is larger, packed or unpacked',
  }),
};

interface Typed {
  readonly header?: readonly string[] | undefined;
  readonly bearer?: string | undefined;
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly 'cert-key'?: string | undefined;
  readonly insecure?: boolean | undefined;
  readonly timeout: number;
  readonly 'max-size': number;
}

/** The same as what a request is made of. */
export const requestOptions = (flags: Typed) => ({
  headers: headersIn(flags),
  timeout: flags.timeout,
  atMost: flags['max-size'],
  tls: {
    ca: flags.ca === undefined ? undefined : fileText(flags.ca),
    cert: flags.cert === undefined ? undefined : fileText(flags.cert),
    key: flags['cert-key'] === undefined ? undefined : fileText(flags['cert-key']),
    isUnverified: flags.insecure,
  },
});

function headersIn({header = [], bearer}: Typed): Readonly<Record<string, string>> {
  const given = header.map((typed) => {
    const [, name, value] = /^([A-Za-z0-9-]+)\s*:\s*(.*)$/.exec(typed) ?? [];
    if (name === undefined || value === undefined)
      throw new UserError(`"${typed}" is no header`, 'Write it like -H "X-Scope-OrgID: shop".');
    return [name, value] as const;
  });
  const token = bearer?.startsWith('@') === true ? fileText(bearer.slice(1)).trim() : bearer;
  return {...Object.fromEntries(given), ...(token === undefined ? {} : {authorization: `Bearer ${token}`})};
}

export function fileText(path: string): string {
  return fileBytes(path).toString('utf8');
}

/** A file that was named by a person. */
export function fileBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const because =
      {ENOENT: 'there is no such file', EACCES: 'permission denied', EISDIR: 'it is a directory'}[code] ?? code;
    throw new UserError(`cannot read ${path}: ${because}`, undefined, {exit: 3, cause: error});
  }
}
