import {same, type Text} from '../../state/text.ts';
import {callForm, inOneLine, type ClientLine} from '../cloud/call-form.ts';
import {isClientLine, openClientRuns, type RecordedCall} from '../cloud/client-lines.ts';
import {cloudReferences, referenceTo, resolveReferences, type KnownThings} from '../cloud/references.ts';
import {isOurCommand} from '../command-words.ts';
import {instantiate} from '../instantiate.ts';
import {openStage} from '../lab-stage.ts';
import type {Lab} from '../lab.ts';
import {runLine} from '../run-line.ts';
import {solveLines} from '../solve-lines.ts';
import type {VerifyParts} from './actor.ts';

const FIRST_SEED = 1;
const MANY = 1000;
/** As long as verification waits for a line. */
const LINE_TIMEOUT_MS = 60_000;

/** What the client's lines of a lab ask for, and what could not be written down. */
export interface RecordedLines {
  readonly lines: readonly ClientLine[];
  readonly problems: readonly Text[];
}

/**
 * Plays a lab's solves with the real client, in two attempts and for every fault, and writes down the calls that each
 * of its lines made: ids as references, values of variables as variables. Kept is only that on which all agree.
 * @throws what openStage throws
 */
export async function recordCalls(lab: Lab, parts: VerifyParts, signal: AbortSignal): Promise<RecordedLines> {
  if (!hasClientLines(lab)) return {lines: [], problems: []};
  const problems: Text[] = [];
  const byLine = new Map<string, readonly string[]>();
  const faults = lab.faults.length > 0 ? lab.faults.map(({id}) => id) : [undefined];
  for (const seed of [FIRST_SEED, otherSeed(lab, FIRST_SEED)])
    for (const fault of faults)
      for (const {line, calls} of await play(lab, parts, seed, fault, signal)) {
        const before = byLine.get(line) ?? calls;
        byLine.set(line, before);
        if (before.join('\n') !== calls.join('\n'))
          problems.push(
            same([line, ...before.map((call) => `  - ${call}`), ...calls.map((call) => `  + ${call}`)].join('\n')),
          );
      }
  const doubtful = new Set(problems.map(({en}) => en.split('\n')[0]));
  const lines = [...byLine].map(([line, calls]) => ({line, calls})).filter(({line}) => !doubtful.has(line));
  return {lines, problems};
}

/** Whether a solve of the lab uses the client. */
export const hasClientLines = ({steps, faults}: Lab): boolean =>
  [...steps.map(({solve}) => solve), ...faults.map(({mend}) => mend)].some(
    (solve) => typeof solve !== 'string' && solve.some(({run}) => isClientLine(run)),
  );

/** One attempt with one fault: every line of the solves is run, those of the client are written down. */
async function play(
  lab: Lab,
  parts: VerifyParts,
  seed: number,
  fault: string | undefined,
  signal: AbortSignal,
): Promise<readonly ClientLine[]> {
  const {lab: filled, attempt} = instantiate(lab, seed, fault);
  const plan = {lab: filled, attempt, step: 0, clientRuns: openClientRuns()};
  await using stage = await openStage(plan, parts, () => {}, signal);
  const {cloud} = stage;
  if (cloud === undefined) return [];
  const recorded: ClientLine[] = [];
  for (const [index, step] of filled.steps.entries()) {
    const written = solveLines(lab, attempt, lab.steps[index] ?? step);
    for (const [at, line] of solveLines(filled, attempt, step).entries()) {
      const isClient = isClientLine(line.run);
      if (isOurCommand(line.run) || (line.looks && !isClient)) continue;
      const calls: RecordedCall[] = [];
      const off = cloud.onCall((call) => calls.push(call));
      await runLine({...stage, clientRuns: openClientRuns()}, line, {timeoutMs: LINE_TIMEOUT_MS, signal});
      off();
      if (!isClient) continue;
      const write = writer(line.run, attempt.variables, cloud.things);
      const source = written[at]?.run ?? line.run;
      recorded.push({line: inOneLine(source), calls: calls.map((call) => write(callForm(line.run, call)))});
    }
  }
  return recorded;
}

const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** Writes a call down for every attempt: ids by the line's own references or by names, values as variables. */
const writer = (
  line: string,
  variables: Readonly<Record<string, string>>,
  things: KnownThings,
): ((form: string) => string) => {
  const own = (id: string): string | undefined =>
    cloudReferences(line)
      .map(({kind, name}) => `[[${kind} ${name}]]`)
      .find((reference) => {
        const resolved = resolveReferences(reference, things);
        return resolved.ok && resolved.value === id;
      });
  const names = new Map(Object.entries(variables).map(([name, value]) => [value, `{{${name}}}`]));
  const longestFirst = [...names.keys()].toSorted((a, b) => b.length - a.length);
  // An id that nothing leads to, an image's, stays whole.
  const anyOf = new RegExp(`(?<!\\w)(?:${[ID, ...longestFirst.map(literally)].join('|')})(?!\\w)`, 'g');
  return (form) =>
    form
      .replaceAll(new RegExp(ID, 'g'), (id) => own(id) ?? referenceTo(id, things) ?? id)
      .replaceAll(anyOf, (value) => names.get(value) ?? value);
};

const literally = (value: string): string => value.replaceAll(/\W/g, '\\$&');

/** Another attempt in which every variable has another value: what is the same in both was not chosen by them. */
function otherSeed(lab: Lab, seed: number): number {
  const {variables} = instantiate(lab, seed).attempt;
  const isOther = (one: number): boolean =>
    Object.entries(instantiate(lab, one).attempt.variables).every(([name, value]) => value !== variables[name]);
  for (let one = seed + 1; one < seed + MANY; one += 1) if (isOther(one)) return one;
  throw new RangeError(`in lab ${lab.id} no two attempts differ in every variable`);
}
