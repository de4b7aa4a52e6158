import {type ContainerRef, type Gap, type LogOptions, Unavailable} from '../../model/source.ts';
import {path, query} from './address.ts';
import {messageIn} from './status.ts';
import type {Transport} from './transport.ts';
import type {Reply} from './wire.ts';

/** The end of a container's log, each line with its time in front. */
export async function podLog(
  transport: Transport,
  container: ContainerRef,
  options: LogOptions,
  signal?: AbortSignal,
): Promise<string> {
  const {namespace, pod, container: name} = container;
  const {previous, tail: tailLines, limitBytes} = options;
  const what = `${previous === true ? 'previous log' : 'log'} of container ${name} of pod ${namespace}/${pod}`;
  const asked = {
    container: name,
    previous: previous === true ? true : undefined,
    tailLines,
    limitBytes,
    timestamps: true,
  };
  const reply = await transport.get({
    what,
    can: `get pods --subresource=log -n ${namespace}`,
    missing: {why: 'failed', hint: 'the pod is gone'},
    path: path`/api/v1/namespaces/${namespace}/pods/${pod}/log` + query(asked),
    accept: '*/*',
    signal,
    also: [400],
  });
  const none = absent(reply);
  if (none !== undefined) throw new Unavailable({what, ...none});
  return reply.body.toString();
}

/** The kubelet says these as a bad request or, once the runtime has dropped the file, in the place of the log. */
function absent(reply: Reply): Omit<Gap, 'what'> | undefined {
  const said = reply.body.subarray(0, 64 * 1024).toString();
  if (reply.status === 200)
    return said.startsWith('unable to retrieve container logs for ')
      ? {why: 'failed', hint: 'the node has already removed it'}
      : undefined;
  const [, hint] = REASONS.find(([words]) => words.test(said)) ?? [undefined, messageIn(reply)];
  return {why: 'failed', hint};
}

const REASONS: ReadonlyArray<readonly [RegExp, string]> = [
  [
    /previous terminated container .* not found/,
    'the container has not been restarted, or the node has removed the log of its previous run',
  ],
  [/is waiting to start/, 'the container has not started yet, so it has written nothing'],
  [/is not valid for pod|container .* not found/, 'the pod has no such container'],
];
