import {expect, test} from 'vitest';
import rule from '../../../src/lib/rules/missing-config-map.ts';
import {cluster, deployment, event, object, pod, sightings, waiting} from '../../support/cluster.ts';

const WORDS = 'configmap "web-settings" not found';
const shop = (
  there: readonly string[],
  container: Record<string, unknown> = {envFrom: [{configMapRef: {name: 'web-settings'}}]},
  spec: Record<string, unknown> = {},
) => {
  const {Deployment, ReplicaSet} = deployment('web');
  const status = waiting('CreateContainerConfigError', WORDS);
  return cluster({
    Deployment: [Deployment],
    ReplicaSet: [ReplicaSet],
    ConfigMap: there.map((name) => object(name)),
    Pod: [pod('web-a', {of: 'web', container, spec, status})],
    Event: [event('Pod', 'web-a', 'Failed', `Error: ${WORDS}`)],
  });
};

test('names what is missing and the near miss', () => {
  const [found] = sightings(rule, shop(['wed-settings', 'other']));
  expect(found?.subject).toEqual({kind: 'Deployment', namespace: 'shop', name: 'web'});
  expect(found?.summary).toBe(
    'Deployment shop/web cannot start: ConfigMap "web-settings" does not exist in namespace shop; did you mean "wed-settings"?',
  );
  expect(found?.evidence.map(({quote}) => quote).join()).toContain(WORDS);
  expect(found?.toward).toEqual([{kind: 'ConfigMap', namespace: 'shop', name: 'web-settings'}]);
});

test('sees it in a volume of a pod that waits, also in a projected one', () => {
  const mounted = (volume: Record<string, unknown>) =>
    cluster({
      ConfigMap: [],
      Pod: [
        pod('web', {
          spec: {volumes: [{name: 'settings', ...volume}], containers: [{name: 'app'}]},
          status: waiting('ContainerCreating'),
        }),
      ],
      Event: [event('Pod', 'web', 'FailedMount', `MountVolume.SetUp failed for volume "settings" : ${WORDS}`)],
    });
  expect(sightings(rule, mounted({configMap: {name: 'web-settings'}}))[0]?.evidence[0].quote).toContain(
    'MountVolume.SetUp failed',
  );
  expect(sightings(rule, mounted({projected: {sources: [{configMap: {name: 'web-settings'}}]}}))).toHaveLength(1);
});

test('believes the kubelet where ConfigMaps were not read', () => {
  expect(
    sightings(rule, cluster({Pod: [pod('web', {status: waiting('CreateContainerConfigError', WORDS)})]})),
  ).toHaveLength(1);
});

test('is silent when it exists by now, is optional, or the container runs', () => {
  expect(sightings(rule, shop(['web-settings']))).toEqual([]);
  const optional = {envFrom: [{configMapRef: {name: 'web-settings', optional: true}}]};
  expect(
    sightings(
      rule,
      cluster({
        ConfigMap: [],
        Pod: [
          pod('a', {container: optional, status: waiting('ContainerCreating')}),
          pod('b', {container: {envFrom: [{configMapRef: {name: 'web-settings'}}]}}),
        ],
      }),
    ),
  ).toEqual([]);
});
