import type {Listening, Node, Result, RunOptions, ScriptRunner} from '../host.ts';
import {ANSWER_MS} from '../node-files.ts';
import {remoteConnection} from './remote-connection.ts';
import type {RemoteObjects} from './remote-objects.ts';
import {remoteStream} from './remote-stream.ts';
import {remoteTerminal} from './remote-terminal.ts';

/** On an emulated processor a reading takes seconds, and it is not the only one. */
const PATIENCE_MS = 30_000;
/** A command that has a time has it so that one that hangs ends; there one that is at work needs many times as long. */
const TIMES_AS_LONG = 5;
/** What a command has that is given none, as everywhere. */
const COMMAND_MS = 10_000;

const longer = (timeoutMs = COMMAND_MS): number => timeoutMs * TIMES_AS_LONG;

/** @param object its number at the other side */
export const remoteNode = (remote: RemoteObjects, name: string, object: number): Node => ({
  name,
  patienceMs: PATIENCE_MS,
  run: async (argv, {signal, ...options}: RunOptions = {}) =>
    signal?.aborted === true
      ? notRun(argv, 'aborted')
      : remote
          .ask<Result>(object, 'run', [argv, {...options, timeoutMs: longer(options.timeoutMs)}], signal)
          .catch((error: unknown) => notRun(argv, error)),
  stream: (argv, options = {}) => remoteStream(remote, object, argv, options),
  scripts: () => remoteScripts(remote, object),
  terminal: (size) => remoteTerminal(remote, object, name, size),
  listen: (at) => remoteListen(remote, object, at),
  files: {
    read: (path) => remote.ask(object, 'read', [path]),
    list: (folder) => remote.ask(object, 'list', [folder]),
    link: (path) => remote.ask(object, 'link', [path]),
    identity: (path) => remote.ask(object, 'identity', [path]),
    ask: (socket, question, timeoutMs = ANSWER_MS) => remote.ask(object, 'ask', [socket, question, longer(timeoutMs)]),
  },
  watchNamespaces({added, removed, broken}) {
    const list = remote.make(object, 'namespaces', [], {added, removed, broken}).object;
    return {
      lookAtAll: () => remote.ask(list, 'look'),
      [Symbol.dispose]() {
        remote.tell(list, 'close');
        remote.forget(list);
      },
    };
  },
});

/** A command whose host is gone has no result of its own. */
const notRun = (argv: readonly string[], why: unknown): Result => ({
  argv,
  stdout: '',
  stderr: why instanceof Error ? why.message : String(why),
  durationMs: 0,
  timedOut: false,
  canceled: true,
  notFound: false,
  ok: false,
});

function remoteScripts(remote: RemoteObjects, node: number): ScriptRunner {
  const {object} = remote.make(node, 'scripts', [], {});
  return {
    run: (script, {timeoutMs, signal} = {}) =>
      remote
        .ask<Result>(object, 'run', [script, longer(timeoutMs)], signal)
        .catch((error: unknown) => notRun(['bash', '-s'], error)),
    [Symbol.dispose]() {
      remote.tell(object, 'close');
      remote.forget(object);
    },
  };
}

async function remoteListen(
  remote: RemoteObjects,
  node: number,
  at: Parameters<Node['listen']>[0],
): Promise<Listening> {
  const listeners = new Set<Parameters<Listening['onConnection']>[0]>();
  const {object, made} = remote.make(node, 'listen', [at], {
    connection(number: number) {
      const connection = remoteConnection(remote, number);
      for (const listener of listeners) listener(connection);
    },
  });
  await made;
  return {
    onConnection(listener) {
      listeners.add(listener);
    },
    [Symbol.dispose]() {
      remote.tell(object, 'close');
      remote.forget(object);
    },
  };
}
