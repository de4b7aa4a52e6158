import {readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {answerOfPages} from '../../src/lib/queries/top/pages.ts';
import {nodeRows, podRows} from '../../src/lib/queries/top/rows.ts';
import {cadvisorReading} from '../../src/lib/parse/usage/cadvisor.ts';
import {caseSet, casesIn, isPresent, json} from '../support/cases.ts';

const SET = 'k8s-cluster-snapshots';
const NOW = new Date('2026-01-01T00:00:00Z');
const text = (...path: readonly string[]): string => readFileSync([caseSet(SET), ...path].join('/'), 'utf8');

interface Facts {
  readonly top: {
    readonly node: {
      readonly name: string;
      readonly cpuNanoCores: number;
      readonly memoryWorkingSetBytes: number;
      readonly fsUsedBytes: number;
      readonly fsCapacityBytes: number;
    };
    readonly pods: ReadonlyArray<{
      readonly namespace: string;
      readonly name: string;
      readonly containers: ReadonlyArray<{
        readonly name: string;
        readonly cpuNanoCores: number;
        readonly memoryWorkingSetBytes: number;
      }>;
    }>;
  };
}

describe.each(casesIn(SET, 'facts.json'))('recorded kubelet %s', (version) => {
  const {top} = json(SET, version, 'facts.json') as Facts;
  const answer = answerOfPages([{name: 'summary.json', text: text(version, 'kubelet/stats/summary.json')}], NOW);

  test('the node, to the nanocore and byte', () => {
    const [row] = nodeRows(answer, () => true);
    const [root] = row?.disks ?? [];
    expect({
      name: row?.ref.name,
      cpuNanoCores: row?.usage?.cpu,
      memoryWorkingSetBytes: row?.usage?.memory,
      fsUsedBytes: root?.space.usedBytes,
      fsCapacityBytes: root?.space.capacityBytes,
    }).toEqual(top.node);
  });

  test('every container, to the nanocore and byte', () => {
    const read = answer.usage.pods
      .map(({namespace, name, containers}) => ({
        namespace,
        name,
        containers: containers
          .map((one) => ({name: one.name, cpuNanoCores: one.usage.cpu, memoryWorkingSetBytes: one.usage.memory}))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
      }))
      .sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
    expect(read).toEqual(top.pods);
  });

  test('with the kubelet’s own pods every row has what it may use', () => {
    const both = answerOfPages(
      [
        {name: 'summary.json', text: text(version, 'kubelet/stats/summary.json')},
        {name: 'pods.json', text: text(version, 'kubelet/pods.json')},
      ],
      NOW,
    );
    const measured = podRows(both).filter(({usage}) => usage !== undefined);
    expect(measured.length).toBe(top.pods.length);
    expect(measured.every(({requests, node}) => requests !== undefined && node !== undefined)).toBe(true);
  });

  test('cadvisor tells of the same containers', () => {
    const page = gunzipSync(readFileSync(`${caseSet(SET)}/${version}/kubelet/metrics/cadvisor.prom.gz`)).toString();
    const names = (cadvisorReading(page, 'n')?.pods ?? [])
      .filter(({containers}) => containers.length > 0)
      .map(({name}) => name);
    expect(names).toEqual(expect.arrayContaining(top.pods.map(({name}) => name)));
  });
});

test.skipIf(!isPresent(SET))('a summary of 2018 is read as well', () => {
  const {usage} = answerOfPages([{name: 's.json', text: text('old/kubelet_summary_response_ok.json')}], NOW);
  expect(usage.nodes[0]).toMatchObject({name: 'fooNode', usage: {cpu: 64_124_211, memory: 540_618_752}});
});
