import {UserError} from '../model/failure.ts';

/** A client library that is an optional dependency: whoever leaves it out learns of it when an address needs it. */
export async function client<T>(packageName: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.endsWith('MODULE_NOT_FOUND') !== true) throw error;
    throw new UserError(
      `the package ${packageName}, which speaks to this place, is not installed`,
      `npm install ${packageName} beside kdiag; it is one of its optional dependencies.`,
      {exit: 3, cause: error},
    );
  }
}
