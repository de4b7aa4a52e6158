import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/container-command-not-found.ts';
import {cluster, crashed, line, pod, podLog, sightings, waiting} from '../../support/cluster.ts';

const MESSAGE =
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "serv": executable file not found in $PATH: unknown';

test('names the command that the image lacks', () => {
  const [found] = sightings(
    rule,
    cluster({
      Pod: [
        pod('web', {
          container: {command: ['serv', '--port=80']},
          status: crashed({exitCode: 128, reason: 'StartError', message: MESSAGE}),
        }),
      ],
    }),
  );
  expect(found?.summary).toContain(
    'Pod shop/web cannot start container app: the command is not in the image (executable file not found), command serv',
  );
  expect(found?.evidence[0].quote).toContain(MESSAGE);
});

test.each([
  ['exec /entrypoint.sh: exec format error', 1, 'another architecture'],
  ['exec /entrypoint.sh: no such file or directory', 255, 'does not exist in the image'],
  ['/bin/sh: startt: not found', 127, 'was not found (exit 127)'],
])('reads the log: %s', (text, exitCode, says) => {
  const [found] = sightings(
    rule,
    cluster(
      {Pod: [pod('web', {status: crashed({exitCode, reason: 'Error'})})]},
      {containerLogs: [podLog('web', [line(text)], {previous: true})]},
    ),
  );
  expect(found?.summary).toContain(says);
  expect(found?.evidence[0].quote).toBe(text);
});

test('knows CRI-O and a container that was never created', () => {
  const message = 'container create failed: executable file `serv` not found in $PATH: No such file or directory';
  expect(
    sightings(rule, cluster({Pod: [pod('web', {status: waiting('CreateContainerError', message)})]}))[0]?.summary,
  ).toContain('command serv');
});

test('is silent about an application that fails, and about a mount that does', () => {
  const mount = 'OCI runtime create failed: error mounting "/x" to rootfs at "/etc/app": not a directory: unknown';
  expect(
    sightings(
      rule,
      cluster({
        Pod: [
          pod('a', {status: crashed({exitCode: 1, reason: 'Error'})}),
          pod('b', {status: waiting('CreateContainerError', mount)}),
        ],
      }),
    ),
  ).toEqual([]);
});
