export interface QuotaRefusal {
  /** Each quota that says no, with what it counts. */
  readonly quotas: ReadonlyArray<{
    readonly name: string;
    readonly items: ReadonlyArray<{
      readonly resource: string;
      readonly requested: string;
      readonly used: string;
      readonly limited: string;
    }>;
  }>;
}

const EXCEEDED =
  /exceeded quota: (?<name>[\w.-]+), requested: (?<requested>\S.*?), used: (?<used>\S.*?), limited: (?<limited>[^\s,]+(?:,[^\s,]+)*)/g;

/** `pods=1,requests.cpu=2`. */
const pairs = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split(',')
      .flatMap((pair) =>
        pair.includes('=')
          ? [[pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1)] as const]
          : [],
      ),
  );

/** `pods "x" is forbidden: exceeded quota: team, requested: pods=1, used: pods=3, limited: pods=3`; several quotas may say no at once. */
export function quotaRefusal(message: string): QuotaRefusal | undefined {
  const quotas = [...message.matchAll(EXCEEDED)].map(({groups = {}}) => {
    const {name = '', requested = '', used = '', limited = ''} = groups;
    const [had, cap] = [pairs(used), pairs(limited)];
    return {
      name,
      items: [...pairs(requested)].map(([resource, amount]) => ({
        resource,
        requested: amount,
        used: had.get(resource) ?? '?',
        limited: cap.get(resource) ?? '?',
      })),
    };
  });
  return quotas.length === 0 ? undefined : {quotas};
}

/** `failed quota: team: must specify limits.cpu for: app; limits.memory for: app`, and `must specify limits.cpu,limits.memory` before 1.24. */
export function unspecified(
  message: string,
): {readonly quota: string; readonly resources: readonly string[]} | undefined {
  const {quota, rest} = /failed quota: (?<quota>[\w.-]+): must specify (?<rest>[^\n]+)/.exec(message)?.groups ?? {};
  if (quota === undefined || rest === undefined) return undefined;
  return {
    quota,
    resources: rest
      .split(/;|,(?! )/)
      .map((part) => part.trim().split(' ')[0] ?? '')
      .filter((one) => /^[\w./-]+$/.test(one)),
  };
}
