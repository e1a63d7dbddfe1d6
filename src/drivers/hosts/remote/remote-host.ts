import type {Text} from '../../../state/text.ts';
import {openCommandLog} from '../command-log.ts';
import type {Host, HostPlan, LoggedCommand, Node} from '../host.ts';
import {checkPlan} from '../host-plan.ts';
import {remoteNode} from './remote-node.ts';
import type {RemoteObjects} from './remote-objects.ts';

/**
 * A host that stands at the other end of a line (serve-host.ts), as if it were here.
 * @param line ends with the host where {@link Host.ended} tells so
 * @throws what opening it throws there
 */
export async function openRemoteHost(
  remote: RemoteObjects,
  kind: Host['kind'],
  plan: HostPlan,
  signal?: AbortSignal,
): Promise<Host> {
  checkPlan(plan);
  signal?.throwIfAborted();
  const log = openCommandLog();
  const {promise: endedThere, resolve: end} = Promise.withResolvers<Text>();
  const {object, made} = remote.make(0, 'open', [plan], {
    logged(entries: readonly LoggedCommand[]) {
      for (const entry of entries) log.add(entry);
    },
    ended: end,
  });
  await made;
  let disposing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    // Where the line broke it has ended already.
    await remote.ask(object, 'close').catch(() => {});
    remote.forget(object);
  };
  const nodes = new Map<string, Node>(
    plan.nodes.map(({name}) => [name, remoteNode(remote, name, remote.make(object, 'node', [name], {}).object)]),
  );
  const host: Host = {
    kind,
    nodes: [...nodes.keys()],
    log,
    // What was disposed of did not end by itself.
    ended: Promise.race([endedThere, remote.broke.then(brokenLine)]).then((why) =>
      disposing === undefined ? why : new Promise<never>(() => {}),
    ),
    node(name) {
      const found = nodes.get(name);
      if (found === undefined) throw new RangeError(`No node ${name}; there are ${[...nodes.keys()].join(', ')}.`);
      return found;
    },
    async [Symbol.asyncDispose]() {
      disposing ??= close();
      await disposing;
    },
  };
  if (signal?.aborted === true) {
    await host[Symbol.asyncDispose]();
    signal.throwIfAborted();
  }
  return host;
}

const brokenLine = (why: string): Text => ({
  en: `The line to the host broke. ${why}`,
  zh: `与主机的连接断了。${why}`,
});
