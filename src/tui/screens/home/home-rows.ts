import type {LabProgress, Progress} from '../../../labs/progress.ts';
import type {Module} from '../../../labs/lab.ts';
import {findLab, type Catalog, type CatalogEntry, type LabEntry} from '../../catalog.ts';

/** One row of the list. Headings are passed over when choosing. */
export type HomeRow =
  | {readonly kind: 'continue'; readonly entry: LabEntry}
  | {readonly kind: 'module'; readonly module: Module; readonly finished: number; readonly total: number}
  | {readonly kind: 'entry'; readonly entry: CatalogEntry};

export const isChoice = (row: HomeRow | undefined): row is Exclude<HomeRow, {kind: 'module'}> =>
  row !== undefined && row.kind !== 'module';

/** How far a learner is in a lab. Steps that the lab no longer has do not count. */
export const standing = (entry: LabEntry, progress: LabProgress | undefined) => {
  const total = entry.lab.steps.length;
  const passed = entry.lab.steps.filter(({id}) => progress?.everPassed.includes(id) === true).length;
  return {total, passed, isFinished: progress?.finishedAt !== undefined, isStarted: progress !== undefined};
};

/** The list: the lab to continue with, then the modules and their labs; while searching only the labs that match. */
export const homeRows = (catalog: Catalog, progress: Progress, query: string): readonly HomeRow[] => {
  const words = query.trim().toLowerCase();
  const modules = catalog.modules.flatMap(({module, entries}): readonly HomeRow[] => {
    const found = entries.filter((entry) => matches(entry, module, words));
    if (found.length === 0) return [];
    const labs = entries.filter((entry) => entry.kind === 'lab');
    const finished = labs.filter(({lab}) => progress.labs[lab.id]?.finishedAt !== undefined).length;
    return [
      {kind: 'module', module, finished, total: labs.length},
      ...found.map((entry): HomeRow => ({kind: 'entry', entry})),
    ];
  });
  const last = words === '' && progress.last !== undefined ? findLab(catalog, progress.last) : undefined;
  return last !== undefined && last.runnable.can ? [{kind: 'continue', entry: last}, ...modules] : modules;
};

/** Every word of the query stands somewhere in the lab's names, in any language. */
const matches = (entry: CatalogEntry, module: Module, query: string): boolean => {
  const haystack = [
    module.id,
    module.title.en,
    module.title.zh,
    ...(entry.kind === 'lab'
      ? [entry.lab.folder, entry.lab.id, entry.lab.title.en, entry.lab.title.zh, ...entry.lab.tools]
      : [entry.folder]),
  ]
    .join('\n')
    .toLowerCase();
  return query.split(/\s+/).every((word) => haystack.includes(word));
};

/** The next row that can be chosen, `by` rows on; stays where there is none. */
export const moveChoice = (rows: readonly HomeRow[], from: number, by: number): number => {
  const choices = rows.flatMap((row, index) => (isChoice(row) ? [index] : []));
  const at = Math.max(0, choices.indexOf(from));
  return choices[Math.min(choices.length - 1, Math.max(0, at + by))] ?? 0;
};
