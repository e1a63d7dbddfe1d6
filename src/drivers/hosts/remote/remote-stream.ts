import type {Stream, StreamOptions} from '../host.ts';
import type {RemoteObjects} from './remote-objects.ts';

/** A process at the other side, line by line. */
export function remoteStream(
  remote: RemoteObjects,
  node: number,
  argv: readonly string[],
  options: StreamOptions,
): Stream {
  const lines = new Set<(line: string) => void>();
  const errorLines = new Set<(line: string) => void>();
  const {promise: ended, resolve: end} = Promise.withResolvers<Awaited<Stream['ended']>>();
  const {object, made} = remote.make(node, 'stream', [argv, options], {
    line(line: string) {
      for (const listener of lines) listener(line);
    },
    errorLine(line: string) {
      for (const listener of errorLines) listener(line);
    },
    ended: end,
  });
  made.catch((error: Error) => {
    end({stderr: error.message});
  });
  void remote.broke.then((why) => {
    end({stderr: why});
  });
  return {
    ended,
    write(text) {
      remote.tell(object, 'write', [text]);
    },
    onLine: subscribeTo(lines),
    onErrorLine: subscribeTo(errorLines),
    [Symbol.dispose]() {
      remote.tell(object, 'close');
    },
  };
}

const subscribeTo =
  <T>(listeners: Set<T>) =>
  (listener: T): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
