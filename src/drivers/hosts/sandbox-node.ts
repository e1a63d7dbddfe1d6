import {statSync} from 'node:fs';
import type {Server} from 'node:net';
import {logEntry} from './command-log.ts';
import type {WritableCommandLog} from './command-log.ts';
import {NODE_ENVIRONMENT, OUR_ENVIRONMENT} from './environment.ts';
import type {Node, NodePlan, Result, RunOptions, Size, Stream, StreamOptions, Terminal} from './host.ts';
import {listenInside} from './listen.ts';
import type {NamespaceFiles} from './namespace-files.ts';
import {watchNamespaces} from './namespace-list.ts';
import {nodeFilesAt} from './node-files.ts';
import {runProcess, streamProcess} from './run.ts';
import type {SandboxRoot} from './sandbox-root.ts';
import {openScriptRunner, SCRIPT_SHELL} from './script-runner.ts';
import {openShellTerminal} from './shell-terminal.ts';

/** What a node needs from the sandbox it is in. */
export interface SandboxSide {
  readonly log: WritableCommandLog;
  readonly files: NamespaceFiles;
  readonly isIn: SandboxRoot['isIn'];
  readonly credentials: SandboxRoot['credentials'];
  /**
   * Called with the end of everything the node starts. The namespaces' files stay open until then: a command that is
   * just being started must not find another file under the number.
   */
  readonly awaits: (end: Promise<unknown>) => void;
  /** Called with what must be closed when the sandbox ends. */
  readonly closes: (server: Server) => void;
  /** Called with what is outside the sandbox's processes and so does not end with them. */
  readonly ends: (one: Disposable) => void;
  readonly hasEnded: () => boolean;
}

export interface SandboxNode extends Node {
  readonly namespaces: NamespaceFiles;
  /** Its file system as a path from here. */
  readonly root: string;
}

