/** Bytes that may be under way. A terminal line of Linux holds 4096 and User-Mode Linux never reads on once that is full. */
const WINDOW = 2048;
const CHUNK = 1024;
/** What came in while the kernel went to sleep it sees when more comes. */
const NUDGE_MS = 15;
/** Stands in no JSON text; the other side throws it away. */
export const NUDGE = '\0';

/** Begins a line of the other side that tells how many bytes it has read. */
export const ACKNOWLEDGED = 'read ';

export interface PacedWriter extends Disposable {
  /** Sends it in its turn. */
  write(text: string): void;
  /** The other side has read this many bytes from the start on, nudges among them. */
  acknowledged(bytes: number): void;
}

/**
 * Writes no faster than the other side reads, which tells how far it is; and nudges it while it has not read all.
 * @param send takes ASCII text
 */
export function pacedWriter(send: (text: string) => void): PacedWriter {
  let waiting = '';
  let sent = 0;
  let read = 0;
  /** How far must be read; what follows are nudges. */
  let wanted = 0;
  let nudging: NodeJS.Timeout | undefined;
  const put = (text: string): void => {
    sent += text.length;
    send(text);
  };
  const goOn = (): void => {
    while (waiting !== '' && sent - read + CHUNK <= WINDOW) {
      put(waiting.slice(0, CHUNK));
      waiting = waiting.slice(CHUNK);
      wanted = sent;
    }
    if (read >= wanted) {
      clearInterval(nudging);
      nudging = undefined;
      return;
    }
    nudging ??= setInterval(() => {
      if (sent - read < WINDOW) put(NUDGE);
    }, NUDGE_MS);
  };
  return {
    write(text) {
      waiting += asciiJson(text);
      goOn();
    },
    acknowledged(bytes) {
      read = Math.max(read, bytes);
      goOn();
    },
    [Symbol.dispose]() {
      clearInterval(nudging);
    },
  };
}

/** The same JSON with every other character escaped: then a character is a byte. */
const asciiJson = (text: string): string =>
  text.replaceAll(/[\u0080-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
