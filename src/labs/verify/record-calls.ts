import {ANY_ID, callForm, inOneLine, isWhole, literally, UNNAMED, type ClientLine} from '../cloud/call-form.ts';
import {isClientLine, openClientRuns, type RecordedCall} from '../cloud/client-lines.ts';
import {cloudReferences, momentOf, referenceTo, resolveReferences, type KnownThings} from '../cloud/references.ts';
import {isOurCommand} from '../command-words.ts';
import {instantiate} from '../instantiate.ts';
import {openStage} from '../lab-stage.ts';
import type {Lab} from '../lab.ts';
import {runLine} from '../run-line.ts';
import {solveLines} from '../solve-lines.ts';
import {fill, references} from '../variables.ts';
import type {VerifyParts} from './actor.ts';

/** Attempts to choose two from. */
const MANY = 200;
/** As long as verification waits for a line. */
const LINE_TIMEOUT_MS = 60_000;

/** What the client's lines of a lab ask for, and what could not be written down for every attempt. */
export interface RecordedLines {
  readonly lines: readonly ClientLine[];
  /** Lines with an id that no reference names, or left out because two attempts differ in more than that. */
  readonly problems: readonly string[];
}

/**
 * Plays a lab's solves with the real client, in two attempts and for every fault, and writes down the calls that each
 * of its lines made: ids as references, values of variables as variables. Kept is only that on which all agree; an id
 * that no reference names stands as {@link UNNAMED}.
 * @throws what openStage throws
 */
export async function recordCalls(lab: Lab, parts: VerifyParts, signal: AbortSignal): Promise<RecordedLines> {
  if (!hasClientLines(lab)) return {lines: [], problems: []};
  const byLine = new Map<string, readonly string[] | undefined>();
  const faults = lab.faults.length > 0 ? lab.faults.map(({id}) => id) : [undefined];
  for (const seed of twoSeeds(lab))
    for (const fault of faults)
      for (const {line, calls} of await play(lab, parts, seed, fault, signal))
        byLine.set(line, byLine.has(line) ? inBoth(byLine.get(line), calls) : calls);
  const lines = [...byLine].flatMap(([line, calls]) => (calls === undefined ? [] : [{line, calls}]));
  const known = new Set(lines.filter(({calls}) => calls.every(isWhole)).map(({line}) => line));
  return {lines, problems: [...byLine.keys()].filter((line) => !known.has(line))};
}

/** The calls with `ID` where two attempts have different ids; undefined where more than that differs. */
function inBoth(one: readonly string[] | undefined, other: readonly string[]): readonly string[] | undefined {
  if (one?.length !== other.length) return undefined;
  const ids = new RegExp(`${ANY_ID}|\\b${UNNAMED}\\b`, 'g');
  const merged = one.map((call, index) => {
    const others = [...(other[index] ?? '').matchAll(ids)].map(([id]) => id);
    let at = 0;
    return call.replaceAll(ids, (id) => (id === others[at++] ? id : UNNAMED));
  });
  const blind = (calls: readonly string[]): string => calls.join('\n').replaceAll(ids, UNNAMED);
  return blind(merged) === blind(other) ? merged : undefined;
}

/** The lines for the client in the solves of a lab. */
const clientLinesOf = ({steps, faults}: Lab): readonly string[] =>
  [...steps.map(({solve}) => solve), ...faults.map(({mend}) => mend)].flatMap((solve) =>
    typeof solve === 'string' ? [] : solve.map(({run}) => run).filter(isClientLine),
  );

/** Whether a solve of the lab uses the client. */
export const hasClientLines = (lab: Lab): boolean => clientLinesOf(lab).length > 0;

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
      const before = momentOf(cloud.things);
      const off = cloud.onCall((call) => calls.push(call));
      await runLine({...stage, clientRuns: openClientRuns()}, line, {timeoutMs: LINE_TIMEOUT_MS, signal});
      off();
      if (!isClient) continue;
      const source = written[at]?.run ?? line.run;
      const write = writer(line.run, valuesIn(source, attempt.variables), [before, cloud.things]);
      recorded.push({line: inOneLine(source), calls: calls.map((call) => write(callForm(line.run, call)))});
    }
  }
  return recorded;
}

/**
 * Writes a call down for every attempt: ids by the line's own references or by names, values as variables.
 * @param line with the attempt's values, and its references
 * @param values what stands for each of the attempt's values
 * @param moments before the line, by which it is written where it can be, and after it
 */
const writer = (
  line: string,
  values: ReadonlyMap<string, string>,
  moments: readonly KnownThings[],
): ((form: string) => string) => {
  const own = (id: string, things: KnownThings): string | undefined =>
    cloudReferences(line)
      .map(({kind, name}) => `[[${kind} ${name}]]`)
      .find((reference) => {
        const resolved = resolveReferences(reference, things);
        return resolved.ok && resolved.value === id;
      });
  const reference = (id: string): string =>
    moments.map((things) => own(id, things) ?? referenceTo(id, things)).find((found) => found !== undefined) ?? id;
  const longestFirst = [...values.keys()].toSorted((a, b) => b.length - a.length);
  // An id that nothing leads to stays whole: an image's is the same everywhere.
  const anyOf = new RegExp(`(?<!\\w)(?:${[ANY_ID, ...longestFirst.map(literally)].join('|')})(?!\\w)`, 'g');
  return (form) =>
    form.replaceAll(new RegExp(ANY_ID, 'g'), reference).replaceAll(anyOf, (value) => values.get(value) ?? value);
};

/** The attempt's values, also those that are but a part of a word in the line: `7000` is `{{rate}}000`. */
const valuesIn = (source: string, variables: Readonly<Record<string, string>>): ReadonlyMap<string, string> => {
  const words = source.split(/[\s,=]+/).filter((word) => references(word).length > 0);
  const alone = Object.keys(variables).map((name) => `{{${name}}}`);
  return new Map([...words, ...alone].map((word) => [fill(word, variables), word]));
};

/**
 * Two attempts in which every variable has another value, none of which stands in the lines anyway: what is the same in
 * both was not chosen by them.
 */
function twoSeeds(lab: Lab): readonly [number, number] {
  const words = new Set(`api ${clientLinesOf(lab).join(' ')}`.split(/\W+/));
  const valuesOf = (seed: number): readonly string[] => Object.values(instantiate(lab, seed).attempt.variables);
  const [first = 0, ...others] = Array.from({length: MANY}, (_, index) => index + 1).filter((seed) =>
    valuesOf(seed).every((value) => !words.has(value)),
  );
  const second = others.find((seed) => valuesOf(seed).every((value, at) => value !== valuesOf(first)[at]));
  if (second === undefined) throw new RangeError(`in lab ${lab.id} no two attempts differ in every variable`);
  return [first, second];
}
