import type {Severity} from '../model/finding.ts';
import type {Ref} from '../model/ref.ts';
import type {Cause, Effect, Incident, Report} from '../model/report.ts';
import {printable} from '../parse/printable.ts';
import type {Format} from './_format.ts';
import {safeJson} from './_json.ts';
import {gapLine, proofLines} from './_sentences.ts';

/** SARIF 2.1.0, for code scanning: a result for each incident, and what could not be checked as notifications. */
export default {
  extension: 'sarif',
  contentType: 'application/sarif+json',
  render: (report) => `${safeJson(log(report), 2)}\n`,
} satisfies Format;

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

function log(report: Report): unknown {
  const causes = [...new Map(report.incidents.map(({cause}) => [cause.rule, cause])).values()];
  const index = new Map(causes.map(({rule}, at) => [rule, at]));
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {driver: {name: 'kdiag', rules: causes.map(ruleOf)}},
        invocations: [
          {
            executionSuccessful: true,
            endTimeUtc: report.takenAt,
            toolExecutionNotifications: report.notChecked.map(notification),
          },
        ],
        results: report.incidents.map((incident) => result(incident, index.get(incident.cause.rule) ?? -1)),
        columnKind: 'utf16CodeUnits',
        properties: {scope: report.scope, origin: report.origin, coverage: report.coverage},
      },
    ],
  };
}

const message = (text: string): {readonly text: string} => ({text: printable(text) || '-'});

const ruleOf = ({rule, title, category, advice}: Cause): unknown => ({
  id: rule,
  shortDescription: message(title),
  fullDescription: message(advice.why === '' ? title : advice.why),
  help: {
    text:
      [advice.why, ...advice.confirm.map((one) => `Confirm: ${one}`), ...advice.fix.map((one) => `Fix: ${one}`)]
        .map(printable)
        .join('\n') || '-',
  },
  properties: {tags: [category]},
});

const LEVEL: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

function result(incident: Incident, ruleIndex: number): unknown {
  const {id, severity, confidence, since, active, cause} = incident;
  return {
    ruleId: cause.rule,
    ruleIndex,
    // A level is for what fails (section 3.27.10); what has healed is told, and fails nothing.
    ...(active ? {kind: 'fail', level: LEVEL[severity]} : {kind: 'informational', level: 'none'}),
    message: {text: [printable(cause.summary), ...proofLines(incident)].join('\n')},
    locations: [location(cause.subject)],
    relatedLocations: cause.effects
      .flatMap(flat)
      .map(({subject, summary}, at) => ({id: at + 1, ...location(subject), message: message(summary)})),
    partialFingerprints: {'kdiagIncident/v1': id},
    properties: {severity, confidence, active, ...(since === undefined ? {} : {since})},
  };
}

const flat = (effect: Effect): readonly Effect[] => [effect, ...effect.effects.flatMap(flat)];

/**
 * An object has no file. Code scanning refuses results without one, so its path stands in for it, as relative as a file
 * in a repository would be.
 */
function location(subject: Ref): {readonly physicalLocation: unknown; readonly logicalLocations: readonly unknown[]} {
  const parts = [subject.namespace, subject.kind, subject.name].filter((part) => part !== undefined).map(printable);
  return {
    physicalLocation: {artifactLocation: {uri: parts.map((part) => encodeURIComponent(part)).join('/')}},
    logicalLocations: [{name: printable(subject.name), fullyQualifiedName: parts.join('/'), kind: 'resource'}],
  };
}

const notification = (one: Report['notChecked'][number]): unknown => ({
  level: 'warning',
  message: message(one.rule === undefined ? `Not seen: ${gapLine(one)}` : `Not checked: ${gapLine(one)}`),
  ...(one.rule === undefined ? {} : {associatedRule: {id: one.rule}}),
});
