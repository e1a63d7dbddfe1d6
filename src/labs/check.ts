import type {Snapshot} from '../state/snapshot.ts';
import {same} from '../state/text.ts';
import {checkAddress} from './claims/address.ts';
import {checkAnswer} from './claims/answer.ts';
import {checkBridgeVlan} from './claims/bridge-vlan.ts';
import {checkChain} from './claims/chain.ts';
import {claimSchema, type Claim} from './claims/claim.ts';
import {checkConntrack} from './claims/conntrack.ts';
import {checkDiagnosis} from './claims/diagnosis.ts';
import {checkFdb} from './claims/fdb.ts';
import {checkHttp} from './claims/http.ts';
import {checkLease} from './claims/lease.ts';
import {checkLink} from './claims/link.ts';
import {checkListener} from './claims/listener.ts';
import {missingPlace} from './claims/look.ts';
import {checkMtu} from './claims/mtu.ts';
import {checkNamespace} from './claims/namespace.ts';
import {checkNat} from './claims/nat.ts';
import {checkNeighbour} from './claims/neighbour.ts';
import {checkOvsFlow, checkOvsPort} from './claims/openvswitch.ts';
import {checkOutput} from './claims/output.ts';
import {checkPing, missingSource} from './claims/ping.ts';
import {checkDomain} from './claims/domain.ts';
import {checkVirtualNetwork} from './claims/virtual-network.ts';
import {checkPool} from './claims/pool.ts';
import {checkVolume} from './claims/volume.ts';
import {checkProcess} from './claims/process.ts';
import {checkQuiz} from './claims/quiz.ts';
import {checkRan} from './claims/ran.ts';
import {checkResource} from './claims/resource.ts';
import {checkRoute} from './claims/route.ts';
import {checkRule} from './claims/rule.ts';
import {sentence} from './claims/sentences.ts';
import {checkSysctl, isInSnapshot} from './claims/sysctl.ts';
import {checkTcp} from './claims/tcp.ts';
import {hasReferences, nameIn, resolveAll} from './cloud/references.ts';
import type {Attempt, Check, Lab} from './lab.ts';
import {parseNumbersToo} from './load-schema.ts';
import {type Outcome, notMet, unknown} from './outcome.ts';
import {
  type Asker,
  askHttp,
  askMtu,
  askPing,
  askTcp,
  listResources,
  readConnections,
  readLeaseFile,
  readRunning,
  readSetting,
  runLine,
} from './probes.ts';

/** What checks are judged by. */
export interface CheckContext extends Asker {
  readonly snapshot: Snapshot;
  /** What the learner typed or chose, by check id. */
  readonly answers: Readonly<Record<string, string>>;
  readonly attempt: Attempt;
  readonly lab: Pick<Lab, 'faults'>;
  /** Command lines typed in this step, oldest first. */
  readonly ran: readonly string[];
}

/** Looks at the checks, all at once; those that ask for no answer wait for their baseline where it is among them. */
export const evaluateChecks = async (
  checks: readonly Check[],
  context: CheckContext,
): Promise<Readonly<Record<string, Outcome>>> => {
  const outcomes = new Map<string, Promise<Outcome>>();
  const outcomeOf = (check: Check): Promise<Outcome> => {
    const begun = outcomes.get(check.id);
    if (begun !== undefined) return begun;
    const outcome = evaluate(check, checks, context, outcomeOf);
    outcomes.set(check.id, outcome);
    return outcome;
  };
  const entries = await Promise.all(
    checks.map(async (check): Promise<[string, Outcome]> => [check.id, await outcomeOf(check)]),
  );
  return Object.fromEntries(entries);
};

/** Whether looking starts a program, with or without packets: to be asked only when the other checks hold. */
export const isProbe = (check: Check): boolean => PROBES.has(check.claim.claim);

const PROBES: ReadonlySet<Claim['claim']> = new Set(['ping', 'tcp', 'http', 'mtu', 'output', 'conntrack', 'lease']);

/** Whether all there is to look at is what was typed and answered: nothing of the host. */
export const isOfTyped = (check: Check): boolean => OF_TYPED.has(check.claim.claim);

const OF_TYPED: ReadonlySet<Claim['claim']> = new Set(['answer', 'quiz', 'diagnosis', 'ran']);

type OutcomeOf = (check: Check) => Promise<Outcome>;

/** A baseline that is not among the checks belongs to an earlier step, which was passed by it. */
const evaluate = async (
  check: Check,
  checks: readonly Check[],
  context: CheckContext,
  outcomeOf: OutcomeOf,
): Promise<Outcome> => {
  const baseline = baselineOf(check.claim);
  const first = checks.find(({id}) => id === baseline && id !== check.id);
  if (first !== undefined) {
    const {verdict} = await outcomeOf(first);
    if (verdict !== 'met') {
      return unknown(
        sentence(
          `that nothing answers proves something only after ${first.id} is met`,
          `只有在 ${first.id} 通过之后，“没有应答”才能说明问题`,
        ),
      );
    }
  }
  try {
    return await judge(check, context);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return unknown({en: why, zh: why});
  }
};

