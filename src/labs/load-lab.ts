import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {buildLab} from './build-lab.ts';
import {readClientLines} from './cloud/call-form.ts';
import {sampleReferences} from './cloud/references.ts';
import {FORMAT_VERSION, labFileSchema, type LabFile} from './format.ts';
import {sortLabErrors, type LabError} from './lab-error.ts';
import type {Lab} from './lab.ts';
import {at} from './load-known-keys.ts';
import {compareLanguages} from './load-parity.ts';
import {readProse, type ProsePlan} from './load-prose.ts';
import {checkRules} from './load-rules.ts';
import {parseWithSchema} from './load-schema.ts';
import {checkCloudReferences} from './load-cloud-references.ts';
import {checkReferences, checkVariables, variableRules} from './load-variables.ts';
import {readYaml, type YamlFile} from './load-yaml.ts';
import {chooseVariables, fill} from './variables.ts';

/** A lab's files as they are on disk. */
export interface LabSources {
  /** `010-island` */
  readonly folder: string;
  readonly yaml: string;
  readonly en: string;
  readonly zh: string;
  /** calls.txt; absent where there is none. */
  readonly calls?: string;
}

/** Either the lab, or everything that is wrong with it, sorted by place. */
export type LoadedLab =
  {readonly ok: true; readonly lab: Lab} | {readonly ok: false; readonly errors: readonly [LabError, ...LabError[]]};

/** Beside the other three, where a lab has a cloud. */
export const CALLS_FILE = 'calls.txt';

/** Ten times the longest lab; a file beyond that is not a lab, and would only be slow. */
const MAX_CHARACTERS = 200_000;

