import type {BrokenLab} from '../../../labs/catalog.ts';
import type {LabProgress, Progress} from '../../../labs/progress.ts';
import type {Module} from '../../../labs/lab.ts';
import {canBeOpened, findLab, type Catalog, type LabEntry} from '../../catalog.ts';

/** One row of the list. Headings are passed over when choosing. */
export type HomeRow =
  | {readonly kind: 'continue'; readonly entry: LabEntry}
  | {readonly kind: 'module'; readonly module: Module; readonly finished: number; readonly total: number}
  | {readonly kind: 'broken-heading'}
  | {readonly kind: 'lab'; readonly entry: LabEntry}
  | {readonly kind: 'broken'; readonly broken: BrokenLab};

export const isHeading = (row: HomeRow): boolean => row.kind === 'module' || row.kind === 'broken-heading';

/** How far a learner is in a lab. Steps that the lab no longer has do not count. */
export const standing = ({lab}: LabEntry, progress: LabProgress | undefined) => ({
  total: lab.steps.length,
  passed: lab.steps.filter(({id}) => progress?.everPassed.includes(id) === true).length,
  isFinished: progress?.finishedAt !== undefined,
  isStarted: progress !== undefined,
});

/** The list: the lab to continue with, then the modules and their labs; while searching only the labs that match. */
export const homeRows = (catalog: Catalog, progress: Progress, query: string): readonly HomeRow[] => {
  const words = query.trim().toLowerCase().split(/\s+/);
  const modules = catalog.modules.flatMap(({module, entries}): readonly HomeRow[] => {
    const found = entries.filter((entry) => hasAll(namesOf(entry, module), words));
    if (found.length === 0) return [];
    const finished = entries.filter(({lab}) => progress.labs[lab.id]?.finishedAt !== undefined).length;
    return [
      {kind: 'module', module, finished, total: entries.length},
      ...found.map((entry): HomeRow => ({kind: 'lab', entry})),
    ];
  });
  const broken = catalog.broken.filter(({folder}) => hasAll([folder], words));
  const last = query.trim() === '' && progress.last !== undefined ? findLab(catalog, progress.last) : undefined;
  return [
    ...(last !== undefined && canBeOpened(last) ? [{kind: 'continue' as const, entry: last}] : []),
    ...modules,
    ...(broken.length === 0
      ? []
      : [{kind: 'broken-heading' as const}, ...broken.map((lab): HomeRow => ({kind: 'broken', broken: lab}))]),
  ];
};

/** What a lab can be found by, in every language. */
const namesOf = ({lab}: LabEntry, module: Module): readonly string[] => [
  module.id,
  module.title.en,
  module.title.zh,
  lab.folder,
  lab.title.en,
  lab.title.zh,
  ...lab.tools,
];

const hasAll = (names: readonly string[], words: readonly string[]): boolean => {
  const haystack = names.join('\n').toLowerCase();
  return words.every((word) => haystack.includes(word));
};

/** The next row that can be chosen, `by` rows on; stays where there is none. */
export const moveChoice = (rows: readonly HomeRow[], from: number, by: number): number => {
  const choices = rows.flatMap((row, index) => (isHeading(row) ? [] : [index]));
  const at = Math.max(0, choices.indexOf(from));
  return choices[Math.min(choices.length - 1, Math.max(0, at + by))] ?? 0;
};
