import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {diagnose} from '../../src/lib/diagnose/diagnose.ts';
import type {Effect, Incident, Report} from '../../src/lib/model/report.ts';
import {rules} from '../../src/lib/rules/index.ts';
import {caseSet, casesIn, isPresent, json, logsIn, objectsIn, snapshotOf} from '../support/cases.ts';

/** Objects and logs recorded by other projects, with what they say should be found. See SOURCE.md of each set. */

const reportOn = (folder: string, file = 'objects.json'): Report => {
  const objects = objectsIn(join(folder, file));
  return diagnose(snapshotOf(objects, logsIn(join(folder, 'logs'), objects)), rules);
};

/** Everything an incident says, its effects included, as a person reading the report would see it. */
const effectText = ({summary, rule, evidence, effects}: Effect): string =>
  [rule, summary, ...evidence.map(({quote}) => quote), ...effects.map(effectText)].join('\n');
const textOf = ({cause}: Incident): string =>
  [cause.rule, cause.summary, ...cause.evidence.map(({quote}) => quote), ...cause.effects.map(effectText)].join('\n');
const isLoud = ({severity}: Incident): boolean => severity === 'high' || severity === 'critical';

interface PodExpectation {
  readonly results: ReadonlyArray<{
    readonly object: {readonly namespace: string; readonly name: string};
    readonly statedReason?: string;
    readonly statedMessage?: string;
  }>;
}

/** The analyzer's own words around the kubelet's are no part of what must be quoted. */
const decisivePart = (message: string): string =>
  message.replace(/^Failed to pull image "[^"]*": /, '').replace(/\. Error: .*$/, '');

describe.skipIf(!isPresent('support-bundle-pods'))('support-bundle-pods', () => {
  /** Their phase was set to CrashLoopBackOff by hand, over containers that run and are ready: no API server says so. */
  const MADE_UP = /^0[25]-/;

  test.each(casesIn('support-bundle-pods', 'expected.json').filter((name) => !MADE_UP.test(name)))('%s', (name) => {
    const {results} = json('support-bundle-pods', name, 'expected.json') as PodExpectation;
    const {incidents} = reportOn(join(caseSet('support-bundle-pods'), name));
    const text = incidents.filter(isLoud).map(textOf).join('\n');
    for (const {statedMessage = '', statedReason = ''} of results) {
      expect(text).toContain(decisivePart(statedMessage));
      expect(text).toContain(statedReason);
    }
  });
});

interface AnalyzerExpectation {
  readonly failing: ReadonlyArray<{readonly object: string}>;
}

describe.skipIf(!isPresent('analyzer-objects'))('analyzer-objects', () => {
  /** A suspended Job or CronJob is how somebody wants it (diagnosis.md, section 7); that analyzer reports it all the same. */
  const ON_PURPOSE = new Set(['cronjob-00', 'job-00']);
  const cases = casesIn('analyzer-objects', 'expected.json');

  test.each(cases.filter((name) => !ON_PURPOSE.has(name)))('%s', (name) => {
    const {failing} = json('analyzer-objects', name, 'expected.json') as AnalyzerExpectation;
    const {incidents} = reportOn(join(caseSet('analyzer-objects'), name));
    const subjects = incidents.map(({cause: {subject}}) => `${subject.namespace ?? ''}/${subject.name}`);
    for (const {object} of failing) expect(subjects).toContain(object);
  });

  test.each(cases.filter((name) => ON_PURPOSE.has(name)))('%s is no alarm', (name) => {
    expect(reportOn(join(caseSet('analyzer-objects'), name)).incidents.filter(isLoud)).toEqual([]);
  });
});

