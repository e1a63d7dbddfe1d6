import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {modulesFileSchema} from './format.ts';
import type {Lab, Module} from './lab.ts';
import type {LabError} from './lab-error.ts';
import {loadLab} from './load-lab.ts';
import {parseWithSchema} from './load-schema.ts';
import {readYaml} from './load-yaml.ts';

/** All labs of a folder. A broken one never keeps the others from loading. */
export interface LabCatalog {
  readonly modules: readonly Module[];
  /** In the order of their folders. */
  readonly labs: readonly Lab[];
  readonly broken: readonly BrokenLab[];
}

/** A folder (or modules.yaml itself) that cannot be used, and why. */
export interface BrokenLab {
  readonly folder: string;
  readonly errors: readonly LabError[];
}

const MODULES_FILE = 'modules.yaml';

/**
 * Loads modules.yaml and every folder beside it.
 * @throws where the folder itself cannot be read.
 */
export async function loadCatalog(root: string): Promise<LabCatalog> {
  const entries = await readdir(root, {withFileTypes: true});
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({name}) => name);
  const {modules, errors} = await loadModules(root);
  const ids = modules.map(({id}) => id);
  const loaded = await Promise.all(
    folders.toSorted().map(async (folder) => ({folder, result: await loadLab(root, folder, ids)})),
  );
  const labs = loaded.flatMap(({result}) => (result.ok ? [result.lab] : []));
  const broken = loaded.flatMap(({folder, result}) => (result.ok ? [] : [{folder, errors: result.errors}]));
  const twice = labs.filter((lab, index) => labs.findIndex(({id}) => id === lab.id) !== index);
  return {
    modules,
    labs: labs.filter((lab) => !twice.includes(lab)),
    broken: [
      ...(errors.length > 0 ? [{folder: MODULES_FILE, errors}] : []),
      ...broken,
      ...twice.map((lab) => ({
        folder: lab.folder,
        errors: [
          {
            file: `${lab.folder}/lab.yaml`,
            line: 1,
            column: 1,
            message: `another folder already has the lab \`${lab.id}\``,
          },
        ],
      })),
    ],
  };
}

async function loadModules(
  root: string,
): Promise<{readonly modules: readonly Module[]; readonly errors: readonly LabError[]}> {
  let source: string;
  try {
    source = await readFile(join(root, MODULES_FILE), 'utf8');
  } catch (error) {
    return {
      modules: [],
      errors: [{file: MODULES_FILE, line: 1, column: 1, message: `cannot be read: ${String(error)}`}],
    };
  }
  const {yaml, errors} = readYaml(MODULES_FILE, source);
  if (yaml === undefined) return {modules: [], errors};
  const parsed = parseWithSchema(modulesFileSchema, yaml);
  return {modules: parsed.data?.modules ?? [], errors: parsed.errors};
}
