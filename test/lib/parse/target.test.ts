import {expect, test} from 'vitest';
import {target} from '../../../src/lib/parse/target.ts';

test.each([
  [['deploy/web'], 'Deployment', 'web'],
  [['deployments.apps/web'], 'Deployment', 'web'],
  [['Pod', 'x'], 'Pod', 'x'],
  [['svc/y'], 'Service', 'y'],
  [['no/n'], 'Node', 'n'],
  [['pvc', 'data-0'], 'PersistentVolumeClaim', 'data-0'],
])('%j', (words, kind, name) => {
  expect(target(words)).toEqual({is: 'object', kind, name});
});

test.each([[['web']], [['deploy/']], [['spaceship/x']], [['deploy', 'a', 'b']]])(
  '%j is refused with a reason',
  (words) => {
    expect(target(words)).toMatchObject({is: 'wrong'});
  },
);
