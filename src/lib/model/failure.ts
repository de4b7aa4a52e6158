/**
 * Something the person typed or has set up wrongly: one sentence of what and why, one of what to do.
 * Exit code 2 for usage, 3 for a source that cannot be reached or read; 1 where kubectl's command of the same name gives 1.
 */
export class UserError extends Error {
  readonly hint: string | undefined;
  readonly exit: 1 | 2 | 3;
  constructor(message: string, hint?: string, options: {readonly exit?: 1 | 2 | 3; readonly cause?: unknown} = {}) {
    super(message, {cause: options.cause});
    this.name = 'UserError';
    this.hint = hint;
    this.exit = options.exit ?? 2;
  }
}
