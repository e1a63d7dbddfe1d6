import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {rename, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {LabCatalog} from './catalog.ts';

/**
 * Loading a lab parses three files and checks every reference in them; for all labs that is a second that a learner
 * would wait for the first frame. The build does it once and keeps the result beside the program.
 */
interface KeptCatalog {
  /** {@link keyOf} of the folder it was loaded from. */
  readonly key: string;
  readonly catalog: LabCatalog;
}

/**
 * The labs of a folder as the build kept them.
 * @returns undefined where nothing was kept, or the folder's files are others by now
 */
export function readKeptCatalog(file: string, root: string): LabCatalog | undefined {
  const text = textOf(file);
  if (text === undefined) return undefined;
  const kept = JSON.parse(text) as KeptCatalog;
  return kept.key === keyOf(root) ? kept.catalog : undefined;
}

/** What cannot be read was not kept: then the labs themselves are. */
const textOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

/** Loads the labs of a folder and keeps them. Broken ones are not: they are to be looked at anew each time. */
export async function keepCatalog(file: string, root: string): Promise<void> {
  const {loadCatalog} = await import('./catalog.ts');
  const catalog = await loadCatalog(root);
  if (catalog.broken.length > 0) return;
  // Whole or not at all, also where the disk is full.
  const draft = `${file}.new`;
  await writeFile(draft, JSON.stringify({key: keyOf(root), catalog} satisfies KeptCatalog));
  await rename(draft, file);
}

/**
 * Changes with every byte of every file in the folder, and with their names. Read at once: hundreds of small files one
 * promise each take five times as long, and nothing else waits for the program yet.
 */
function keyOf(root: string): string {
  const files = readdirSync(root, {withFileTypes: true, recursive: true})
    .filter((entry) => entry.isFile())
    .map(({parentPath, name}) => join(parentPath, name));
  const hash = createHash('sha256');
  for (const file of files.toSorted()) {
    const bytes = readFileSync(file);
    hash.update(`${file.slice(root.length)} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}
