import {describe, expect, test} from 'vitest';
import {fieldSelector, labelSelector, taintSelector} from '../../../src/lib/parse/selector.ts';

const labels = {app: 'web', tier: 'front', 'example.com/cores': '8'};

describe('labels', () => {
  test.each([
    ['', true],
    ['app=web', true],
    ['app==web,tier!=db', true],
    ['app!=web', false],
    ['missing!=x', true],
    ['app in (api, web)', true],
    ['app notin (api,web),tier', false],
    ['missing notin (a)', true],
    ['tier,!missing', true],
    ['!tier', false],
    ['example.com/cores>4', true],
    ['example.com/cores<8', false],
    ['app in (api,web),tier=front', true],
  ])('%s', (typed, expected) => {
    const selected = labelSelector(typed);
    expect(selected.is === 'selector' && selected.matches(labels)).toBe(expected);
  });

  test.each(['a b', 'app=we b', 'a,,b', 'app in ()x', 'app~web', 'cores>four', '-app=web'])(
    '"%s" is refused',
    (typed) => {
      expect(labelSelector(typed)).toMatchObject({is: 'wrong'});
    },
  );
});

describe('fields', () => {
  const pod = {spec: {nodeName: 'node-1', hostNetwork: true}, status: {phase: 'Running'}};
  test.each([
    ['spec.nodeName=node-1', true],
    ['spec.nodeName!=node-1', false],
    ['status.phase==Running,spec.hostNetwork=true', true],
    ['spec.missing=', true],
  ])('%s', (typed, expected) => {
    const selected = fieldSelector(typed);
    expect(selected.is === 'selector' && selected.matches(pod)).toBe(expected);
  });

  test('what compares nothing is refused', () => {
    expect(fieldSelector('spec.nodeName')).toMatchObject({is: 'wrong'});
  });
});

describe('taints', () => {
  test.each([
    ['dedicated', {key: 'dedicated', isWithout: false}],
    ['dedicated-', {key: 'dedicated', isWithout: true}],
    ['dedicated=gpu:NoSchedule', {key: 'dedicated', value: 'gpu', effect: 'NoSchedule'}],
    ['node.kubernetes.io/unreachable:NoExecute', {key: 'node.kubernetes.io/unreachable', effect: 'NoExecute'}],
  ])('%s', (typed, expected) => {
    expect(taintSelector(typed)).toMatchObject(expected);
  });

  test.each(['', '=gpu', 'dedicated:Never'])('"%s" is none', (typed) => {
    expect(taintSelector(typed)).toBeUndefined();
  });
});
