import {enableCompileCache} from 'node:module';
import {main} from './cli/program.ts';

// Compiled code is kept between runs, which halves the time to the first frame.
enableCompileCache();
// `underlay labs | head` closes the pipe early; that is no error of anybody.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
process.exitCode = await main(process.argv.slice(2));
