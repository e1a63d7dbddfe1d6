import {readFile, writeFile} from 'node:fs/promises';
import {joinTexts} from '../../../state/text.ts';
import {TRIALS} from '../capability-trials.ts';
import {HostError} from '../host-error.ts';
import type {Capability, Host} from '../host.ts';
import {CAPABILITIES} from '../host.ts';
import {findTools} from '../tools.ts';

/** What is tried may load a dozen modules. */
const TRIAL_TIMEOUT_MS = 20_000;

/**
 * Proves by doing that a host in the VM can do what a lab needs. What was proved once holds for that kernel.
 * @param file where it is kept
 * @throws {HostError} with what it cannot do
 */
export async function proveInVm(
  host: Host,
  needs: readonly Capability[],
  file: string,
  signal?: AbortSignal,
): Promise<void> {
  const proved = new Set(await kept(file));
  const open = needs.filter((capability) => capability !== 'namespaces' && !proved.has(capability));
  const [first = ''] = host.nodes;
  const failed: HostError[] = [];
  for (const capability of open) {
    if (capability === 'namespaces') continue;
    const {tools, script, what} = TRIALS[capability];
    const {next} = findTools(tools);
    if (next !== undefined)
      throw new HostError({en: `Missing for ${what.en}.`, zh: `${what.zh}所需的程序缺失。`}, next);
    // In a network of its own, which ends with it: the lab shall find nothing of it.
    const result = await host.node(first).run(['unshare', '--net', 'bash', '-ec', script], {
      timeoutMs: TRIAL_TIMEOUT_MS,
      logged: false,
      ...(signal && {signal}),
    });
    signal?.throwIfAborted();
    if (result.ok) proved.add(capability);
    else
      failed.push(
        new HostError(
          {
            en: `The lab VM's kernel has no ${what.en}: ${result.stderr.trim()}`,
            zh: `实验虚拟机的内核不支持${what.zh}：${result.stderr.trim()}`,
          },
          {
            en: 'Another kernel may have it: "underlay doctor" tells which one is used.',
            zh: '换一个内核也许可以：underlay doctor 会说明用的是哪一个。',
          },
        ),
      );
  }
  if (failed.length > 0)
    throw new HostError(
      joinTexts(
        failed.map(({why}) => why),
        {en: ' ', zh: ''},
      ),
      failed[0]?.next ?? {en: '', zh: ''},
    );
  // It only saves time: where it cannot be written, all is proved again.
  await writeFile(file, JSON.stringify([...proved])).catch(() => {});
}

async function kept(file: string): Promise<readonly Capability[]> {
  try {
    const read: unknown = JSON.parse(await readFile(file, 'utf8'));
    return Array.isArray(read) ? CAPABILITIES.filter((capability) => read.includes(capability)) : [];
  } catch {
    return [];
  }
}
