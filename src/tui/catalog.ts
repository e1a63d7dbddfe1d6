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
  {readonly can: true; readonly on?: Text} | Lacking;

export interface Lacking {
  readonly can: false;
  readonly why: Text;
  readonly mend?: Text;
  /** Programs are missing, and can be installed from here. */
  readonly install?: Installation;
  /** Programs are missing; why none can be installed from here. */
  readonly noInstall?: Text;
  /** Only the OpenStack client is missing: the lab can be opened without it. */
  readonly withoutClient?: true;
}

export interface Installation {
  /** Debian's. */
  readonly packages: readonly string[];
  /** As a person would type it. */
  readonly command: string;
}

/** How an installation ended: with what can be run now, or why not. */
export type Installed =
  {readonly ok: true; readonly catalog: Catalog} | {readonly ok: false; readonly why: Text; readonly next?: Text};

/** Installs programs, while the terminal is its own. */
export interface Installer {
  /** Its output is for the learner to see, and it may ask for a password. Never rejects for what it could not do. */
  install(lab: Lab, installation: Installation): Promise<Installed>;
  /** How much it would be; undefined where that is not known. */
  size(installation: Installation): Promise<Text | undefined>;
}

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

/** Whether the lab can be opened at all, if need be without the OpenStack client. */
export const canBeOpened = ({runnable}: LabEntry): boolean => runnable.can || runnable.withoutClient === true;

/**
 * The lab to do after `id`: the next one in order that this machine can run, after the last of them the first that was
 * not finished; where `id` itself was opened without the OpenStack client, others can be, too.
 */
export const labAfter = (catalog: Catalog, id: string, isFinished: (lab: string) => boolean): LabEntry | undefined => {
  const entries = labEntries(catalog);
  const at = entries.findIndex(({lab}) => lab.id === id);
  const fits = entries[at]?.runnable.can === false ? canBeOpened : ({runnable}: LabEntry): boolean => runnable.can;
  if (at === -1) return undefined;
  return (
    entries.slice(at + 1).find(fits) ?? entries.slice(0, at).find((entry) => fits(entry) && !isFinished(entry.lab.id))
  );
};
