import {appendFile, readFile, rename, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {z} from 'zod';
import {makeFolder} from '../../drivers/hosts/make-folder.ts';
import {openJournal, type JournalEntry, type JournalOf, type JournalStore} from './journal.ts';

const call = z.object({
  user: z.string(),
  project: z.string(),
  method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']),
  path: z.string(),
  body: z.unknown().optional(),
});
const act = z.object({node: z.string(), service: z.string(), act: z.enum(['start', 'stop', 'restart'])});
const step = z.string();
const entrySchema = z.union([z.object({step, began: z.literal(true)}), z.object({step, call}), z.object({step, act})]);

/**
 * Journals as files, a line of JSON for each entry below a first line that says whose it is: an end of the program in
 * the middle of a write costs the last line at most.
 */
export const journalFiles = (folder: string): JournalStore => ({
  async open(of) {
    const file = path.join(folder, `${of.lab}.jsonl`);
    const kept = await readEntries(file, of);
    let writing: Promise<unknown> = Promise.resolve();
    // What cannot be written is missing at the next start, where the solves take its place. Nothing else is lost.
    const write = (act: () => Promise<unknown>): void => {
      writing = writing.then(act).catch(() => {});
    };
    const journal = openJournal(kept ?? [], (added) => {
      write(() =>
        added === undefined
          ? writeWhole(folder, file, [of, ...journal.entries])
          : appendFile(file, `${JSON.stringify(added)}\n`),
      );
    });
    if (kept === undefined) write(() => writeWhole(folder, file, [of]));
    return journal;
  },
});

/** Undefined where there is no journal of this attempt. */
async function readEntries(file: string, of: JournalOf): Promise<readonly JournalEntry[] | undefined> {
  let lines: readonly string[];
  try {
    lines = (await readFile(file, 'utf8')).split('\n');
  } catch {
    return undefined;
  }
  const [first = '', ...rest] = lines;
  if (first !== JSON.stringify(of)) return undefined;
  const entries: JournalEntry[] = [];
  for (const line of rest) {
    const entry = parseLine(line);
    if (entry === undefined) break;
    entries.push(entry);
  }
  return entries;
}

function parseLine(line: string): JournalEntry | undefined {
  try {
    return entrySchema.parse(JSON.parse(line)) as JournalEntry;
  } catch {
    return undefined;
  }
}

async function writeWhole(folder: string, file: string, lines: readonly unknown[]): Promise<void> {
  await makeFolder(folder);
  await writeFile(`${file}.new`, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  await rename(`${file}.new`, file);
}
