import type {HostPlan} from '../drivers/hosts/host.ts';
import type {Text} from '../state/text.ts';
import type {ClientLine} from './cloud/call-form.ts';
import {cloudHost} from './cloud/settings.ts';
import {WIRE, nodesOf, type LabFile, type LabFileCheck, type LabFileStep} from './format.ts';
import type {Check, Lab, Question, SolveLine, Step} from './lab.ts';
import type {AskProse, Prose, StepProse} from './load-prose.ts';
import {variableRules} from './load-variables.ts';

interface BothProse {
  readonly en: Prose;
  readonly zh: Prose;
}

/** A lab from its checked parts: one text of two languages, first node and empty lists in place. */
export function buildLab(
  id: string,
  folder: string,
  file: LabFile,
  prose: BothProse,
  clientLines?: readonly ClientLine[],
): Lab {
  const firstNode = nodesOf(file)[0] ?? '';
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
    host: file.cloud === undefined ? plainHost(file) : cloudHost(file.cloud),
    ...(file.openvswitch !== undefined && {openvswitch: file.openvswitch}),
    ...(file.cloud !== undefined && {cloud: file.cloud}),
    ...(clientLines !== undefined && {clientLines}),
    variables: variableRules(file.variables),
    setup: file.setup ?? [],
    steps: file.steps.map((step) => buildStep(step, line, prose)),
    faults: (file.faults ?? []).map((fault) => ({...fault, inject: fault.inject ?? [], mend: fault.mend.map(line)})),
  };
}

const plainHost = (file: LabFile): HostPlan => ({
  nodes: nodesOf(file).map((name) => ({name, ...(file.machines === true && {machine: name})})),
  wires: (file.wires ?? []).map((wire) => {
    const [, fromNode = '', fromLink = '', toNode = '', toLink = ''] = WIRE.exec(wire) ?? [];
    return {from: {node: fromNode, link: fromLink}, to: {node: toNode, link: toLink}};
  }),
});

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
  const says = en.says[id];
  return {
    id,
    claim,
    ...(holds === true && {holds}),
    ...(asked !== undefined && {ask: asked}),
    ...(says !== undefined && {says: {en: says, zh: zh.says[id] ?? ''}}),
  };
}

const question = (options: readonly string[], en: AskProse | undefined, zh: AskProse | undefined): Question => ({
  question: {en: en?.question ?? '', zh: zh?.question ?? ''},
  options: options.map((id) => ({id, words: {en: en?.words[id] ?? '', zh: zh?.words[id] ?? ''}})),
});
