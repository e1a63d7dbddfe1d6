import {setImmediate as turn} from 'node:timers/promises';
import {execa} from 'execa';

/**
 * Runs a command in front of the learner, with his own terminal as its input and output (a package manager that shows
 * its progress, sudo that asks for a password). No time limit: the learner can end it with Ctrl-C.
 * @returns the exit code; 127 where the program does not exist.
 */
export async function runInForeground(argv: readonly [string, ...string[]]): Promise<number> {
  const [file, ...args] = argv;
  await stopReading();
  const result = await execa(file, args, {stdio: 'inherit', reject: false});
  if (result.code === 'ENOENT') return 127;
  return result.exitCode ?? 1;
}

/**
 * A screen that has put itself aside still reads the terminal: keys meant for the command would be ours, and whoever
 * comes second to a line waits for the next one, we with everything we do. Reading goes on when it is asked for again.
 */
async function stopReading(): Promise<void> {
  process.stdin.pause();
  // Node stops reading a tick after it was told to.
  await turn();
}
