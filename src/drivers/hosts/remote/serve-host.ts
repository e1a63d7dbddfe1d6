import type {Duplex} from 'node:stream';
import type {Host, HostPlan, ListenAt, Node, RunOptions, ScriptRunner, Size, StreamOptions, Terminal} from '../host.ts';
import {logEntry} from '../command-log.ts';
import type {Line} from './messages.ts';
import {quickRunner} from './quick-run.ts';
import {serveObjects, type Served, type Tell} from './serve-objects.ts';

/**
 * Opens hosts here for whoever is at the other end of the line, and does with them what is asked (remote-host.ts). What
 * comes over the line is of the same version of this program, so it is taken for what it should be.
 */
export function serveHosts(line: Line, openHost: (plan: HostPlan, signal: AbortSignal) => Promise<Host>): void {
  serveObjects(line, {
    open: async ([plan], {signal, tell}) => servedHost(await openHost(plan as HostPlan, signal), tell),
  });
}

function servedHost(host: Host, tell: Tell): Served {
  let told = 0;
  const tellLog = (): void => {
    const news = host.log.entries.slice(told);
    told = host.log.entries.length;
    if (news.length > 0) tell('logged', news);
  };
  tellLog();
  host.log.subscribe(tellLog);
  void host.ended.then((why) => {
    tell('ended', why);
  });
  return {
    node: ([name]) => servedNode(host.node(name as string), tell),
    close: () => host[Symbol.asyncDispose](),
  };
}

/** @param tellHost speaks of its host */
const servedNode = (node: Node, tellHost: Tell, quickRun = quickRunner(node)): Served => ({
  run: async ([argv, options], {signal}) => {
    const wanted = options as RunOptions;
    const result = await quickRun(argv as readonly string[], {...wanted, signal});
    if (wanted.logged !== false) tellHost('logged', [logEntry(node.name, wanted.namespace ?? '', result)]);
    return result;
  },
  stream: ([argv, options], {tell}) => servedStream(node, argv as readonly string[], options as StreamOptions, tell),
  scripts: () => servedScripts(node.scripts()),
  terminal: ([size], {tell}) => servedTerminal(node.terminal(size as Size), tell),
  listen: async ([at], {tell, hand}) => {
    const listening = await node.listen(at as ListenAt);
    listening.onConnection((connection) => {
      tell(
        'connection',
        hand((tellConnection) => servedConnection(connection, tellConnection)),
      );
    });
    return {
      close() {
        listening[Symbol.dispose]();
      },
    };
  },
  read: ([path]) => node.files.read(path as string),
  list: ([folder]) => node.files.list(folder as string),
  link: ([path]) => node.files.link(path as string),
  identity: ([path]) => node.files.identity(path as string),
  ask: ([socket, question, timeoutMs]) => node.files.ask(socket as string, question as string, timeoutMs as number),
  namespaces(_, {tell}) {
    const list = node.watchNamespaces({
      added(name) {
        tell('added', name);
      },
      removed(name) {
        tell('removed', name);
      },
      broken(name, why) {
        tell('broken', name, why);
      },
    });
    return {
      look: () => list.lookAtAll(),
      close() {
        list[Symbol.dispose]();
      },
    };
  },
});

function servedStream(node: Node, argv: readonly string[], options: StreamOptions, tell: Tell): Served {
  const stream = node.stream(argv, options);
  stream.onLine((line) => {
    tell('line', line);
  });
  stream.onErrorLine((line) => {
    tell('errorLine', line);
  });
  void stream.ended.then((end) => {
    tell('ended', end);
  });
  return {
    write([words]) {
      stream.write(words as string);
    },
    close() {
      stream[Symbol.dispose]();
    },
  };
}

const servedScripts = (scripts: ScriptRunner): Served => ({
  run: ([script, timeoutMs], {signal}) =>
    scripts.run(script as string, {signal, ...(timeoutMs !== undefined && {timeoutMs: timeoutMs as number})}),
  close() {
    scripts[Symbol.dispose]();
  },
});

function servedTerminal(terminal: Terminal, tell: Tell): Served {
  terminal.onData((data) => {
    tell('data', data);
  });
  terminal.onEvent((event) => {
    tell('event', event);
  });
  void terminal.exited.then((code) => {
    tell('exited', code);
  });
  return {
    write([data]) {
      terminal.write(data as string);
    },
    drop() {
      terminal.drop();
    },
    resize([size]) {
      terminal.resize(size as Size);
    },
    pause() {
      terminal.pause();
    },
    resume() {
      terminal.resume();
    },
    close() {
      terminal[Symbol.dispose]();
    },
  };
}

/** Bytes travel as base64: they need not be text. */
function servedConnection(connection: Duplex, tell: Tell): Served {
  connection.on('data', (chunk: Buffer) => {
    tell('data', chunk.toString('base64'));
  });
  connection.once('end', () => {
    tell('end');
  });
  connection.once('close', () => {
    tell('close');
  });
  connection.on('error', () => {
    // `close` follows.
  });
  return {
    write: ([data]) =>
      new Promise<void>((resolve) => {
        connection.write(Buffer.from(data as string, 'base64'), () => {
          resolve();
        });
      }),
    end() {
      connection.end();
    },
    close() {
      connection.destroy();
    },
  };
}
