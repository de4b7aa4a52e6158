import {expect, test} from 'vitest';
import {seenEvent} from '../../../src/lib/model/seen-event.ts';

const metadata = {
  name: 'web-0.1',
  namespace: 'shop',
  uid: 'u-1',
  resourceVersion: '7',
  creationTimestamp: '2026-03-01T11:00:00Z',
};
const on = {kind: 'Pod', namespace: 'shop', name: 'web-0'};

test('reads core/v1 and events.k8s.io/v1 alike', () => {
  const core = seenEvent({
    metadata,
    involvedObject: on,
    reason: 'BackOff',
    message: 'again',
    type: 'Warning',
    count: 3,
    firstTimestamp: '2026-03-01T11:00:00Z',
    lastTimestamp: '2026-03-01T11:05:00Z',
    source: {component: 'kubelet', host: 'node-1'},
  });
  const newer = seenEvent({
    metadata,
    regarding: on,
    reason: 'BackOff',
    note: 'again',
    type: 'Warning',
    deprecatedCount: 3,
    deprecatedFirstTimestamp: '2026-03-01T11:00:00Z',
    deprecatedLastTimestamp: '2026-03-01T11:05:00Z',
    deprecatedSource: {component: 'kubelet', host: 'node-1'},
  });
  expect(newer).toEqual(core);
  expect(core).toMatchObject({
    about: on,
    count: 3,
    isWarning: true,
    first: '2026-03-01T11:00:00Z',
    at: '2026-03-01T11:05:00Z',
    component: 'kubelet',
    host: 'node-1',
    key: 'u-1/7/3',
  });
});

test('takes count and time of a series, and who reported, from the newer fields', () => {
  const event = seenEvent({
    metadata,
    regarding: on,
    eventTime: '2026-03-01T11:00:00.123456Z',
    series: {count: 12, lastObservedTime: '2026-03-01T11:30:00.5Z'},
    action: 'Binding',
    reportingController: 'default-scheduler',
    reportingInstance: 'cp-1',
    related: {kind: 'Node', name: 'node-1'},
  });
  expect(event).toMatchObject({
    count: 12,
    at: '2026-03-01T11:30:00.5Z',
    since: '2026-03-01T11:00:00.123456Z',
    isSeries: true,
    action: 'Binding',
    reportingController: 'default-scheduler',
    host: 'cp-1',
    related: {kind: 'Node', name: 'node-1'},
    key: 'u-1/7/12',
  });
});

test.each([{}, {metadata: 5, involvedObject: 'x', count: 'many', series: []}])('never throws on %j', (wire) => {
  expect(seenEvent(wire).count).toBe(1);
});
