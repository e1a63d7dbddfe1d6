import type {Lab, Module} from '../labs/lab.ts';
import type {Text} from '../state/text.ts';

/** What the home screen lists. Built by cli from the loaded labs and what this machine can run. */
export interface Catalog {
  readonly modules: readonly CatalogModule[];
}

export interface CatalogModule {
  readonly module: Module;
  /** In the order of their folders. */
  readonly entries: readonly CatalogEntry[];
}

export type CatalogEntry = LabEntry | BrokenEntry;

export interface LabEntry {
  readonly kind: 'lab';
  readonly lab: Lab;
  readonly runnable: Runnable;
}

/** A folder that could not be loaded as a lab. */
export interface BrokenEntry {
  readonly kind: 'broken';
  readonly folder: string;
  /** `lab.yaml:8:14 …`, one problem each. */
  readonly errors: readonly Text[];
}

export type Runnable =
  /** `on`: the kind of host it would run on, in a few words. */
  {readonly can: true; readonly on: Text} | {readonly can: false; readonly why: Text; readonly mend?: Text};

export const labEntries = (catalog: Catalog): readonly LabEntry[] =>
  catalog.modules.flatMap(({entries}) => entries.filter((entry): entry is LabEntry => entry.kind === 'lab'));

export const findLab = (catalog: Catalog, id: string): LabEntry | undefined =>
  labEntries(catalog).find(({lab}) => lab.id === id);

/** The lab to do after `id`: the next one in order that this machine can run. */
export const labAfter = (catalog: Catalog, id: string): LabEntry | undefined => {
  const entries = labEntries(catalog);
  const at = entries.findIndex(({lab}) => lab.id === id);
  return at === -1 ? undefined : entries.slice(at + 1).find(({runnable}) => runnable.can);
};
