import type {ShellEvent, Size, Terminal} from '../host.ts';
import type {RemoteObjects} from './remote-objects.ts';

/** What a shell that lost its line ends with, as by a hang-up. */
const HUNG_UP = 129;

/** A pty at the other side. */
export function remoteTerminal(remote: RemoteObjects, node: number, name: string, initialSize: Size): Terminal {
  let size = initialSize;
  const dataListeners = new Set<(data: string) => void>();
  const eventListeners = new Set<(event: ShellEvent) => void>();
  const {promise: exited, resolve: exit} = Promise.withResolvers<number>();
  const {object, made} = remote.make(node, 'terminal', [size], {
    data(data: string) {
      for (const listener of dataListeners) listener(data);
    },
    event(event: ShellEvent) {
      for (const listener of eventListeners) listener(event);
    },
    exited: exit,
  });
  const hangUp = (): void => {
    exit(HUNG_UP);
  };
  made.catch(hangUp);
  void remote.broke.then(hangUp);
  return {
    node: name,
    exited,
    get size() {
      return size;
    },
    onData(listener) {
      dataListeners.add(listener);
      return () => dataListeners.delete(listener);
    },
    onEvent(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    write(data) {
      remote.tell(object, 'write', [data]);
    },
    drop() {
      remote.tell(object, 'drop');
    },
    resize(next) {
      size = next;
      remote.tell(object, 'resize', [next]);
    },
    pause() {
      remote.tell(object, 'pause');
    },
    resume() {
      remote.tell(object, 'resume');
    },
    [Symbol.dispose]() {
      remote.tell(object, 'close');
    },
  };
}
