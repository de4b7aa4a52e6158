import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/exits-cleanly.ts';
import {cluster, crashed, event, pod, sightings} from '../../support/cluster.ts';

const DONE = {exitCode: 0, reason: 'Completed'};

test('says that the command is no server', () => {
  const [found] = sightings(
    rule,
    cluster({Pod: [pod('web', {container: {command: ['echo', 'hi']}, status: crashed(DONE)})]}),
  );
  expect(found?.summary).toContain('Pod shop/web keeps restarting: container app ends by itself with exit 0');
  expect(found?.evidence[0].quote).toBe('Completed, exit 0, 4 restarts');
});

test('is silent about Jobs, errors, and containers that their liveness probe ends', () => {
  const killing = event('Pod', 'c', 'Killing', 'Container app failed liveness probe, will be restarted');
  const pods = [
    pod('a', {spec: {restartPolicy: 'OnFailure'}, status: crashed(DONE)}),
    pod('b', {status: crashed({exitCode: 1})}),
    pod('c', {status: crashed(DONE)}),
  ];
  expect(sightings(rule, cluster({Pod: pods, Event: [killing]}))).toEqual([]);
});
