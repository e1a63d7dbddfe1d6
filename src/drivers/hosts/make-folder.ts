import {mkdir, stat} from 'node:fs/promises';
import {dirname} from 'node:path';

/**
 * Makes a folder and those above it, where they are missing. Node's own `recursive` never comes back where the folder
 * above is there and the answer is ENOENT all the same, as in /proc.
 * @throws what the first one that cannot be made was answered
 */
export async function makeFolder(folder: string, mode = 0o777): Promise<void> {
  const missing = await tryToMake(folder, mode);
  if (missing === undefined) return;
  if (dirname(folder) === folder) throw missing;
  await makeFolder(dirname(folder), mode);
  const again = await tryToMake(folder, mode);
  if (again !== undefined) throw again;
}

/** The error where the folder above may be missing; nothing where it is there now. */
async function tryToMake(folder: string, mode: number): Promise<Error | undefined> {
  try {
    await mkdir(folder, {mode});
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (error instanceof Error && code === 'ENOENT') return error;
    if (code !== 'EEXIST' || !(await stat(folder)).isDirectory()) throw error;
  }
}
