import {Flags} from '@oclif/core';
import {UserError} from '../model/failure.ts';
import {fieldSelector, labelSelector} from '../parse/selector.ts';
import {duration} from '../parse/duration.ts';
import {target} from '../parse/target.ts';

/** A regular expression, judged where it is typed. */
const pattern = Flags.custom<RegExp>({
  parse: (text) => {
    try {
      return Promise.resolve(new RegExp(text, 'u'));
    } catch (error) {
      const why = error instanceof Error ? error.message.replace(/^.*: /, '') : '';
      throw new UserError(
        `"${text}" is no regular expression (${why})`,
        String.raw`Write it like 'Failed.*' or '\(exit 1\)'.`,
      );
    }
  },
});

/** How long ago, or a moment: a function of now. */
const moment = Flags.custom<(now: Date) => number>({
  parse: (text) => {
    const ago = duration(text);
    if (ago !== undefined) return Promise.resolve((now: Date) => now.getTime() - ago);
    const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
    if (Number.isNaN(at))
      throw new UserError(
        `"${text}" is neither a duration nor a time`,
        'Write it like 15m, 2h, 30d or 2026-03-01T10:00:00Z.',
      );
    return Promise.resolve(() => at);
  },
});

const selector = Flags.custom<(of: Readonly<Record<string, string>>) => boolean>({
  parse: (text) => {
    const found = labelSelector(text);
    if (found.is === 'wrong') throw new UserError(`-l: ${found.because}`, 'Write it like app=web,tier!=db.');
    return Promise.resolve(found.matches);
  },
});

const fields = Flags.custom<(of: unknown) => boolean>({
  parse: (text) => {
    const found = fieldSelector(text);
    if (found.is === 'wrong')
      throw new UserError(
        `--field-selector: ${found.because}`,
        'Write it like involvedObject.kind=Pod,reason!=Pulled.',
      );
    return Promise.resolve(found.matches);
  },
});

const object = Flags.custom<{readonly kind: string; readonly name: string}>({
  parse: (text) => {
    const meant = target([text]);
    if (meant.is === 'wrong')
      throw new UserError(
        `--for: cannot tell which object is meant: ${meant.because}`,
        'Write it like deploy/web, pod/x or node/n.',
      );
    return Promise.resolve({kind: meant.kind, name: meant.name});
  },
});

const TYPES = ['Normal', 'Warning'];

const types = Flags.custom<string[]>({
  parse: (text) => {
    const all = text.split(',').map((one) => one.trim());
    const wrong = all.find((one) => !TYPES.some((type) => type.toLowerCase() === one.toLowerCase()));
    if (wrong !== undefined)
      throw new UserError(`--types: "${wrong}" is no type of event`, 'Types are Normal and Warning.');
    return Promise.resolve(all);
  },
});

/** Which events: the same for every command of the family. */
export const eventFlags = {
  for: object({
    helpValue: 'KIND/NAME',
    description: 'about this object and what belongs to it: owned objects, claims, autoscalers, nodes',
  }),
  only: Flags.boolean({dependsOn: ['for'], description: 'with --for: about nothing but this object, as in kubectl'}),
  types: types({helpValue: 'TYPES', description: 'Normal, Warning'}),
  reason: pattern({helpValue: 'REGEX', description: 'whose reason matches'}),
  message: pattern({helpValue: 'REGEX', description: 'whose message matches'}),
  component: pattern({helpValue: 'REGEX', description: 'reported by a component that matches'}),
  host: pattern({helpValue: 'REGEX', description: 'reported by a host that matches'}),
  'min-count': Flags.integer({min: 1, helpValue: 'N', description: 'seen at least so often'}),
  selector: selector({char: 'l', helpValue: 'LABELS', description: 'about objects with these labels'}),
  'field-selector': fields({helpValue: 'FIELDS', description: 'with these fields, like involvedObject.kind=Pod'}),
  since: moment({helpValue: '1h', description: 'seen since then, or since so long ago'}),
  until: moment({helpValue: '5m', description: 'seen before then, or before so long ago'}),
};
