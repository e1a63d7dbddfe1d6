/** Listens on a unix socket for ever and answers nothing: `listen.ts FILE`. Says when it listens. */
import {createServer} from 'node:net';

createServer().listen(process.argv[2], () => process.send?.('listening'));
