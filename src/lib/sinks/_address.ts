import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {UserError} from '../model/failure.ts';
import type {ParcelKind, SinkType} from '../model/sink.ts';
import {didYouMean} from '../parse/similar.ts';
import {sinks} from './index.ts';

/** A place that things can be sent to, as a person named it: nothing has been asked of it yet. */
export interface Destination {
  /** Of its file in sinks/. */
  readonly name: string;
  readonly type: SinkType;
  readonly address: URL;
  readonly options: Readonly<Record<string, string>>;
  /** For people: kind and host only, since user, path and query may all be secrets. */
  readonly shown: string;
}

/** What `--to` and a route's `to:` mean. Throws a UserError that never repeats what may be a secret. */
export async function destination(typed: string, kind: ParcelKind): Promise<Destination> {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(typed)?.[1]?.toLowerCase();
  if (scheme === undefined)
    throw new UserError('an address must begin with the kind of place it names', `Write it like ${await examples()}.`);
  const found = await sinkOf(scheme);
  if (found === undefined)
    throw new UserError(
      `nothing can be sent to "${scheme}:"${didYouMean(scheme, await schemes())}`,
      `Places are ${Object.keys(sinks).join(', ')}; write one like ${await examples()}.`,
    );
  const {name, type} = found;
  const address = addressOf(typed, scheme, type);
  const options = optionsOf(address, type, name);
  return checked({name, type, address, options, shown: shown(name, address)}, kind);
}

/** Kind and host, the path only of a file: a chat's web hook has its key in its path. */
export const shown = (name: string, address: URL): string =>
  address.protocol === 'file:' ? `${name} ${address.pathname}` : [name, address.host].filter((one) => one).join(' at ');

/** A receiver of a routes file: the options stand beside its address. */
export function withOptions(to: Destination, more: Readonly<Record<string, string>>): Destination {
  for (const key of Object.keys(more)) checkOption(key, to.type, to.name);
  return {...to, options: {...to.options, ...more}};
}

function checked(to: Destination, kind: ParcelKind): Destination {
  const {type, name, options} = to;
  if (!type.takes.includes(kind))
    throw new UserError(
      `${name} takes no ${NAMES[kind]}, only ${type.takes.map((one) => NAMES[one]).join(' and ')}`,
      'Name another place.',
    );
  const missing = Object.entries(type.options).find(([key, {required}]) => required && options[key] === undefined);
  if (missing !== undefined)
    throw new UserError(`${name} needs ${missing[0]} (${missing[1].shows})`, `Write it like ${type.example}.`);
  return to;
}

const NAMES: Readonly<Record<ParcelKind, string>> = {event: 'events', log: 'log entries', sample: 'samples'};

async function sinkOf(scheme: string): Promise<{name: string; type: SinkType} | undefined> {
  // A place's own name comes first, so that most addresses load one file.
  const names = Object.keys(sinks).sort((a, b) => Number(scheme.startsWith(b)) - Number(scheme.startsWith(a)));
  for (const name of names) {
    const type = await typeNamed(name);
    if (type?.schemes.includes(scheme) === true) return {name, type};
  }
  return undefined;
}

const typeNamed = async (name: string): Promise<SinkType | undefined> => (await sinks[name]?.())?.default;

async function everyType(): Promise<readonly SinkType[]> {
  return (await Promise.all(Object.values(sinks).map((load) => load()))).map((loaded) => loaded.default);
}

const schemes = async (): Promise<readonly string[]> => (await everyType()).flatMap((type) => type.schemes);
const examples = async (): Promise<string> =>
  (await everyType())
    .map(({example}) => example)
    .slice(0, 3)
    .join(', ');

function addressOf(typed: string, scheme: string, type: SinkType): URL {
  // URL takes `file:name` for a file of the root folder; people mean the folder they are in.
  const relative = scheme === 'file' ? /^file:(?!\/\/)([^?]+)(\?.*)?$/i.exec(typed) : null;
  if (relative?.[1] !== undefined) return new URL(pathToFileURL(path.resolve(relative[1])).href + (relative[2] ?? ''));
  const address = URL.parse(typed);
  if (address === null)
    throw new UserError(`the address after "${scheme}:" cannot be read`, `Write it like ${type.example}.`);
  return address;
}

/** Those of the query; userinfo stands for user and password. The address keeps neither. */
function optionsOf(address: URL, type: SinkType, name: string): Record<string, string> {
  const options: Record<string, string> = {};
  // Of `http:` addresses the query may be the receiver's own; it is ours where the key is.
  const isForeign = /^https?:$/.test(address.protocol);
  for (const [key, value] of [...address.searchParams]) {
    if (isForeign && !Object.hasOwn(type.options, key)) continue;
    checkOption(key, type, name);
    options[key] = value;
    address.searchParams.delete(key);
  }
  for (const [key, value] of [
    ['user', address.username],
    ['password', address.password],
  ] as const) {
    if (value === '') continue;
    checkOption(key, type, name);
    options[key] = decodeURIComponent(value);
  }
  address.username = address.password = '';
  return options;
}

function checkOption(key: string, type: SinkType, name: string): void {
  const known = Object.keys(type.options);
  if (known.includes(key)) return;
  throw new UserError(
    `${name} has no option "${key}"${didYouMean(key, known)}`,
    known.length === 0 ? 'It has none.' : `Options are ${known.join(', ')}.`,
  );
}
