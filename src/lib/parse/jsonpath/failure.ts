/** A template that cannot be read, or that does not fit what it is asked of. The message is kubectl's. */
export class JsonPathError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'JsonPathError';
  }
}
