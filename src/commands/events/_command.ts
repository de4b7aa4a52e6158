import {connectOptions} from '../../lib/cli/connect.ts';
import {eventFlags} from '../../lib/cli/event-flags.ts';
import {connectionFlags, fromFlag, namespaceFlags} from '../../lib/cli/flags.ts';
import {ListingCommand} from '../../lib/cli/listing-command.ts';
import {UserError} from '../../lib/model/failure.ts';
import {type Gap, type Source, Unavailable} from '../../lib/model/source.ts';
import type {EventQuestion} from '../../lib/queries/events/ask.ts';
import {open} from '../../lib/sources/open.ts';

/** Flags of every command of the family. */
export const familyFlags = {...namespaceFlags, ...fromFlag, ...eventFlags, ...connectionFlags};

type Connecting = Parameters<typeof connectOptions>[0];

interface Typed extends Connecting {
  readonly from?: string | undefined;
  readonly namespace?: string | undefined;
  readonly 'all-namespaces': boolean;
  readonly for?: EventQuestion['object'];
  readonly only: boolean;
  readonly types?: string[] | undefined;
  readonly reason?: RegExp | undefined;
  readonly message?: RegExp | undefined;
  readonly component?: RegExp | undefined;
  readonly host?: RegExp | undefined;
  readonly 'min-count'?: number | undefined;
  readonly selector?: EventQuestion['labels'];
  readonly 'field-selector'?: ((of: unknown) => boolean) | undefined;
  readonly since?: ((now: Date) => number) | undefined;
  readonly until?: ((now: Date) => number) | undefined;
}

export interface Asked {
  readonly source: Source;
  readonly question: EventQuestion;
}

/** What the commands of the family share: from flags to a source and a question. */
export abstract class EventCommand extends ListingCommand {
  protected async asked(flags: Typed): Promise<Asked> {
    const {source, namespace, recorded} = await open(flags.from, connectOptions(flags, this.surroundings));
    const now = source.now();
    // A bundle holds what somebody thought worth holding: all of it is meant unless a namespace is named.
    const usual = flags.from === undefined ? namespace : recorded;
    return {
      source,
      question: {
        namespace: flags['all-namespaces'] ? undefined : (flags.namespace ?? usual),
        objectNamespace: flags.namespace ?? namespace,
        object: flags.for,
        only: flags.only,
        labels: flags.selector,
        filter: {
          types: flags.types,
          reason: flags.reason,
          message: flags.message,
          component: flags.component,
          host: flags.host,
          minCount: flags['min-count'],
          fields: flags['field-selector'],
          since: flags.since?.(now),
          until: flags.until?.(now),
        },
      },
    };
  }

  /** What could not be read at all ends the command; what could not be read in part is said beside the answer. */
  protected async readable<T>(work: Promise<T>): Promise<T> {
    return work.catch((error: unknown) => {
      throw error instanceof Unavailable ? unreadable(error) : error;
    });
  }

  protected remarkGaps(gaps: readonly Gap[]): void {
    for (const {what, why, hint} of gaps) this.remark(`${what}: ${why}${hint === undefined ? '' : ` (${hint})`}`);
  }

  /** kubectl's words for nothing. */
  protected remarkNothing(namespace: string | undefined): void {
    this.remark(namespace === undefined ? 'No events found.' : `No events found in ${namespace} namespace.`);
  }
}

const unreadable = (error: Unavailable): UserError =>
  new UserError(
    `events could not be read: ${error.gap.why}`,
    error.gap.hint ?? 'kubectl auth can-i list events says whether you may.',
    {exit: 3, cause: error},
  );
