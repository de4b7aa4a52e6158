import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/application-misconfigured.ts';
import {said} from '../../support/cases.ts';
import {ago, cluster, crashed, pod, podLog, sightings} from '../../support/cluster.ts';

const ended = (text: string, end: Record<string, unknown> = {exitCode: 1, reason: 'Error'}) =>
  cluster(
    {Pod: [pod('web', {status: crashed(end)})]},
    {containerLogs: [podLog('web', [said('starting'), said(text)], {previous: true})]},
  );

test.each([
  ['Environment variable DEPLOY_ENV is undefined', 'environment variable is missing'],
  ['fatal: DATABASE_URL must be set', 'environment variable is missing'],
  ["KeyError: 'API_TOKEN'", 'environment variable is missing'],
  ['flag provided but not defined: -prot', 'command line is wrong'],
  ['open /etc/app/config.yaml: no such file or directory', 'a file that it needs is missing'],
  ["mkdir: cannot create directory '/data/db': Permission denied", 'permission denied'],
  ['"root" execution of the PostgreSQL server is not permitted.', 'runs as the wrong user'],
  ['nginx: [emerg] unknown directive "servr" in /etc/nginx/conf.d/default.conf:3', 'configuration is wrong'],
  ['yaml: line 4: mapping values are not allowed in this context', 'configuration cannot be parsed'],
  ['/bin/sh: syntax error: unexpected "fi"', 'script has a syntax error'],
])('understands: %s', (text, says) => {
  const [found] = sightings(rule, ended(text));
  expect(found?.subject).toEqual({kind: 'Pod', namespace: 'shop', name: 'web'});
  expect(found?.summary).toMatch(
    says === 'environment variable is missing'
      ? /environment variable is missing/
      : new RegExp(`${says}|wrong|missing`),
  );
  expect(found?.evidence[0].quote).toBe(text);
});

test.each([
  'dial tcp 10.0.0.9:5432: connect: connection refused',
  'panic: runtime error: index out of range [3] with length 2',
  'bye',
])('is silent about: %s', (text) => {
  expect(sightings(rule, ended(text))).toEqual([]);
});

test('is silent about a server that had run for long', () => {
  expect(
    sightings(
      rule,
      ended('open /tmp/cache: no such file or directory', {
        exitCode: 1,
        reason: 'Error',
        startedAt: ago(4000),
        finishedAt: ago(10),
      }),
    ),
  ).toEqual([]);
});
