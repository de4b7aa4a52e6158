import {list, map, object, text, word} from '../../model/schema.ts';
import type {StoredAlert, StoredRule} from '../../model/store.ts';

const alert = object({labels: map, annotations: map, state: word, activeAt: text, value: text});

const rule = object({
  type: word,
  name: text,
  query: text,
  duration: (raw: unknown) => (typeof raw === 'number' ? raw : 0),
  labels: map,
  annotations: map,
  state: word,
  health: word,
  lastError: text,
  evaluationTime: (raw: unknown) => (typeof raw === 'number' ? raw : undefined),
  alerts: list(alert),
});

const page = object({groups: list(object({name: text, file: text, rules: list(rule)})), alerts: list(alert)});

export function rulesIn(data: unknown): readonly StoredRule[] {
  return page(data).groups.flatMap(({name: group, file, rules}) =>
    rules.map(({type, name, query, duration, evaluationTime, lastError, health, alerts, ...rest}) => ({
      ...rest,
      group: group ?? '',
      file: file ?? '',
      name: name ?? '',
      is: type === 'alerting' ? ('alert' as const) : ('recording' as const),
      query: query ?? '',
      hold: duration * 1000,
      health: health ?? 'unknown',
      lastError: lastError === '' ? undefined : lastError,
      evaluationTime: evaluationTime === undefined ? undefined : evaluationTime * 1000,
      alerts: alerts.map(alertOf),
    })),
  );
}

export const alertsIn = (data: unknown): readonly StoredAlert[] => page(data).alerts.map(alertOf);

const alertOf = ({state, ...rest}: ReturnType<typeof alert>): StoredAlert => ({...rest, state: state ?? 'unknown'});