/** @param pid of the node's first process, as the machine counts. */
export function sandboxNode(
  {name, environment}: NodePlan,
  pid: number,
  namespaces: NamespaceFiles,
  sandbox: SandboxSide,
): SandboxNode {
  const env = {...NODE_ENVIRONMENT, ...environment};
  const root = `/proc/${pid}/root`;
  const inside = [
    'nsenter',
    ...sandbox.files.enter(sandbox.isIn),
    ...namespaces.enter(['net', 'mount', 'uts', 'ipc', 'pid']),
    ...sandbox.credentials,
    ...namespaces.workingDirectory,
    '--',
  ];
  const log = (argv: readonly string[], namespace: string, result?: Result) => {
    sandbox.log.add(logEntry(name, namespace, {durationMs: 0, stderr: '', ...result, argv}));
  };

  async function run(argv: readonly string[], options: RunOptions): Promise<Result> {
    if (sandbox.hasEnded()) return notRun(argv, ENDED, {canceled: true});
    const namespace = options.namespace ?? '';
    if (namespace !== '' && !isNamespace(root, namespace)) {
      return notRun(argv, `Cannot open network namespace "${namespace}": No such file or directory`, {exitCode: 1});
    }
    // `ip netns exec` also gives the command the sysfs and the /etc files of the namespace.
    const words = [...inside, ...(namespace === '' ? [] : ['ip', 'netns', 'exec', namespace]), ...argv];
    const running = runProcess(words, {
      env: {...env, ...options.env},
      wrapped: true,
      input: options.input,
      timeoutMs: options.timeoutMs,
      signal: options.signal,
    });
    sandbox.awaits(running);
    return whatWasAsked(await running, argv);
  }

  return {
    name,
    root,
    namespaces,
    files: nodeFilesAt(root),
    watchNamespaces: (listener) => watchNamespaces(root, listener),
    async run(argv, options = {}) {
      const result = await run(argv, options);
      if (options.logged !== false) log(argv, options.namespace ?? '', result);
      return result;
    },
    async enteredBy(enter) {
      if (sandbox.hasEnded()) return notRun([], ENDED, {canceled: true});
      const {user} = sandbox.files.paths;
      const running = enter({
        namespaces: {...namespaces.paths, ...(user !== undefined && {user})},
        folder: namespaces.folder,
        credentials: sandbox.credentials.length === 0,
      });
      sandbox.awaits(running);
      const result = await running;
      log(result.argv, '', result);
      return result;
    },
    stream(argv: readonly string[], options: StreamOptions = {}): Stream {
      if (sandbox.hasEnded()) return endedStream();
      const namespace = options.namespace ?? '';
      // The node's network and files, but the sandbox's processes: nothing in the node can see or kill it.
      const words = [
        'nsenter',
        ...sandbox.files.enter([...sandbox.isIn, 'pid']),
        ...(namespace === '' ? namespaces.enter(['net']) : [`--net=${root}/run/netns/${namespace}`]),
        ...namespaces.enter(['mount', 'uts', 'ipc']),
        ...sandbox.credentials,
        ...namespaces.workingDirectory,
        '--',
        ...argv,
      ];
      const stream = streamProcess(words, {env, wrapped: true});
      sandbox.awaits(stream.ended);
      for (const program of options.runs ?? [argv]) log(program, namespace);
      return stream;
    },
    scripts() {
      // Only what it starts is in the node's processes: it is not one of them itself.
      const [program = '', ...rest] = inside;
      const words = [program, '--no-fork', ...rest, ...SCRIPT_SHELL];
      const scripts = openScriptRunner(() => {
        const shell = streamProcess(words, {env});
        sandbox.awaits(shell.ended);
        return shell;
      });
      if (sandbox.hasEnded()) scripts[Symbol.dispose]();
      else sandbox.ends(scripts);
      return scripts;
    },
    terminal(size: Size): Terminal {
      if (sandbox.hasEnded()) throw new Error(ENDED);
      const terminal = openShellTerminal(name, {inside, env, owner: statSync(`${root}/run`).uid}, size);
      sandbox.awaits(terminal.exited);
      return terminal;
    },
    async listen(at) {
      if (sandbox.hasEnded()) throw new Error(ENDED);
      const enter = [...sandbox.files.enter(sandbox.isIn), ...namespaces.enter(['net']), ...sandbox.credentials, '--'];
      const listening = listenInside(enter, 'port' in at ? at : {path: `${root}${at.path}`}, OUR_ENVIRONMENT);
      sandbox.awaits(listening.catch(() => {}));
      const server = await listening;
      // While it is open it keeps the network alive.
      sandbox.closes(server);
      return {
        onConnection(listener) {
          server.on('connection', listener);
        },
        [Symbol.dispose]() {
          server.close();
        },
      };
    },
  };
}

const ENDED = 'The sandbox has ended.';

const endedStream = (): Stream => ({
  write() {},
  onLine: () => () => {},
  onErrorLine: () => () => {},
  ended: Promise.resolve({stderr: ENDED}),
  [Symbol.dispose]() {},
});

/** Under /run/netns lie mounts of nsfs; a name left behind by a failed `ip netns add` is an ordinary empty file. */
function isNamespace(root: string, name: string): boolean {
  try {
    return statSync(`${root}/run/netns/${name}`).isFile();
  } catch {
    return false;
  }
}

const notRun = (argv: readonly string[], stderr: string, why: Partial<Result>): Result => ({
  argv,
  stdout: '',
  stderr,
  durationMs: 0,
  timedOut: false,
  canceled: false,
  notFound: false,
  ok: false,
  ...why,
});

/** The result of the command asked for, out of that of nsenter, which runs it. */
function whatWasAsked(result: Result, argv: readonly string[]): Result {
  const missing =
    /^(?:nsenter: failed to execute|exec of "?)\s?(\S*?)"?:? (?:failed: )?No such file or directory$/m.exec(
      result.stderr,
    );
  if (missing === null || missing[1] !== argv[0] || result.ok) return {...result, argv};
  const {exitCode: _, ...rest} = result;
  return {...rest, argv, notFound: true};
}
