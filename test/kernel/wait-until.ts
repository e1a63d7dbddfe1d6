import {setTimeout as pause} from 'node:timers/promises';

/** Looks again and again until `look` gives something; past the deadline it fails with what `describe` then tells. */
export async function waitUntil<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  describe: () => string,
  deadlineMs = 5000,
): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`Not within ${deadlineMs} ms: ${describe()}`);
    await pause(5);
  }
}
