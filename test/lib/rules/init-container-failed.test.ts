import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/init-container-failed.ts';
import {ago, cluster, line, pod, podLog, sightings} from '../../support/cluster.ts';

const init = (status: Record<string, unknown>) => ({
  phase: 'Pending',
  conditions: [{type: 'Ready', status: 'False'}],
  initContainerStatuses: [{name: 'migrate', restartCount: 3, ...status}],
  containerStatuses: [{name: 'app', restartCount: 0, state: {waiting: {reason: 'PodInitializing'}}}],
});
const spec = {initContainers: [{name: 'migrate'}], containers: [{name: 'app'}]};
const failed = {
  state: {waiting: {reason: 'CrashLoopBackOff'}},
  lastState: {terminated: {exitCode: 1, reason: 'Error', finishedAt: ago(40)}},
};

test('quotes the last line of the init container', () => {
  const [found] = sightings(
    rule,
    cluster(
      {Pod: [pod('web', {spec, status: init(failed)})]},
      {
        containerLogs: [
          podLog('web', [line('migrating'), line('relation "users" already exists: failed')], {
            container: 'migrate',
            previous: true,
          }),
        ],
      },
    ),
  );
  expect(found?.summary).toBe(
    'Pod shop/web cannot start: init container migrate fails with exit 1: the application ended with an error (3 restarts), last line: relation "users" already exists: failed',
  );
  expect(found?.evidence[0].quote).toBe('relation "users" already exists: failed');
});

test('is silent about one that works and one that is done', () => {
  expect(
    sightings(
      rule,
      cluster({
        Pod: [
          pod('a', {spec, status: init({restartCount: 0, state: {running: {startedAt: ago(20)}}})}),
          pod('b', {spec, status: init({restartCount: 0, state: {terminated: {exitCode: 0, reason: 'Completed'}}})}),
        ],
      }),
    ),
  ).toEqual([]);
});