/** The baseline of a claim that nothing answers. */
const baselineOf = (claim: Claim): string | undefined => {
  switch (claim.claim) {
    case 'ping':
      return claim.reply ? undefined : claim.baseline;
    case 'tcp':
      return claim.connects ? undefined : claim.baseline;
    case 'http':
      return claim.answers === false ? claim.baseline : undefined;
    default:
      return undefined;
  }
};

const judge = async (check: Check, context: CheckContext): Promise<Outcome> => {
  const {snapshot, answers, attempt, lab, ran} = context;
  const {id} = check;
  const whole = wholeClaim(check, context);
  if ('outcome' in whole) return whole.outcome;
  const {claim: written} = whole;
  const claim = {...written, node: written.node ?? context.host.nodes[0] ?? ''};
  const nowhere = missingPlace(snapshot, {
    node: claim.node,
    in: 'in' in claim ? claim.in : undefined,
    absent: 'absent' in claim ? claim.absent : undefined,
  });
  /** Asks only from a place that exists. */
  const probe = async (ask: () => Promise<Outcome>): Promise<Outcome> => nowhere ?? ask();
  switch (claim.claim) {
    case 'namespace':
      return checkNamespace(snapshot, claim);
    case 'link':
      return checkLink(snapshot, claim);
    case 'address':
      return checkAddress(snapshot, claim);
    case 'route':
      return checkRoute(snapshot, claim);
    case 'neighbour':
      return checkNeighbour(snapshot, claim);
    case 'fdb':
      return checkFdb(snapshot, claim);
    case 'bridge-vlan':
      return checkBridgeVlan(snapshot, claim);
    case 'ovs-port':
      return checkOvsPort(snapshot, claim);
    case 'ovs-flow':
      return checkOvsFlow(snapshot, claim);
    case 'chain':
      return checkChain(snapshot, claim);
    case 'rule':
      return checkRule(snapshot, claim);
    case 'nat':
      return checkNat(snapshot, claim);
    case 'listener':
      return checkListener(snapshot, claim);
    case 'sysctl':
      return isInSnapshot(snapshot, claim)
        ? checkSysctl(snapshot, claim)
        : checkSysctl(snapshot, claim, await readSetting(context, claim));
    case 'process':
      return probe(async () => checkProcess(snapshot, claim, await readRunning(context, claim)));
    case 'conntrack':
      return probe(async () => checkConntrack(snapshot, claim, await readConnections(context, claim)));
    case 'lease':
      return checkLease(claim, await readLeaseFile(context, claim));
    case 'ping':
      return (
        missingSource(snapshot, claim) ?? probe(async () => checkPing(snapshot, claim, await askPing(context, claim)))
      );
    case 'tcp':
      return probe(async () => checkTcp(snapshot, claim, await askTcp(context, claim)));
    case 'http':
      return probe(async () => checkHttp(snapshot, claim, await askHttp(context, claim)));
    case 'mtu':
      return probe(async () => {
        const {small, large} = await askMtu(context, claim);
        return checkMtu(snapshot, claim, small, large);
      });
    case 'output':
      return probe(async () => checkOutput(claim, await runLine(context, claim), check.says));
    case 'resource':
      return checkResource(claim, await listResources(context, claim), context.cloud && nameIn(context.cloud.things));
    case 'domain':
      return checkDomain(snapshot, claim);
    case 'virtual-network':
      return checkVirtualNetwork(snapshot, claim);
    case 'pool':
      return checkPool(snapshot, claim);
    case 'volume':
      return checkVolume(snapshot, claim);
    case 'ran':
      return checkRan(claim, ran);
    case 'answer':
      return checkAnswer(claim, answers[id]);
    case 'quiz':
      return checkQuiz(claim, answers[id]);
    case 'diagnosis':
      return checkDiagnosis(
        claim,
        answers[id],
        lab.faults.find((fault) => fault.id === attempt.fault),
      );
  }
};

/** A claim with what its references stand for now. What is not in the cloud yet cannot be as the claim says. */
export const wholeClaim = (
  {claim}: Pick<Check, 'claim'>,
  {cloud}: {readonly cloud?: Pick<NonNullable<CheckContext['cloud']>, 'things'> | undefined},
): {readonly claim: Claim} | {readonly outcome: Outcome} => {
  if (cloud === undefined || !hasReferences(claim)) return {claim};
  const resolved = resolveAll(claim, cloud.things);
  if (!resolved.ok) return {outcome: notMet(resolved.wanted, resolved.why)};
  const parsed = parseNumbersToo(claimSchema, resolved.value);
  if (!parsed.success) return {outcome: unknown(same(parsed.error.message))};
  return {claim: parsed.data};
};
