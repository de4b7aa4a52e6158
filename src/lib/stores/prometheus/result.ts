import {isObject, map} from '../../model/schema.ts';
import {Unavailable} from '../../model/source.ts';
import type {Point, QueryResult, Series} from '../../model/store.ts';
import {float} from '../../parse/exposition/number.ts';
import type {Answer} from './answer.ts';

/** Values of a query of any of the four kinds. */
export function resultIn({data, warnings}: Answer): QueryResult {
  const type = isObject(data) ? data['resultType'] : undefined;
  const result = isObject(data) ? data['result'] : undefined;
  switch (type) {
    case 'vector':
    case 'matrix':
      return {is: type, series: Array.isArray(result) ? result.filter(isObject).map(seriesIn) : [], warnings};
    case 'scalar':
      return {is: 'scalar', point: pointIn(result) ?? {at: 0, value: NaN}, warnings};
    case 'string':
      return {is: 'string', text: Array.isArray(result) && typeof result[1] === 'string' ? result[1] : '', warnings};
    default:
      throw new Unavailable({
        what: 'the result',
        why: 'failed',
        hint: 'the store answers in a kind that is not known here',
      });
  }
}

function seriesIn(raw: Readonly<Record<string, unknown>>): Series {
  const points = Array.isArray(raw['values']) ? raw['values'] : raw['value'] === undefined ? [] : [raw['value']];
  const histograms = Array.isArray(raw['histograms'])
    ? raw['histograms'].length
    : raw['histogram'] === undefined
      ? 0
      : 1;
  return {labels: map(raw['metric']), points: points.map(pointIn).filter((point) => point !== undefined), histograms};
}

/** `[1435781430.781, "1"]`: seconds, and the value as text because JSON has no NaN. */
function pointIn(raw: unknown): Point | undefined {
  if (!Array.isArray(raw)) return undefined;
  const [at, value] = raw as readonly unknown[];
  const number = typeof value === 'string' ? float(value) : undefined;
  return typeof at === 'number' && number !== undefined ? {at: Math.round(at * 1000), value: number} : undefined;
}
