import {Args, Flags} from '@oclif/core';
import {connectOptions} from '../lib/cli/connect.ts';
import {exitCodes, exitTable} from '../lib/cli/exit.ts';
import {connectionFlags, fromFlag, namespaceFlags} from '../lib/cli/flags.ts';
import {outputs} from '../lib/cli/output.ts';
import {ReportCommand} from '../lib/cli/report-command.ts';
import {UserError} from '../lib/model/failure.ts';
import {isAtLeast, severities, type Severity} from '../lib/model/finding.ts';
import {isNamespaced} from '../lib/model/kinds.ts';
import type {Ref} from '../lib/model/ref.ts';
import type {Report} from '../lib/model/report.ts';
import {categories} from '../lib/model/rule.ts';
import {target, targetRef} from '../lib/parse/target.ts';
import {doctor} from '../lib/queries/doctor.ts';
import {rules} from '../lib/rules/index.ts';
import {formats} from '../lib/formats/index.ts';
import {open} from '../lib/sources/open.ts';

export default class Doctor extends ReportCommand {
  static override summary = 'Name what is wrong, why, and what proves it';
  static override description = `Looks at a whole cluster, a namespace (-n), or one object and everything connected to it (deploy/web, pod/x, node/n, svc/y), live or in a recorded bundle (--from). Changes nothing.

EXIT CODES
${exitTable()}`;
  static override examples = [
    '<%= config.bin %> doctor',
    '<%= config.bin %> doctor -n shop --explain',
    '<%= config.bin %> doctor deploy/web -n shop',
    '<%= config.bin %> doctor --from incident.tar.zst',
    '<%= config.bin %> doctor -o text -o junit=report.xml -o sarif=report.sarif --fail-on high',
  ];
  static override args = {
    object: Args.string({description: 'KIND/NAME, or KIND and NAME apart'}),
    name: Args.string({description: 'NAME, when KIND stands alone'}),
  };
  static override flags = {
    ...namespaceFlags,
    ...fromFlag,
    output: Flags.string({
      char: 'o',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FORMAT[=FILE]',
      default: ['text'],
      description: `${Object.keys(formats).join('|')}; may be repeated with files`,
    }),
    explain: Flags.boolean({description: 'all evidence, and what was ruled out'}),
    severity: Flags.option({options: severities})({
      helpValue: 'LEVEL',
      description: `leave out incidents below this (${severities.join(', ')})`,
    }),
    category: Flags.option({options: categories})({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME',
      description: `only these (${categories.join(', ')})`,
    }),
    'fail-on': Flags.option({options: [...severities, 'never'] as const})({
      default: 'high',
      helpValue: 'LEVEL',
      description: 'exit 1 when there is an incident at or above this',
    }),
    'min-coverage': Flags.integer({
      helpValue: 'PERCENT',
      min: 0,
      max: 100,
      description: 'exit 4 when a smaller share of the rules could be checked',
    }),
    ...connectionFlags,
  };

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Doctor);
    const wanted = outputs(flags.output, Object.keys(formats));
    const typed = [args.object, args.name].filter((word) => word !== undefined);
    const {source, namespace, recorded} = await open(flags.from, connectOptions(flags, this.surroundings));
    const report = await doctor(source, {
      rules,
      namespace: flags['all-namespaces'] ? undefined : (flags.namespace ?? (typed.length === 0 ? recorded : undefined)),
      fallbackNamespace: flags.namespace ?? namespace,
      target: asked(typed, flags.namespace ?? namespace),
      severity: flags.severity,
      categories: flags.category,
      signal: this.interrupt.signal,
      onProgress: (doing) => {
        this.progress.say(doing);
      },
    });
    await source.close();
    await this.print(report, wanted, flags.explain);
    this.exitWith(exitCode(report, flags['fail-on'], flags['min-coverage']));
  }
}

function asked(words: readonly string[], namespace: string): Ref | undefined {
  if (words.length === 0) return undefined;
  const meant = target(words);
  if (meant.is === 'wrong')
    throw new UserError(
      `cannot tell which object is meant: ${meant.because}`,
      'Write it like deploy/web, pod/x, node/n or svc/y.',
    );
  return targetRef(meant.kind, isNamespaced(meant.kind) ? namespace : '', meant.name);
}

function exitCode({incidents, coverage}: Report, failOn: Severity | 'never', minCoverage: number | undefined): number {
  if (failOn !== 'never' && incidents.some(({severity, active}) => active && isAtLeast(severity, failOn)))
    return exitCodes.found.code;
  return minCoverage !== undefined && coverage * 100 < minCoverage ? exitCodes.coverage.code : exitCodes.clean.code;
}
