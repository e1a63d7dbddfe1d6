import type {Server, Socket} from 'node:net';

/** Servers of ours that listen inside a host. */
export interface Servers {
  readonly add: (server: Server) => void;
  /** Ends all of them and their connections: an open socket keeps its network namespace alive. */
  readonly close: () => void;
}

export function openServers(): Servers {
  const servers = new Set<Server>();
  const sockets = new Set<Socket>();
  return {
    add(server) {
      servers.add(server);
      server.once('close', () => servers.delete(server));
      server.on('connection', (socket) => {
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
      });
    },
    close() {
      for (const server of servers) server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
