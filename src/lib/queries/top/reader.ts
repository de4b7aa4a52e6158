import type {Gap, Scope, Source} from '../../model/source.ts';
import type {NodeFacts, PodFacts, UsageReading, UsageSource} from '../../model/usage.ts';
import type {Rates} from '../../model/usage-row.ts';
import {type Listed, readNodes, readOwners, readPods, type OwnerOf} from './facts.ts';
import {Kubelets} from './kubelets.ts';
import {completed} from './merge.ts';
import {Rater} from './rates.ts';
import {fromKubelets, type KubeletSource, readUsage} from './usage.ts';

/** What has to be read besides CPU and memory. Each costs requests, so each is asked for by the columns that show it. */
export interface Needs {
  readonly pods: boolean;
  readonly nodes: boolean;
  readonly owners: boolean;
  /** Pages of the kubelets that say what metrics.k8s.io does not. */
  readonly pages: ReadonlySet<KubeletSource>;
  /** Pods alone are a fraction of the memory of pods with containers. */
  readonly containers: boolean;
  /** Rates take two readings. */
  readonly rates: boolean;
}

export interface TopQuestion {
  readonly of: 'nodes' | 'pods';
  readonly from: 'auto' | UsageSource;
  /** Which pods; for nodes only its labels and name count. */
  readonly scope: Scope;
  readonly name?: string | undefined;
  /** Only pods on nodes that have these labels. */
  readonly nodeLabels?: string | undefined;
  readonly needs: Needs;
}

export interface TopAnswer {
  readonly takenAt: Date;
  readonly usage: UsageReading;
  /** Undefined where they were not asked for or could not be read. */
  readonly pods: readonly PodFacts[] | undefined;
  readonly nodes: readonly NodeFacts[] | undefined;
  readonly ownerOf: OwnerOf;
  readonly ratesOf: (key: string) => Rates | undefined;
  readonly via: UsageSource | undefined;
  readonly gaps: readonly Gap[];
  /** Whether another reading could tell rates that this one cannot. */
  readonly isSettled: boolean;
}

const nearest: OwnerOf = (namespace, owner) =>
  owner === undefined ? undefined : {kind: owner.kind, namespace, name: owner.name};

/** Reads a cluster's use, once or again and again: rates and dead kubelets are remembered from reading to reading. */
export class TopReader {
  readonly #source: Source;
  readonly #question: TopQuestion;
  readonly #kubelets: Kubelets;
  readonly #rater = new Rater();

  constructor(source: Source, question: TopQuestion) {
    this.#source = source;
    this.#question = question;
    this.#kubelets = new Kubelets(source);
  }

  async read(signal?: AbortSignal): Promise<TopAnswer> {
    const {needs, scope} = this.#question;
    const podsRead = needs.pods || this.#hasSelection ? readPods(this.#source, this.#podScope, signal) : undefined;
    const nodesRead = once(async () => readNodes(this.#source, this.#nodeScope, signal));
    const kubeletsOf = async (): Promise<readonly NodeFacts[]> => this.#nodesOf(await nodesRead(), await podsRead);
    const owners = needs.owners ? readOwners(this.#source, scope, signal) : undefined;
    const [used, pods, nodes, above] = await Promise.all([
      this.#used(kubeletsOf, signal),
      podsRead,
      needs.nodes || this.#question.nodeLabels !== undefined ? nodesRead() : undefined,
      owners,
    ]);
    const chosen = this.#onNodes(pods?.items, nodes?.items);
    const usage = this.#rater.take(this.#narrowed(used.reading, chosen), this.#source.now());
    return {
      takenAt: this.#source.now(),
      usage,
      isSettled: this.#rater.isSettled,
      pods: chosen,
      nodes: nodes?.items,
      ownerOf: above?.ownerOf ?? nearest,
      ratesOf: (key) => this.#rater.rates(key),
      via: used.via,
      gaps: [...used.gaps, ...[pods?.gap, nodes?.gap].filter((gap) => gap !== undefined), ...(above?.gaps ?? [])],
    };
  }

  get #podScope(): Scope {
    const {scope, name, of} = this.#question;
    if (of === 'nodes') return {};
    return name === undefined ? scope : {...scope, fields: `metadata.name=${name}`};
  }

  get #nodeScope(): Scope {
    const {of, name, scope, nodeLabels} = this.#question;
    if (of === 'pods') return nodeLabels === undefined ? {} : {labels: nodeLabels};
    return name === undefined ? {labels: scope.labels} : {fields: `metadata.name=${name}`};
  }

  /** Whether the pods have to be listed to know which are meant. */
  get #hasSelection(): boolean {
    const {of, scope, nodeLabels, from} = this.#question;
    const isKubelets = from !== 'auto' && from !== 'metrics-api';
    return (
      of === 'pods' &&
      (scope.fields !== undefined || nodeLabels !== undefined || (isKubelets && scope.labels !== undefined))
    );
  }

  async #used(nodes: () => Promise<readonly NodeFacts[]>, signal: AbortSignal | undefined) {
    const {of, from, scope, name, needs} = this.#question;
    const asked = {
      namespace: scope.namespace,
      name,
      labels: name === undefined ? scope.labels : undefined,
      detail: {containers: needs.containers, labels: needs.containers},
    };
    const [used, ...more] = await Promise.all([
      readUsage(this.#source, this.#kubelets, {of, from, asked, nodes, signal}),
      ...[...needs.pages]
        .filter((page) => page !== from)
        .map(async (page) => fromKubelets(this.#kubelets, page, {nodes, signal})),
    ]);
    return {
      via: used.via,
      reading: more.reduce((reading, {reading: page}) => completed(reading, page), used.reading),
      gaps: [...used.gaps, ...more.flatMap(({gaps}) => gaps)],
    };
  }

  /** Kubelets worth asking: those of the nodes that are meant, or that have pods that are. */
  #nodesOf(nodes: Listed<NodeFacts>, pods: Listed<PodFacts> | undefined): readonly NodeFacts[] {
    const all = nodes.items ?? [];
    if (this.#question.of === 'nodes' || pods?.items === undefined) return all;
    const used = new Set(pods.items.map(({node}) => node));
    return all.filter(({name}) => used.has(name));
  }

  /** Kubelets tell of all pods on their nodes, and metrics.k8s.io knows no fields: only the pods that are meant stay. */
  #narrowed(reading: UsageReading, pods: readonly PodFacts[] | undefined): UsageReading {
    const {of, scope, name} = this.#question;
    if (of === 'nodes') return reading;
    if (scope.namespace === undefined && name === undefined && !this.#hasSelection) return reading;
    const meant =
      this.#hasSelection && pods !== undefined ? new Set(pods.map((pod) => `${pod.namespace}/${pod.name}`)) : undefined;
    return {
      ...reading,
      pods: reading.pods.filter(
        (pod) =>
          (scope.namespace === undefined || pod.namespace === scope.namespace) &&
          (name === undefined || pod.name === name) &&
          (meant === undefined || meant.has(`${pod.namespace}/${pod.name}`)),
      ),
    };
  }

  #onNodes(
    pods: readonly PodFacts[] | undefined,
    nodes: readonly NodeFacts[] | undefined,
  ): readonly PodFacts[] | undefined {
    if (this.#question.nodeLabels === undefined || pods === undefined || nodes === undefined) return pods;
    const names = new Set(nodes.map(({name}) => name));
    return pods.filter(({node}) => node !== undefined && names.has(node));
  }
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => (running ??= work());
}
