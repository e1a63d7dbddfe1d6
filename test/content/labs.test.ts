import {chmodSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {startBy} from '../../src/drivers/hosts/run.ts';
import {prepareGuests} from '../../src/drivers/hosts/guest/prepare-guests.ts';
import {isForVm} from '../../src/drivers/hosts/launcher.ts';
import {prove} from '../../src/drivers/hosts/capabilities.ts';
import {openSandbox} from '../../src/drivers/hosts/sandbox.ts';
import {openStarter} from '../../src/drivers/hosts/starter.ts';
import {openWarmClient} from '../../src/drivers/hosts/warm-client.ts';
import {watch} from '../../src/drivers/kernel/watch.ts';
import {loadCatalog} from '../../src/labs/catalog.ts';
import {callForms, callsOf, inOneLine, isWhole} from '../../src/labs/cloud/call-form.ts';
import {isClientLine, openClientRuns} from '../../src/labs/cloud/client-lines.ts';
import {withoutClient} from '../../src/labs/cloud/without-client.ts';
import {labJsonSchema} from '../../src/labs/format.ts';
import {formatLabError} from '../../src/labs/lab-error.ts';
import {instantiate} from '../../src/labs/instantiate.ts';
import type {Lab, SolveLine} from '../../src/labs/lab.ts';
import {openActor, type VerifyParts} from '../../src/labs/verify/actor.ts';
import {reportText} from '../../src/labs/verify/format-report.ts';
import {playSteps} from '../../src/labs/verify/play-steps.ts';
import {HOSTS_AT_A_TIME, openPool} from '../../src/labs/verify/pool.ts';
import {hasClientLines} from '../../src/labs/verify/record-calls.ts';
import type {Turn} from '../../src/labs/verify/turn.ts';
import {verifyLab} from '../../src/labs/verify/verify-lab.ts';
import {slowness} from '../pace.ts';

// Thousands of processes are started here, by a program as big as a test runner.
const starter = await openStarter();
const started = startBy(starter);
afterAll(async () => {
  started[Symbol.dispose]();
  await starter[Symbol.asyncDispose]();
});

const CONTENT = join(import.meta.dirname, '../../labs-content');
const catalog = await loadCatalog(CONTENT);

const guests = mkdtempSync(join(tmpdir(), 'underlay-content-'));
// The VM is not root.
chmodSync(guests, 0o755);
afterAll(() => {
  rmSync(guests, {recursive: true, force: true});
});

const proofs = await prove();
/** These have a test of their own, test/vm. */
const isForVmHere = (lab: Lab): boolean =>
  isForVm(
    proofs.filter(({capability, proved}) => !proved && lab.needs.includes(capability)).map((one) => one.capability),
    lab.host,
  );

/** Sandboxes as labs have them; those with guests get what guests need, which may be fetched first. */
function hostsOf(lab: Lab): VerifyParts['openHost'] {
  if (lab.needs.includes('libvirt'))
    return async (plan, signal) =>
      openSandbox({...plan, shows: {...(await prepareGuests(guests, () => {})), ...plan.shows}}, signal);
  return openSandbox;
}

it('every lab loads in both languages', () => {
  expect(catalog.broken.flatMap(({errors}) => errors.map(formatLabError))).toEqual([]);
  expect(catalog.labs.length).toBeGreaterThan(0);
});

it('every module has a lab', () => {
  expect(catalog.modules.map(({id}) => id)).toEqual([...new Set(catalog.labs.map((lab) => lab.module))]);
});

it('lab.schema.json is what the program makes of its schema (vitest -u writes it)', async () => {
  await expect(`${JSON.stringify(labJsonSchema(), undefined, 2)}\n`).toMatchFileSnapshot(
    join(CONTENT, 'lab.schema.json'),
  );
});

const isRecorded = (lab: Lab): boolean => !hasClientLines(lab) || lab.clientLines !== undefined;

it('what the client asks for is written down in every lab (`underlay verify LAB --calls` writes it)', () => {
  expect(catalog.labs.filter((lab) => !isRecorded(lab)).map(({folder}) => folder)).toEqual([]);
});

describe('without the client', () => {
  const labs = catalog.labs.filter(({clientLines}) => clientLines !== undefined).map((lab) => ({id: lab.id, lab}));
  const pool = openPool(HOSTS_AT_A_TIME);
  // Their solves would be the client's lines again where one is missing.
  it.for(labs)('$id: every line that is shown, hinted at or solves stands as calls', ({lab}) => {
    const {steps, faults} = withoutClient(lab);
    const solves = [...steps.map(({solve}) => solve), ...faults.map(({mend}) => mend)];
    const written = callForms(lab.clientLines);
    // A call with an id that no reference names is shown, and cannot be made for the learner.
    const isMade = ({run}: SolveLine): boolean => written.get(inOneLine(run))?.every(isWhole) ?? true;
    const lines = solves.flatMap((solve) => (typeof solve === 'string' ? [] : solve)).filter(usesClient);
    expect(lines.filter(isMade)).toEqual([]);
    const isBare = (line: string): boolean =>
      isClientLine(line) && callsOf(line, written) === undefined && !ASKS.test(line);
    expect(lab.steps.flatMap(({text}) => codeLines(text.en).filter(isBare))).toEqual([]);
    // A hint may undo what went wrong, which no solve does: it says the call itself.
    const unsaid = lab.steps
      .flatMap(({hints}) => hints.flatMap(({text}) => [codeLines(text.en), codeLines(text.zh)]))
      .filter((lines) => lines.filter(isBare).length > lines.filter((line) => line.startsWith('api ')).length);
    expect(unsaid).toEqual([]);
  });

  it.for(labs)('$id: gives the same attempts', ({lab}) => {
    for (let seed = 0; seed < 50; seed += 1)
      expect(instantiate(withoutClient(lab), seed).attempt).toEqual(instantiate(lab, seed).attempt);
  });

  // Verification compares what the client asks for with what is written, and above it is seen that every line stands
  // there; so the same calls arrive either way, and a lab of each kind shows that they do.
  const kinds = new Set<string>();
  const oneOfEachKind = labs.filter(({lab}) => {
    const kind = `${lab.module} ${lab.faults.length > 0}`;
    const isFirst = !isForVmHere(lab) && !kinds.has(kind);
    if (isFirst) kinds.add(kind);
    return isFirst;
  });
  describe.concurrent('every step can be done, in a lab of each kind', () => {
    it.for(oneOfEachKind)('$id', {timeout: 300_000}, async ({lab}, {expect}) => {
      const alone = withoutClient(lab);
      // That other faults' lines make the written calls, too, verification compares with the client.
      const [fault] = lab.faults;
      await pool.run(async () => {
        const signal = new AbortController().signal;
        const options = {seed: 1, fault: fault?.id, step: 0, typed: false, clientRuns: openClientRuns(), signal};
        const actor = await openActor(alone, {openHost: openSandbox, watch}, options);
        try {
          expect((await playSteps(actor)).flatMap(({problems}) => problems.map(({text}) => text.en))).toEqual([]);
        } finally {
          expect(await actor.close()).toEqual([]);
        }
      });
    });
  });
});

const usesClient = ({run}: SolveLine): boolean => isClientLine(run);
const ASKS = / (?:list|show|--help)\b/;
const CODE_BLOCK = /^ *```[^\n]*\n([^]*?)^ *```/gm;
/** The lines of a lesson's code, in blocks those that a backslash joins as one. */
const codeLines = (markdown: string): readonly string[] => [
  ...Array.from(markdown.matchAll(CODE_BLOCK), ([, code = '']) => code.replaceAll(/\s*\\\n\s*/g, ' '))
    .flatMap((code) => code.split('\n'))
    .map(inOneLine),
  ...Array.from(markdown.replaceAll(CODE_BLOCK, '').matchAll(/`([^`]+)`/g), ([, code = '']) => inOneLine(code)),
];

const named = (labs: readonly Lab[]) => labs.map((lab) => ({id: lab.id, lab}));

/**
 * Wrong ways that need a host of their own are most of the time that all tests take: a third of them today, another
 * tomorrow (UTC), or all with UNDERLAY_WRONG_WAYS=all. Where the machine is more than twice as slow there are more
 * turns, and the faults of labs take turns, too.
 */
const isAll = process.env['UNDERLAY_WRONG_WAYS'] === 'all';
const slow = await slowness();
const today = Math.floor(Date.now() / 86_400_000);
const turns = Math.max(3, Math.round(slow * 1.5));
const hosted = isAll ? 'all' : {turn: today % turns, of: turns};
const faultTurns = Math.max(1, Math.round(slow / 2));
// As long as all wrong ways take their turns it is the same faults, so that each wrong way meets each fault.
const faults = isAll ? 'all' : {turn: Math.floor(today / turns) % faultTurns, of: faultTurns};
const told = (what: string, of: string, by: Turn | 'all'): string =>
  by === 'all' || by.of === 1 ? `all ${what}` : `${what}, turn ${by.turn + 1} of ${by.of}${of}`;
const tried = `${told('wrong ways', ' of those with a host of their own', hosted)}, ${told('faults', '', faults)}`;

// Together, because a host waits most of its time for pings that must not be answered; the pool keeps them few.
describe.concurrent(`every step fails before its solve, passes after it, and fails for ${tried}`, () => {
  const client = openWarmClient();
  afterAll(() => client[Symbol.dispose]());
  const pool = openPool(HOSTS_AT_A_TIME);
  const labs = catalog.labs.filter((lab) => !isForVmHere(lab));
  it.for(named(labs))('$id', {timeout: 900_000}, async ({lab}, {expect}) => {
    const report = await verifyLab(lab, {openHost: hostsOf(lab), watch, runClient: client.run}, {pool, hosted, faults});
    expect(report.verdict, reportText([report]).en).toBe('ok');
  });
});
