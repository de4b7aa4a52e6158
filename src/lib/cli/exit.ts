/** One table of exit codes, printed in help and pinned by a test. */
export const exitCodes = {
  clean: {code: 0, means: 'ran; nothing at or above --fail-on'},
  found: {code: 1, means: 'ran; found something at or above --fail-on'},
  usage: {code: 2, means: 'typed wrongly: unknown flag, bad value, missing argument, unknown object'},
  unreadable: {code: 3, means: 'could not reach or read the source'},
  coverage: {code: 4, means: 'ran, but coverage is below --min-coverage'},
  interrupted: {code: 130, means: 'interrupted'},
} as const;

export const exitTable = (): string =>
  Object.values(exitCodes)
    .map(({code, means}) => `${String(code).padStart(3)}  ${means}`)
    .join('\n');
