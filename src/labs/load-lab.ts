import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Claim} from './claims/claim.ts';
import {FORMAT_VERSION, labFileSchema, WIRE, type LabFile, type LabFileCheck, type LabFileStep} from './format.ts';
import {sortLabErrors, type LabError} from './lab-error.ts';
import type {Check, Lab, Question, SolveLine, Step} from './lab.ts';
import {compareLanguages} from './load-parity.ts';
import {readProse, type AskProse, type Prose, type ProsePlan, type StepProse} from './load-prose.ts';
import {checkRules} from './load-rules.ts';
import {at, parseWithSchema} from './load-schema.ts';
import {checkReferences, checkVariables, variableRules} from './load-variables.ts';
import {readYaml, type YamlFile} from './load-yaml.ts';
import {chooseVariables, fill} from './variables.ts';
import type {Text} from '../state/text.ts';

/** A lab's three files as they are on disk. */
export interface LabSources {
  /** `010-island` */
  readonly folder: string;
  readonly yaml: string;
  readonly en: string;
  readonly zh: string;
}

/** Either the lab, or everything that is wrong with it, sorted by place. */
export type LoadedLab =
  {readonly ok: true; readonly lab: Lab} | {readonly ok: false; readonly errors: readonly [LabError, ...LabError[]]};

/** Ten times the longest lab; a file beyond that is not a lab, and would only be slow. */
const MAX_CHARACTERS = 200_000;

const FOLDER = /^\d{3}-([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/;

/** Reads the lab in a folder. Never rejects for what stands in its files. */
export async function loadLab(root: string, folder: string, modules: readonly string[]): Promise<LoadedLab> {
  const errors: LabError[] = [];
  const read = async (name: string): Promise<string> => {
    try {
      const text = await readFile(join(root, folder, name), 'utf8');
      if (text.length > MAX_CHARACTERS)
        errors.push({
          file: `${folder}/${name}`,
          line: 1,
          column: 1,
          message: `longer than ${MAX_CHARACTERS} characters`,
        });
      return text;
    } catch (error) {
      const why =
        error instanceof Error && 'code' in error && error.code === 'ENOENT'
          ? 'the file is missing'
          : `cannot be read: ${String(error)}`;
      errors.push({file: `${folder}/${name}`, line: 1, column: 1, message: why});
      return '';
    }
  };
  const [yaml, en, zh] = await Promise.all(['lab.yaml', 'en.md', 'zh.md'].map(read));
  const [first, ...others] = errors;
  if (first !== undefined) return {ok: false, errors: [first, ...others]};
  return parseLab({folder, yaml: yaml ?? '', en: en ?? '', zh: zh ?? ''}, modules);
}

/** A lab from its texts. Pure. */
export function parseLab(sources: LabSources, modules: readonly string[]): LoadedLab {
  const {lab, errors} = assemble(sources, modules);
  const [first, ...others] = sortLabErrors(errors);
  if (first !== undefined) return {ok: false, errors: [first, ...others]};
  if (lab === undefined) throw new Error(`${sources.folder}: neither a lab nor an error`);
  return {ok: true, lab};
}

function assemble(
  sources: LabSources,
  modules: readonly string[],
): {readonly lab?: Lab; readonly errors: readonly LabError[]} {
  const file = `${sources.folder}/lab.yaml`;
  const id = FOLDER.exec(sources.folder)?.[1];
  const folderErrors: readonly LabError[] =
    id === undefined
      ? [
          {
            file,
            line: 1,
            column: 1,
            message: `the folder \`${sources.folder}\` must be called NNN-id: three digits, a hyphen, a lower-case word`,
          },
        ]
      : [];
  const {yaml, errors: syntaxErrors} = readYaml(file, sources.yaml);
  if (yaml === undefined) return {errors: [...folderErrors, ...syntaxErrors]};
  const newer = newerVersion(yaml);
  if (newer !== undefined) return {errors: [...folderErrors, newer]};

  const {written, errors: schemaErrors} = parseFile(yaml);
  const english = {file: `${sources.folder}/en.md`, source: sources.en};
  const chinese = {file: `${sources.folder}/zh.md`, source: sources.zh};
  const referenceErrors = checkReferences(at(yaml.value, ['variables']), yaml, [english, chinese]);
  if (written === undefined) return {errors: [...folderErrors, ...schemaErrors, ...referenceErrors]};
  const ruleErrors = checkRules(written, yaml, modules);
  // With two steps of one name nobody can tell which section belongs to which.
  if (new Set(written.steps.map((step) => step.id)).size < written.steps.length)
    return {errors: [...folderErrors, ...ruleErrors, ...referenceErrors]};
  const plan = prosePlan(written);
  const [en, zh] = [english, chinese].map(({file: name, source}) => ({
    file: name,
    read: readProse(name, source, plan),
  }));
  if (en === undefined || zh === undefined) return {errors: []};
  const errors = [
    ...folderErrors,
    ...ruleErrors,
    ...referenceErrors,
    ...en.read.errors,
    ...zh.read.errors,
    ...compareLanguages(en, zh, Object.keys(written.variables ?? {})),
  ];
  if (errors.length > 0 || id === undefined) return {errors};
  return {lab: buildLab(id, sources.folder, written, {en: en.read.prose, zh: zh.read.prose}), errors: []};
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
  const {data, errors} = parseWithSchema(labFileSchema, yaml, fill(yaml.value, samples));
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
  })),
});

