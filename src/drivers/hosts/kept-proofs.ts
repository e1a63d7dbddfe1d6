import {readFile, rename, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import {z} from 'zod';
import {CAPABILITIES} from './host.ts';
import type {Capability, Proof} from './host.ts';
import {makeFolder} from './make-folder.ts';

const text = z.object({en: z.string(), zh: z.string()});
const keptSchema = z.object({
  /** What the proofs hold for: this boot and this user. */
  key: z.string(),
  proofs: z.array(
    z.object({
      capability: z.enum(CAPABILITIES),
      proved: z.boolean(),
      why: text.exactOptional(),
      mend: text.exactOptional(),
    }),
  ),
});

const currentKey = async (): Promise<string> =>
  `${(await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()} ${process.getuid?.() ?? ''}`;

/**
 * Proofs kept by an earlier run in the same boot, by the same user; undefined where there are none that can be used, or
 * one of the wanted is not among them.
 */
export async function readKeptProofs(
  file: string | undefined,
  wanted: readonly Capability[] = CAPABILITIES,
): Promise<readonly Proof[] | undefined> {
  if (file === undefined) return undefined;
  try {
    const kept = keptSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    const usable =
      kept.success &&
      kept.data.key === (await currentKey()) &&
      wanted.every((capability) => kept.data.proofs.some((proof) => proof.capability === capability));
    return usable ? kept.data.proofs : undefined;
  } catch {
    // Missing or broken: it only saves time, and proving writes it anew.
    return undefined;
  }
}

/** Never fails: a full disk or a read-only home only means proving again next time. */
export async function writeKeptProofs(file: string | undefined, proofs: readonly Proof[]): Promise<void> {
  if (file === undefined) return;
  const draft = `${file}.${process.pid}`;
  try {
    await makeFolder(dirname(file));
    await writeFile(draft, JSON.stringify({key: await currentKey(), proofs}));
    await rename(draft, file);
  } catch {
    // See above.
  }
}
