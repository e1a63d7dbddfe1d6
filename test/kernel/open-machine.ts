import {OUR_ENVIRONMENT} from '../../src/drivers/hosts/environment.ts';
import {runProcess} from '../../src/drivers/hosts/run.ts';
import {openUserNamespace} from '../../src/drivers/hosts/user-namespace.ts';

/**
 * A small machine of many ids whose settings may be changed, to run the program itself in. Unlike a node it sees every
 * folder of the real machine, also a checkout under /tmp. Limits of `user.*` last as long as it; mounts end with the
 * script that made them.
 */
export interface Machine extends Disposable {
  /** Runs a bash script as root of the machine, stopping at its first error; gives what it printed. */
  script(text: string): Promise<string>;
}

export async function openMachine(): Promise<Machine> {
  const namespace = await openUserNamespace();
  const inside = ['unshare', '--mount', '--net', '--uts', '--ipc', '--pid', '--fork', '--mount-proc', '--'];
  return {
    async script(text) {
      const argv = [...namespace.enter, ...inside, 'bash', '-euo', 'pipefail', '-c', text];
      const result = await runProcess(argv, {env: OUR_ENVIRONMENT, timeoutMs: 20_000});
      if (!result.ok) throw new Error(`${text}\nexit ${result.exitCode}\n${result.stdout}${result.stderr}`);
      return result.stdout;
    },
    [Symbol.dispose]: () => namespace[Symbol.dispose](),
  };
}
