import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {UserError} from '../../../src/lib/model/failure.ts';
import {destination} from '../../../src/lib/sinks/_address.ts';
import {resolved} from '../../../src/lib/sinks/_secrets.ts';
import {sinks} from '../../../src/lib/sinks/index.ts';
import {surroundings} from './support.ts';

const complaint = async (typed: string): Promise<UserError> => {
  try {
    await destination(typed, 'event');
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error(`${typed} was taken`);
};

describe('destination', () => {
  it('reads place, options, user and password', async () => {
    const to = await destination('elasticsearch://me:p%40ss@host:9200/below?index=x-%25Y', 'event');
    expect(to).toMatchObject({
      name: 'elasticsearch',
      options: {index: 'x-%Y', user: 'me', password: 'p@ss'},
      shown: 'elasticsearch at host:9200',
    });
    expect(to.address.href).toBe('elasticsearch://host:9200/below');
  });

  it('takes a plain https address for a web hook, with its own query left alone', async () => {
    const to = await destination('https://chat.test/hook?key=abc&secret=s', 'event');
    expect(to).toMatchObject({name: 'webhook', options: {secret: 's'}, shown: 'webhook at chat.test'});
    expect(to.address.search).toBe('?key=abc');
  });

  it('takes file: for a path from here', async () => {
    const {address, shown} = await destination('file:out/e v.ndjson?files=2', 'event');
    expect(fileURLToPath(address)).toBe(path.resolve('out/e v.ndjson'));
    expect(shown).toContain('out/e%20v.ndjson');
  });

  it.each([
    ['nowhere', 'must begin with the kind of place'],
    ['lokki://host', 'nothing can be sent to "lokki:"; did you mean "loki"?'],
    ['loki://host?tennant=x', 'loki has no option "tennant"; did you mean "tenant"?'],
    ['loki://ho st', 'the address after "loki:" cannot be read'],
  ])('complains about %s', async (typed, words) => {
    expect((await complaint(typed)).message).toContain(words);
  });

  it('never repeats what may be a secret', async () => {
    for (const typed of ['lokki://u:hunter2@h', 'loki://u:hunter2@ho st', 'loki://u:hunter2@h?x=hunter2', 'hunter2']) {
      const {message, hint = ''} = await complaint(typed);
      expect(message + hint).not.toContain('hunter2');
    }
  });

  it('says what a place does not take', async () => {
    await expect(destination('loki://host', 'sample')).rejects.toThrow(
      'loki takes no samples, only events and log entries',
    );
  });

  it.each(Object.keys(sinks))('has an example of %s that means it', async (name) => {
    const {default: type} = await sinks[name]!();
    const to = await destination(type.example, type.takes[0]!);
    expect(to.name).toBe(name);
  });
});

describe('secrets', () => {
  it('come from the environment or a file', async () => {
    const to = await destination('loki://h?token=env:TOKEN', 'event');
    expect(await resolved(to, surroundings([], {TOKEN: 't'}))).toEqual({token: 't'});
    await expect(resolved(to, surroundings())).rejects.toThrow("loki's token is to come from $TOKEN, which is not set");
  });
});
