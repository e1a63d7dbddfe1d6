import {memoryProgress} from '../../../src/labs/progress-memory.ts';
import {show} from '../../../src/tui/show.tsx';
import {FakeRun} from '../../../src/tui/testing/fake-run.ts';
import {sampleCatalog} from '../../../src/tui/testing/sample-labs.ts';

// The whole screen with labs that have no host, to look at and to break: `app.js [throw-in-screen | throw-elsewhere]`.
const how = process.argv[2];

await show({
  catalog: sampleCatalog,
  progress: memoryProgress(),
  version: '0.1.0',
  initial: {},
  environment: process.env,
  openLab: (lab) => {
    const run = new FakeRun(lab);
    setTimeout(() => {
      run.ready();
      if (how === 'throw-elsewhere') throw new Error('broken elsewhere');
      // No snapshot has such a node: drawing it fails.
      if (how === 'throw-in-screen') run.ready({takenAt: 1, nodes: {host: null as never}});
    }, 200);
    return {
      __proto__: run,
      get session() {
        return run.session;
      },
      subscribe: (listener: () => void) => run.subscribe(listener),
      terminal: (node: string) => run.terminal(node),
      [Symbol.asyncDispose]: async () => {
        // Slow, as taking down a host may be: show must wait for it.
        await new Promise((resolve) => setTimeout(resolve, 300));
        process.stderr.write(`closed ${lab.id}\n`);
      },
    } as unknown as FakeRun;
  },
});
process.stdout.write('left\n');
