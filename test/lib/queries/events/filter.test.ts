import {expect, test} from 'vitest';
import {seenEvent} from '../../../../src/lib/model/seen-event.ts';
import {type EventFilter, isMeant} from '../../../../src/lib/queries/events/filter.ts';

const AT = '2026-03-01T12:00:00Z';
const WIRE = {
  metadata: {name: 'web-0.1', namespace: 'shop', uid: 'u', resourceVersion: '7'},
  involvedObject: {kind: 'Pod', namespace: 'shop', name: 'web-0'},
  type: 'Warning',
  reason: 'BackOff',
  message: 'Back-off restarting failed container app',
  source: {component: 'kubelet', host: 'node-1'},
  count: 5,
  firstTimestamp: '2026-03-01T11:00:00Z',
  lastTimestamp: AT,
};
const keeps = (filter: EventFilter, wire = WIRE): boolean => isMeant(filter)(seenEvent(wire), wire);

test.each<[string, EventFilter, EventFilter]>([
  ['type, in any case', {types: ['warning']}, {types: ['Normal']}],
  ['reason', {reason: /^Back/}, {reason: /^Pull/}],
  ['message', {message: /container app/}, {message: /container db/}],
  ['component', {component: /kubelet/}, {component: /scheduler/}],
  ['host', {host: /node-1/}, {host: /node-2/}],
  ['how often', {minCount: 5}, {minCount: 6}],
  ['since when', {since: Date.parse(AT)}, {since: Date.parse(AT) + 1}],
  ['until when, which is no part of it', {until: Date.parse(AT) + 1}, {until: Date.parse(AT)}],
  ['object', {about: ({name}) => name === 'web-0'}, {about: ({name}) => name === 'web-1'}],
  ['field of the Event', {fields: (wire) => wire === WIRE}, {fields: () => false}],
])('chooses by %s', (_, fits, fails) => {
  expect([keeps(fits), keeps(fails)]).toEqual([true, false]);
});

test('keeps all where nothing narrows, and only what passes every test where several do', () => {
  expect(keeps({})).toBe(true);
  expect([keeps({types: ['Warning'], minCount: 5}), keeps({types: ['Warning'], minCount: 9})]).toEqual([true, false]);
});
