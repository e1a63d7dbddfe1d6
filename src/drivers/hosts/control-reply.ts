import {Buffer} from 'node:buffer';

/** OSC number of our own messages between a node's shell and us; not used by any terminal we know of. */
export const PRIVATE_OSC = '7770';
export const REPLY_START = `\u001B]${PRIVATE_OSC};reply;`;

/**
 * What to write to a terminal to answer its `control` event: the `underlay` command in the shell prints `text` and
 * ends with `exitCode`.
 */
export const controlReply = (exitCode: number, text: string): string =>
  `${REPLY_START}${exitCode};${Buffer.from(text, 'utf8').toString('base64')}\u0007`;
