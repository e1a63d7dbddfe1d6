import {availableParallelism} from 'node:os';
import {defineConfig} from 'vitest/config';

/** What every test process sees, whatever the machine: the same terminal, language, clock zone and no CI switch. */
const env = {CI: 'false', TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'C.UTF-8', TZ: 'UTC', FORCE_COLOR: '3'};

/** Pings that must not be answered, guests that boot: with a file for each processor almost half of the time was idle. */
const MOSTLY_WAITING = 2 * availableParallelism();

export default defineConfig({
  test: {
    env,
    reporters: ['default'],
    // By itself vitest leaves one processor free: on two it would do one file after the other.
    maxWorkers: '100%',
    projects: [
      // A machine that others use, too, is several times slower.
      {extends: true, test: {name: 'unit', include: ['src/**/*.test.ts'], testTimeout: 30_000}},
      {extends: true, test: {name: 'component', include: ['src/**/*.test.tsx'], testTimeout: 30_000}},
      // What runs on a real kernel waits for real packets. One that fails is tried once more, and `(retry x1)` tells of it.
      {
        extends: true,
        test: {
          name: 'kernel',
          retry: 1,
          include: ['test/kernel/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers: MOSTLY_WAITING,
        },
      },
      {
        extends: true,
        test: {
          name: 'content',
          retry: 1,
          include: ['test/content/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'vm',
          retry: 1,
          include: ['test/vm/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'pty',
          retry: 1,
          include: ['test/pty/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
