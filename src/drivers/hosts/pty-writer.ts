import {writeSync} from 'node:fs';
import {endOfPaste} from './paste-marks.ts';

/** How long to wait before a full pty is tried again. */
const RETRY_MS = 5;

/**
 * Writes to a pty without ever waiting for the program that reads it. Node's own stream does not do that: libuv
 * cannot reopen the master side of a pty, marks it for blocking writes, and then spins on EAGAIN in the event loop for
 * as long as the program reads nothing (a paste into `sleep`). The descriptor itself is non-blocking.
 */
export class PtyWriter implements Disposable {
  readonly #fd: number;
  #waiting: Buffer = Buffer.alloc(0);
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** @param fd The pty's master side, in non-blocking mode, as node-pty opens it. */
  constructor(fd: number) {
    this.#fd = fd;
  }

  /** Takes everything at once; what the pty has no room for waits here, in order. */
  write(data: string): void {
    if (this.#isClosed || data === '') return;
    const bytes = Buffer.from(data);
    this.#waiting = this.#waiting.length === 0 ? bytes : Buffer.concat([this.#waiting, bytes]);
    if (this.#timer === undefined) this.#flush();
  }

  /** Forgets what waits, which a program that reads nothing would else be given before what comes next. */
  drop(): void {
    this.#waiting = Buffer.from(endOfPaste(this.#waiting.toString('latin1')));
  }

  /** Call it when the pty closes: the number of its descriptor may soon mean something else. */
  [Symbol.dispose](): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#waiting = Buffer.alloc(0);
  }

  #flush(): void {
    this.#timer = undefined;
    try {
      while (this.#waiting.length > 0) this.#waiting = this.#waiting.subarray(writeSync(this.#fd, this.#waiting));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') this.#timer = setTimeout(() => this.#flush(), RETRY_MS);
      // Any other error means that nobody is there to read: EIO after the last program closed it.
      else this[Symbol.dispose]();
    }
  }
}
