import type {BrokenLab, LabCatalog} from '../labs/catalog.ts';
import type {Lab, Module} from '../labs/lab.ts';
import type {Text} from '../state/text.ts';

/** What the home screen lists: labs by module, and what could not be loaded. */
export interface Catalog {
  readonly modules: readonly CatalogModule[];
  readonly broken: readonly BrokenLab[];
}

export interface CatalogModule {
  readonly module: Module;
  /** In the order of their folders. */
  readonly entries: readonly LabEntry[];
}

export interface LabEntry {
  readonly lab: Lab;
  readonly runnable: Runnable;
}

/** Whether this machine can run a lab, and what would mend it. */
export type Runnable =
  /** `on`: the kind of host it would run on, in a few words; absent while nothing was proved yet. */
  {readonly can: true; readonly on?: Text} | {readonly can: false; readonly why: Text; readonly mend?: Text};

/** Groups loaded labs by module. Modules without a lab are left out. */
export const catalogOf = ({modules, labs, broken}: LabCatalog, runnable: (lab: Lab) => Runnable): Catalog => ({
  modules: modules
    .map((module) => ({
      module,
      entries: labs.filter((lab) => lab.module === module.id).map((lab) => ({lab, runnable: runnable(lab)})),
    }))
    .filter(({entries}) => entries.length > 0),
  broken,
});

export const labEntries = (catalog: Catalog): readonly LabEntry[] => catalog.modules.flatMap(({entries}) => entries);

export const findLab = (catalog: Catalog, id: string): LabEntry | undefined =>
  labEntries(catalog).find(({lab}) => lab.id === id);

/** The lab to do after `id`: the next one in order that this machine can run. */
export const labAfter = (catalog: Catalog, id: string): LabEntry | undefined => {
  const entries = labEntries(catalog);
  const at = entries.findIndex(({lab}) => lab.id === id);
  return at === -1 ? undefined : entries.slice(at + 1).find(({runnable}) => runnable.can);
};