const FOLDER = /^\d{3}-([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/;

/** Reads the lab in a folder. Never rejects for what stands in its files. */
export async function loadLab(root: string, folder: string, modules: readonly string[]): Promise<LoadedLab> {
  const callsFile = `${folder}/${CALLS_FILE}`;
  const [yaml, en, zh, calls] = await Promise.all([
    readText(root, `${folder}/lab.yaml`),
    readText(root, `${folder}/en.md`),
    readText(root, `${folder}/zh.md`),
    existsSync(join(root, callsFile)) ? readText(root, callsFile) : undefined,
  ]);
  const sources = {
    folder,
    yaml: yaml.text,
    en: en.text,
    zh: zh.text,
    ...(calls !== undefined && {calls: calls.text}),
  };
  const unread = [yaml, en, zh, ...(calls === undefined ? [] : [calls])].flatMap(({error}) =>
    error === undefined ? [] : [error],
  );
  if (unread.length === 0) return parseLab(sources, modules);
  // What an absent file lacks is no news; what is wrong in the others is.
  const {errors} = assemble(sources, modules);
  const others =
    yaml.error === undefined ? errors.filter(({file}) => unread.every((error) => error.file !== file)) : [];
  return broken([...unread, ...others]);
}

interface ReadText {
  /** Empty where it could not be read. */
  readonly text: string;
  readonly error?: LabError;
}

async function readText(root: string, file: string): Promise<ReadText> {
  const unread = (message: string): ReadText => ({text: '', error: {file, line: 1, column: 1, message}});
  try {
    const text = await readFile(join(root, file), 'utf8');
    return text.length > MAX_CHARACTERS ? unread(`longer than ${MAX_CHARACTERS} characters`) : {text};
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return unread(isMissing ? 'the file is missing' : `cannot be read: ${String(error)}`);
  }
}

/** A lab from its texts. Pure. */
export function parseLab(sources: LabSources, modules: readonly string[]): LoadedLab {
  const {lab, errors} = assemble(sources, modules);
  return lab === undefined ? broken(errors) : {ok: true, lab};
}

function broken(errors: readonly LabError[]): LoadedLab {
  const [first, ...others] = sortLabErrors(errors);
  if (first === undefined) throw new Error('a lab is broken without an error');
  return {ok: false, errors: [first, ...others]};
}

function assemble(
  sources: LabSources,
  modules: readonly string[],
): {readonly lab?: Lab; readonly errors: readonly LabError[]} {
  const {folder} = sources;
  const file = `${folder}/lab.yaml`;
  const id = FOLDER.exec(folder)?.[1];
  const errors: LabError[] = [];
  const wrongName = `the folder \`${folder}\` must be called NNN-id: three digits, a hyphen, a lower-case word`;
  if (id === undefined) errors.push({file, line: 1, column: 1, message: wrongName});
  const {yaml, errors: syntaxErrors} = readYaml(file, sources.yaml);
  if (yaml === undefined) return {errors: [...errors, ...syntaxErrors]};
  const newer = newerVersion(yaml);
  if (newer !== undefined) return {errors: [...errors, newer]};

  const english = {file: `${folder}/en.md`, source: sources.en};
  const chinese = {file: `${folder}/zh.md`, source: sources.zh};
  errors.push(...checkReferences(at(yaml.value, ['variables']), yaml, [english, chinese]));
  errors.push(...checkCloudReferences(yaml, [english, chinese]));
  const {written, errors: schemaErrors} = parseFile(yaml);
  if (written === undefined) return {errors: [...errors, ...schemaErrors]};
  errors.push(...checkRules(written, yaml, modules));
  // With two steps of one name nobody can tell which section belongs to which.
  if (new Set(written.steps.map((step) => step.id)).size < written.steps.length) return {errors};
  const plan = prosePlan(written);
  const en = readProse(english.file, english.source, plan);
  const zh = readProse(chinese.file, chinese.source, plan);
  const sides = [
    {file: english.file, read: en},
    {file: chinese.file, read: zh},
  ] as const;
  const calls = sources.calls === undefined ? undefined : readClientLines(`${folder}/${CALLS_FILE}`, sources.calls);
  errors.push(
    ...(calls?.errors ?? []),
    ...en.errors,
    ...zh.errors,
    ...compareLanguages(...sides, Object.keys(written.variables ?? {})),
  );
  if (errors.length > 0 || id === undefined) return {errors};
  return {lab: buildLab(id, folder, written, {en: en.prose, zh: zh.prose}, calls?.lines), errors};
}

/** A file of a newer format is no mistake of its author: say that, and nothing about its unknown keys. */
function newerVersion(yaml: YamlFile): LabError | undefined {
  const version = at(yaml.value, ['formatVersion']);
  if (typeof version !== 'number' || version <= FORMAT_VERSION) return undefined;
  return yaml.errorAt(
    ['formatVersion'],
    `format version ${version} is newer than this program knows (${FORMAT_VERSION}); update Underlay to use this lab`,
  );
}

/**
 * The file as written, once it is known to fit the schema with its variables filled in by samples. The lab keeps the
 * variables; only strings can hold them, so a numeric key may still be text until `instantiate`.
 */
function parseFile(yaml: YamlFile): {readonly written?: LabFile; readonly errors: readonly LabError[]} {
  const variables = labFileSchema.shape.variables.safeParse(at(yaml.value, ['variables']));
  if (!variables.success) return parseWithSchema(labFileSchema, yaml);
  const variableErrors = checkVariables(variables.data, yaml);
  const samples = variableErrors.length > 0 ? {} : chooseVariables(variableRules(variables.data), 1);
  const {data, errors} = parseWithSchema(labFileSchema, yaml, sampleReferences(fill(yaml.value, samples)));
  if (data === undefined || variableErrors.length > 0) return {errors: [...variableErrors, ...errors]};
  return {written: yaml.value as LabFile, errors: []};
}

const prosePlan = (lab: LabFile): ProsePlan => ({
  steps: lab.steps.map((step) => ({
    id: step.id,
    ...(step.predict !== undefined && {predict: step.predict.options}),
    asks: step.checks.flatMap((check) => {
      if (check.claim === 'answer') return [{check: check.id}];
      if (check.claim === 'quiz' || check.claim === 'diagnosis') return [{check: check.id, options: check.options}];
      return [];
    }),
    checks: step.checks.map(({id}) => id),
    outputs: step.checks.flatMap(({id, claim}) => (claim === 'output' ? [id] : [])),
  })),
});
