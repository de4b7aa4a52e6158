import {
  type Decoded,
  type Decoder,
  flag,
  intern,
  isObject,
  list,
  map,
  name,
  number,
  object,
  shared,
  text,
  word,
  type Words,
} from '../schema.ts';

/** Annotations that Kubernetes or a controller acts on. Others are somebody's data, and often different in each pod. */
const KNOWN =
  /^(?:prometheus\.io\/|deployment\.kubernetes\.io\/|(?:[a-z.]+\.)?(?:storageclass|volume|pv)\.(?:beta\.)?kubernetes\.io\/|kubernetes\.io\/ingress|nginx\.ingress|kubectl\.kubernetes\.io\/(?:restartedAt|default-container)|cert-manager\.io\/)/;
const ANNOTATION_AT_MOST = 512;

const annotations: Decoder<Words> = (raw) => {
  if (!isObject(raw)) return map(undefined);
  const short = Object.entries(raw).filter(
    ([key, value]) => typeof value === 'string' && value.length <= ANNOTATION_AT_MOST && KNOWN.test(key),
  );
  return map(Object.fromEntries(short));
};

const owner = object({kind: word, name: name, uid: word, controller: flag});

/** ObjectMeta (apimachinery meta/v1), without managedFields. */
const fields = {
  name: name,
  namespace: word,
  uid: text,
  labels: shared(map),
  annotations: shared(annotations),
  ownerReferences: shared(list(owner)),
  creationTimestamp: word,
  deletionTimestamp: word,
  deletionGracePeriodSeconds: number,
  finalizers: list((raw) => (typeof raw === 'string' ? intern(raw) : '')),
  generation: number,
};
export const meta = object(fields);

const edit = object({manager: word, operation: word, subresource: word, time: word});

/** ObjectMeta with who wrote it last and when: kept for kinds whose changes can be a cause. */
export const metaWithHistory = object({...fields, managedFields: list(edit)});
export type Edit = Decoded<typeof edit>;
export type Meta = Decoded<typeof meta>;

/** metav1.Condition and its older relatives. */
export const condition = object({
  type: word,
  status: word,
  reason: word,
  message: text,
  lastTransitionTime: word,
  lastHeartbeatTime: word,
  lastUpdateTime: word,
});
export type Condition = Decoded<typeof condition>;

/** metav1.LabelSelector. */
export const selector = object({
  matchLabels: map,
  matchExpressions: list(object({key: name, operator: word, values: list(name)})),
});
export type LabelSelector = Decoded<typeof selector>;