/** What a person who reads one of the first three findings must be told, by the `expected` of each case. */
const POINTS: Readonly<Record<string, readonly RegExp[]>> = {
  'ask_holmes-02_what_is_wrong_with_pod': [/out of memory/i],
  'ask_holmes-09_crashpod': [/DEPLOY_ENV is undefined/],
  'ask_holmes-13_pending_node_selector': [/node selector|node affinity\/selector/i],
  'ask_holmes-13a_pending_node_selector_basic': [/node selector|node affinity\/selector/i],
  'ask_holmes-13b_pending_node_selector_detailed': [/node selector|node affinity\/selector/i],
  'ask_holmes-21_job_fail_curl_no_svc_account': [
    /(?:resolve|no such host|DNS)[^\n]*kldsvklnsdiogjerkngernjk23432i90erfefjio\.com|kldsvklnsdiogjerkngernjk23432i90erfefjio\.com[^\n]*(?:resolve|does not exist)/i,
  ],
  // No log was recorded, but the ConfigMap that the pods read holds the host name, and no Service is called so.
  'ask_holmes-23_app_error_in_current_logs': [/\bmemcom\b/],
  'ask_holmes-54_not_truncated_when_getting_pods': [/fast-fail-pod[^\n]*image/i],
  'investigate-01_oom_kill': [/out of memory/i, /CrashLoopBackOff/],
  'investigate-07_job_syntax_error': [/Job \S+\/product-data-scraper/, /syntax error: unexpected "fi"/],
  'investigate-11_KubePodCrashLooping': [/DEPLOY_ENV is undefined/],
  'investigate-12_KubePodNotReady': [/nvidia\.com\/gpu|GPU/],
};

/** Replayable, but the fact that is asked for is in no object or log of the recording, or the recording shows a healthy pod. */
const NOT_RECORDED = [
  'ask_holmes-20_long_log_file_search',
  'ask_holmes-45_fetch_deployment_logs_simple',
  'ask_holmes-47_truncated_logs_context_window',
];

describe.skipIf(!isPresent('holmes-k8s'))('holmes-k8s', () => {
  const replayable = casesIn('holmes-k8s', 'objects.json').filter(
    (name) => (json('holmes-k8s', name, 'expected.json') as {replayable: boolean}).replayable,
  );

  test('every replayable case is judged or named as one that cannot be', () => {
    expect([...Object.keys(POINTS), ...NOT_RECORDED].sort()).toEqual(replayable);
  });

  test.each(replayable.filter((name) => name in POINTS))('%s', (name) => {
    const text = reportOn(join(caseSet('holmes-k8s'), name))
      .incidents.slice(0, 3)
      .map(textOf)
      .join('\n');
    for (const point of POINTS[name] ?? []) expect(text).toMatch(point);
  });

  test.each(replayable.filter((name) => NOT_RECORDED.includes(name)))('%s shows nothing wrong', (name) => {
    expect(
      reportOn(join(caseSet('holmes-k8s'), name))
        .incidents.filter(isLoud)
        .map(({cause}) => cause.summary),
    ).toEqual([]);
  });
});

interface Diagnosis {
  readonly mustReport: ReadonlyArray<{
    readonly match: string;
    readonly observed: ReadonlyArray<{readonly pod: string}>;
  }>;
}

describe.skipIf(!isPresent('k8s-cluster-snapshots'))('k8s-cluster-snapshots', () => {
  const files = ['pods.yaml', 'nodes.yaml', 'services.yaml', 'endpoints.yaml', 'namespaces.yaml'];

  test.each(casesIn('k8s-cluster-snapshots', 'expected-diagnosis.json'))('%s', (version) => {
    const {mustReport} = json('k8s-cluster-snapshots', version, 'expected-diagnosis.json') as Diagnosis;
    const {incidents} = diagnose(
      snapshotOf(files.flatMap((file) => objectsIn(join(caseSet('k8s-cluster-snapshots'), version, file)))),
      rules,
    );
    const texts = incidents.map(
      (incident) => `${incident.cause.objects.map((one) => one.name).join(' ')} ${textOf(incident)}`,
    );
    const isDeliberate = (text: string): boolean =>
      mustReport.some(({match, observed}) => text.includes(match) || observed.some(({pod}) => text.includes(pod)));
    for (const {match} of mustReport)
      expect(
        texts.some((text) => text.includes(match)),
        match,
      ).toBe(true);
    expect(
      incidents
        .filter((incident, at) => incident.severity === 'critical' && !isDeliberate(texts[at] ?? ''))
        .map(({cause}) => cause.summary),
    ).toEqual([]);
  });
});
