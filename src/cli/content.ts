import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {LabCatalog} from '../labs/catalog.ts';
import {readKeptCatalog} from '../labs/kept-catalog.ts';
import type {Lab} from '../labs/lab.ts';
import {nearest} from '../state/nearest.ts';
import type {Text} from '../state/text.ts';
import {EXIT} from './exit-codes.ts';

/** The labs that came with the program; `UNDERLAY_LABS` names another folder, for authors and tests. */
export function labsFolder(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const named = environment['UNDERLAY_LABS'];
  if (named !== undefined && named !== '') return named;
  // Beside dist/ in a checkout; two levels up where the sources themselves run.
  const [bundled, source] = ['../labs-content', '../../labs-content'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  return bundled !== undefined && existsSync(bundled) ? bundled : (source ?? '');
}

/** Where this program is: with `dist`, its packages and what came with it. */
export const programFolder = (): string => {
  const [bundled = '', source = ''] = ['..', '../..'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return existsSync(join(bundled, 'package.json')) ? bundled : source;
};

/** All labs: as the build kept them, where their files are still the same. */
export async function loadLabs(): Promise<LabCatalog> {
  const root = labsFolder();
  const kept = readKeptCatalog(fileURLToPath(new URL('labs.json', import.meta.url)), root);
  return kept ?? (await import('../labs/catalog.ts')).loadCatalog(root);
}

/** Finds a lab by id or folder name; else says so with the nearest name, and how the program ends then. */
export function findLab(
  catalog: LabCatalog,
  name: string,
): {readonly lab: Lab} | {readonly error: Text; readonly exitCode: number} {
  const lab = catalog.labs.find(({id, folder}) => id === name || folder === name);
  if (lab !== undefined) return {lab};
  const broken = catalog.broken.find(({folder}) => folder === name || folder.replace(/^\d+-/u, '') === name);
  if (broken !== undefined)
    return {
      exitCode: EXIT.badLab,
      error: {
        en: `The lab ${name} cannot be loaded; \`underlay labs\` says why.`,
        zh: `实验 ${name} 无法加载；\`underlay labs\` 会说明原因。`,
      },
    };
  const near = nearest(
    name,
    catalog.labs.map(({id}) => id),
  );
  return {
    exitCode: EXIT.usage,
    error: {
      en: `There is no lab ${name}.${near === undefined ? '' : ` Did you mean ${near}?`} \`underlay labs\` lists them.`,
      zh: `没有名为 ${name} 的实验。${near === undefined ? '' : `是不是 ${near}？`}用 \`underlay labs\` 可以列出全部。`,
    },
  };
}
