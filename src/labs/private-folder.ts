import {lstat} from 'node:fs/promises';
import {makeFolder} from '../drivers/hosts/make-folder.ts';

/**
 * Makes the folder, or proves that the one that is there is ours alone: in /tmp anybody could have made it before.
 * @throws {Error} where it belongs to somebody else, is a link, or others may enter it
 */
export const ensurePrivateFolder = async (folder: string): Promise<void> => {
  await makeFolder(folder, 0o700);
  const found = await lstat(folder);
  const isOurs = found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
  if (!isOurs) throw new Error(`${folder} is not a folder that only you can enter (mode 0700)`);
};
