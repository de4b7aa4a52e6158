import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/missing-key.ts';
import {cluster, event, object, pod, sightings, waiting} from '../../support/cluster.ts';

const container = {env: [{name: 'URL', valueFrom: {configMapKeyRef: {name: 'settings', key: 'databse.url'}}}]};
const shop = (data: Record<string, unknown>, message: string | undefined, more: Record<string, unknown> = container) =>
  cluster({
    ConfigMap: [object('settings', {data})],
    Pod: [pod('web', {container: more, status: waiting('CreateContainerConfigError', message)})],
  });

test('names the key and the near miss', () => {
  const [found] = sightings(
    rule,
    shop({'database.url': 'x'}, "couldn't find key databse.url in ConfigMap shop/settings"),
  );
  expect(found?.summary).toBe(
    'Pod shop/web cannot start: ConfigMap settings has no key "databse.url"; did you mean "database.url"?',
  );
  expect(found?.evidence[0].quote).toContain("couldn't find key databse.url");
});

test('knows a key of a Secret by the kubelet alone', () => {
  const [found] = sightings(
    rule,
    shop({}, "couldn't find key password in Secret shop/db", {
      env: [{name: 'P', valueFrom: {secretKeyRef: {name: 'db', key: 'password'}}}],
    }),
  );
  expect(found?.summary).toContain('Secret db has no key "password"');
});

test('knows the words of volumes', () => {
  const volumes = [{name: 'v', configMap: {name: 'settings', items: [{key: 'app.yml', path: 'app.yml'}]}}];
  const waits = cluster({
    Pod: [pod('web', {spec: {volumes, containers: [{name: 'app'}]}, status: waiting('ContainerCreating')})],
    Event: [
      event(
        'Pod',
        'web',
        'FailedMount',
        'MountVolume.SetUp failed for volume "v" : configmap references non-existent config key: app.yml',
      ),
    ],
  });
  expect(sightings(rule, waits)[0]?.summary).toContain('ConfigMap settings has no key "app.yml"');
});

test('is silent when the key is there by now, or the container waits for something else', () => {
  expect(
    sightings(rule, shop({'databse.url': 'x'}, "couldn't find key databse.url in ConfigMap shop/settings")),
  ).toEqual([]);
  expect(sightings(rule, shop({a: 'x'}, 'secret "db" not found', {}))).toEqual([]);
});
