import type {Server} from 'node:http';
import {createAdaptorServer} from '@hono/node-server';
import type {Hono} from 'hono';

/**
 * An HTTP server for the API that does not listen yet: the caller gives it a port of this machine or a socket that
 * already listens elsewhere (a node's own network namespace).
 */
export const apiServer = (app: Hono): Server => createAdaptorServer({fetch: app.fetch}) as Server;
