const START = ',"managedFields":[';

/**
 * JSON text without its managedFields: half of a pod, which no decoder reads. Three quarters of the time of
 * JSON.parse are saved. The start cannot occur inside a JSON string, where its quotes would be escaped; the end is
 * found by matching brackets, because field names in there may hold any character.
 */
export function withoutManagedFields(json: string): string {
  const kept: string[] = [];
  let from = 0;
  for (let start = json.indexOf(START); start !== -1; start = json.indexOf(START, from)) {
    const end = closing(json, start + START.length);
    if (end === undefined) break;
    kept.push(json.slice(from, start));
    from = end + 1;
  }
  return kept.length === 0 ? json : kept.join('') + json.slice(from);
}

const [QUOTE, BACKSLASH, OPEN, CLOSE] = [34, 92, 91, 93];

/** Index of the bracket that closes the one before `at`; undefined in text that ends before it. */
function closing(json: string, at: number): number | undefined {
  let depth = 1;
  for (let index = at; index < json.length; index++) {
    const code = json.charCodeAt(index);
    if (code === QUOTE) index = endOfString(json, index);
    else if (code === OPEN) depth++;
    else if (code === CLOSE && --depth === 0) return index;
  }
  return undefined;
}

function endOfString(json: string, quote: number): number {
  let index = quote + 1;
  for (let code = json.charCodeAt(index); code !== QUOTE && index < json.length; code = json.charCodeAt(index)) {
    index += code === BACKSLASH ? 2 : 1;
  }
  return index;
}
