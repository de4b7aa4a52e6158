import TopPods from './pods.ts';

/** `top pods --containers` by its own name. */
export default class TopContainers extends TopPods {
  static override aliases = ['top:container'];
  static override summary = 'What containers use, against what they may';
  static override examples = [
    '<%= config.bin %> top containers -A --sort-by throttled --columns namespace,pod,name,cpu,cpu-limit,throttled',
  ];

  protected override readonly isOfContainers = true;
}
