import {describe, expect, test} from 'vitest';
import {podFacts} from '../../../../src/lib/parse/usage/pod.ts';

const cpu = (text: string) => ({resources: {requests: {cpu: text}, limits: {cpu: text}}});
const container = (text: string, name = 'app') => ({name, ...cpu(text)});
const sidecar = (text: string, name = 'proxy') => ({...container(text, name), restartPolicy: 'Always'});
const MILLI = 1e6;

function counted(spec: object, status: object = {}) {
  const {requests, limits} = podFacts({metadata: {name: 'x'}, spec, status});
  return [(requests['cpu'] ?? 0) / MILLI, limits['cpu'] === undefined ? undefined : limits['cpu'] / MILLI];
}

describe('requests and limits of a pod', () => {
  test.each([
    ['containers add up', {containers: [container('100m'), container('200m', 'b')]}, [300, 300]],
    [
      'an init container counts where it is larger',
      {containers: [container('100m')], initContainers: [container('1', 'init')]},
      [1000, 1000],
    ],
    [
      'a smaller init container does not',
      {containers: [container('1')], initContainers: [container('100m', 'init')]},
      [1000, 1000],
    ],
    [
      'a sidecar counts with the containers',
      {containers: [container('100m')], initContainers: [sidecar('50m')]},
      [150, 150],
    ],
    [
      'a sidecar counts with the init containers behind it only',
      {
        containers: [container('100m')],
        initContainers: [container('400m', 'first'), sidecar('50m'), container('390m', 'second')],
      },
      [440, 440],
    ],
    [
      'pod-level resources are instead of the sum',
      {containers: [container('100m')], resources: cpu('500m').resources},
      [500, 500],
    ],
    ['overhead comes on top', {containers: [container('100m')], overhead: {cpu: '30m'}}, [130, 130]],
    [
      'a container without a limit leaves the pod without',
      {containers: [container('100m'), {name: 'b'}]},
      [100, undefined],
    ],
  ])('%s', (_, spec, expected) => {
    expect(counted(spec)).toEqual(expected);
  });

  test('pod-level resources leave alone what pods as a whole are not given', () => {
    const gpu = {name: 'a', resources: {requests: {'nvidia.com/gpu': '2'}}};
    const {requests} = podFacts({
      spec: {containers: [gpu], resources: {requests: {'nvidia.com/gpu': '1', memory: '1Gi'}}},
    });
    expect(requests).toEqual({'nvidia.com/gpu': 2, memory: 1024 ** 3});
  });

  const resizing = {
    name: 'app',
    resources: {requests: {cpu: '300m'}, limits: {cpu: '300m'}},
    allocatedResources: {cpu: '200m'},
  };

  test('a container that is being resized counts with the most of what it has and wants', () => {
    expect(counted({containers: [container('100m')]}, {containerStatuses: [resizing]})).toEqual([300, 300]);
  });

  test('a resize that cannot be done counts with what it has', () => {
    const status = {containerStatuses: [resizing], conditions: [{type: 'PodResizePending', reason: 'Infeasible'}]};
    expect(counted({containers: [container('900m')]}, status)).toEqual([300, 300]);
  });
});

test('the last death by memory is found in the state and the one before', () => {
  const ended = {terminated: {reason: 'OOMKilled', finishedAt: '2026-03-01T02:08:11Z'}};
  const {containers} = podFacts({
    spec: {containers: [container('1')]},
    status: {containerStatuses: [{name: 'app', restartCount: 6, state: {running: {}}, lastState: ended}]},
  });
  expect(containers[0]).toMatchObject({restarts: 6, lastOom: '2026-03-01T02:08:11Z'});
});

test('odd objects are read as far as they go', () => {
  expect(
    podFacts({metadata: 7, spec: {containers: [null, {resources: {requests: {cpu: 'much'}}}]}, status: []}),
  ).toMatchObject({
    name: '',
    requests: {},
  });
});
