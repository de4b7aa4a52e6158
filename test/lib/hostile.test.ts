import {describe, expect, test} from 'vitest';
import {diagnose} from '../../src/lib/diagnose/diagnose.ts';
import {formats} from '../../src/lib/formats/index.ts';
import {rules} from '../../src/lib/rules/index.ts';
import {ago, event, line, mark, node, pod, podLog, snapshot, waiting} from '../support/cluster.ts';

/** Clears the screen, sets the window's title, links, turns text around, hides it, rings, and is not UTF-8. */
const EVIL =
  '\u001B[2J\u001B]0;owned\u0007\u001B]8;;http://evil\u001B\\x\u202Eevil\u202C\u200B\u0007\u009B31m\uD800 tail';

const hostile = snapshot(
  {
    Node: [node('node-1')],
    Pod: [
      pod(`web${EVIL}`, {status: waiting('ImagePullBackOff', `Back-off pulling image "${EVIL}"`)}),
      pod('api', {
        status: waiting('CreateContainerConfigError', `configmap "${EVIL}" not found`),
        container: {env: [{name: 'X', valueFrom: {configMapKeyRef: {name: EVIL, key: 'k'}}}]},
      }),
    ],
    ConfigMap: [],
    Event: [
      event('Pod', 'api', 'Failed', `Error: configmap "${EVIL}" not found`),
      event('Pod', `web${EVIL}`, 'Failed', `Failed to pull image "${EVIL}": not found`, {lastTimestamp: ago(5)}),
    ],
  },
  {containerLogs: [podLog('api', [line(`panic: ${EVIL}`, [mark('app-panic')])], {previous: true})]},
);

const report = diagnose(hostile, rules);

test('the hostile cluster is diagnosed all the same', () => {
  expect(report.incidents.length).toBeGreaterThanOrEqual(2);
});

describe.each(Object.entries(formats))('%s', (name, load) => {
  test('lets nothing through that a terminal acts on', async () => {
    const {default: format} = await load();
    const text = format.render(report, {explain: true, colour: false, width: 100, command: 'kdiag'});

    expect(
      /[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2066-\u2069]/.exec(text.replaceAll('\n', '')),
      name,
    ).toBeNull();
  });
});
