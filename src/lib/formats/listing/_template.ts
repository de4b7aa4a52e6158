import {UserError} from '../../model/failure.ts';
import {JsonPathError} from '../../parse/jsonpath.ts';

/** Does what a template says; what is wrong with the template becomes a sentence. */
export function templated<T>(format: string, example: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    throw new UserError(`-o ${format}: ${error.message}`, `Write it like -o ${format}=${example}.`, {cause: error});
  }
}
