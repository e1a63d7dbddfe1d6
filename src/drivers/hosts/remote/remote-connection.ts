import {Duplex} from 'node:stream';
import type {RemoteObjects} from './remote-objects.ts';

/** A connection that came to a server at the other side, as a stream of bytes here. */
export function remoteConnection(remote: RemoteObjects, object: number): Duplex {
  const connection = new Duplex({
    allowHalfOpen: true,
    read() {
      // What comes is pushed as it comes: requests and answers of an API are small.
    },
    write(chunk: Buffer, _, done) {
      remote.ask(object, 'write', [chunk.toString('base64')]).then(
        () => done(),
        (error: Error) => {
          done(error);
        },
      );
    },
    final(done) {
      remote.tell(object, 'end');
      done();
    },
    destroy(error, done) {
      remote.tell(object, 'close');
      remote.forget(object);
      done(error);
    },
  });
  remote.hear(object, {
    data(data: string) {
      connection.push(Buffer.from(data, 'base64'));
    },
    end() {
      connection.push(null);
    },
    close() {
      connection.destroy();
    },
  });
  void remote.broke.then(() => connection.destroy());
  return connection;
}