interface BothProse {
  readonly en: Prose;
  readonly zh: Prose;
}

function buildLab(id: string, folder: string, file: LabFile, prose: BothProse): Lab {
  const firstNode = file.nodes[0] ?? '';
  const both = (choose: (one: Prose) => string): Text => ({en: choose(prose.en), zh: choose(prose.zh)});
  const line = (written: {readonly run: string; readonly node?: string | undefined}): SolveLine => ({
    node: written.node ?? firstNode,
    run: written.run,
    looks: 'looks' in written && written.looks === true,
    proves: 'proves' in written && Array.isArray(written.proves) ? written.proves : [],
  });
  return {
    id,
    folder,
    module: file.module,
    minutes: file.minutes,
    title: both(({title}) => title),
    intro: both(({intro}) => intro),
    debrief: both(({debrief}) => debrief),
    needs: file.needs,
    tools: file.tools,
    host: {
      nodes: file.nodes.map((name) => ({name})),
      wires: (file.wires ?? []).map((wire) => {
        const [, fromNode = '', fromLink = '', toNode = '', toLink = ''] = WIRE.exec(wire) ?? [];
        return {from: {node: fromNode, link: fromLink}, to: {node: toNode, link: toLink}};
      }),
    },
    variables: variableRules(file.variables),
    setup: file.setup ?? [],
    steps: file.steps.map((step) => buildStep(step, line, prose)),
    faults: (file.faults ?? []).map((fault) => ({...fault, mend: fault.mend.map(line)})),
  };
}

function buildStep(
  step: LabFileStep,
  line: (written: {readonly run: string; readonly node?: string | undefined}) => SolveLine,
  prose: BothProse,
): Step {
  const en = prose.en.steps[step.id];
  const zh = prose.zh.steps[step.id];
  if (en === undefined || zh === undefined) throw new Error(`step ${step.id} lost its words`);
  const both = (choose: (one: StepProse) => string): Text => ({en: choose(en), zh: choose(zh)});
  return {
    id: step.id,
    mode: step.mode,
    goal: both(({goal}) => goal),
    text: both(({text}) => text),
    after: both(({after}) => after),
    ...(step.predict !== undefined && {
      predict: {...question(step.predict.options, en.predict, zh.predict), answer: step.predict.answer},
    }),
    solve: typeof step.solve === 'string' ? step.solve : step.solve.map(line),
    mutants: (step.mutants ?? []).map((mutant) => ({
      name: mutant.name,
      solve: mutant.solve.map((written) => line(typeof written === 'string' ? {run: written} : written)),
      fails: mutant.fails,
      ...(mutant.fault !== undefined && {fault: mutant.fault}),
    })),
    checks: step.checks.map((check) => buildCheck(check, en, zh)),
    hints: en.hints.map((hint, index) => ({
      text: {en: hint.text, zh: zh.hints[index]?.text ?? ''},
      ...(hint.onlyFor !== undefined && {onlyFor: hint.onlyFor}),
    })),
  };
}

function buildCheck(check: LabFileCheck, en: StepProse, zh: StepProse): Check {
  const {id, holds, ...claim} = check;
  const options = 'options' in claim ? claim.options : [];
  const asked = Object.hasOwn(en.asks, id) ? question(options, en.asks[id], zh.asks[id]) : undefined;
  return {
    id,
    claim: claim as Claim,
    ...(holds === true && {holds}),
    ...(asked !== undefined && {ask: asked}),
  };
}

const question = (options: readonly string[], en: AskProse | undefined, zh: AskProse | undefined): Question => ({
  question: {en: en?.question ?? '', zh: zh?.question ?? ''},
  options: options.map((id) => ({id, words: {en: en?.words[id] ?? '', zh: zh?.words[id] ?? ''}})),
});
