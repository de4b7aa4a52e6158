import type {Rule} from '../model/rule.ts';
import {brief} from './_story.ts';
import {keepsPending, unschedulable} from './_unscheduled.ts';

/** Reasons of plugins and schedulers that no other rule understands are passed on in their own words. */
const words = (message: string): string => brief(message.replace(/\.?\s*preemption: [\s\S]*$/, ''), 240);

export default {
  title: 'The scheduler finds no node for a pod',
  category: 'scheduling',
  severity: 'high',
  why: 'The scheduler turned every node down, for a reason in its own words.',
  confirm: ['kubectl describe pod <pod>: FailedScheduling'],
  fix: ['follow the message of the scheduler', 'when no nodes are available at all: add or mend nodes'],
  needs: ['Pod'],
  tags: ['pending'],
  explains: keepsPending,
  sources: ['https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/'],
  *check(cluster) {
    yield* unschedulable(cluster, 'other', ({message}) => ({because: words(message)}));
  },
} satisfies Rule;
