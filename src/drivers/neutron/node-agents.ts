import type {Node} from '../hosts/host.ts';
import type {Command} from './driver.ts';
import {failuresOf} from './failures.ts';
import type {Failures} from './failures.ts';
import {actAndLook} from './findings.ts';
import type {Done as Looked} from './findings.ts';
import type {AgentKind, CloudState} from './model.ts';
import {portReports, instanceReports} from './reports.ts';
import {Memory} from './memory.ts';
import type {Intent} from './memory.ts';
import {filterOf} from './port-filter/plan.ts';
import {NOTHING_REFUSED} from './port-filter/port-rules.ts';
import type {Refused} from './port-filter/port-rules.ts';
import {marksRefused, portsRefused, refusedRules} from './port-filter/refused-rules.ts';
import {CouldNotLook} from './reading.ts';
import {questionsFor} from './questions.ts';
import {differences} from './whole-difference.ts';
import type {Outcome, Reports, Work} from './work.ts';

const NOTHING: Reports = {ports: [], instances: []};

/** All agents of one node. They look, act and look again together, so that a change costs few round trips. */
export class NodeAgents implements AsyncDisposable {
  readonly #node: Node;
  readonly #tell: (work: Work) => void;
  readonly #memory = new Memory();
  #latest: CloudState | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<Reports> | undefined;
  #turn = new AbortController();
  #isClosed = false;

  constructor(node: Node, tell: (work: Work) => void) {
    this.#node = node;
    this.#tell = tell;
  }

  /** Calls that come before a turn begins share it: it sees the newest cloud. */
  reconcile(cloud: CloudState): Promise<Reports> {
    this.#latest = cloud;
    this.#next ??= this.#afterThis();
    return this.#next;
  }

  async #afterThis(): Promise<Reports> {
    await this.#running;
    this.#next = undefined;
    if (this.#isClosed || this.#latest === undefined) return NOTHING;
    const turn = this.#act(this.#latest);
    this.#running = turn.catch(() => {});
    return turn;
  }

  forget(kind: AgentKind | 'nova-compute'): void {
    this.#memory.forget(kind);
  }

  kill(): void {
    this.#turn.abort();
    this.#turn = new AbortController();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    this.kill();
    await this.#running;
  }

  async #act(cloud: CloudState): Promise<Reports> {
    const {signal} = this.#turn;
    const intent = this.#memory.intend(cloud, this.#node.name);
    if (intent.isNothing) return NOTHING;
    const started = performance.now();
    const at = Date.now();
    const questions = questionsFor(intent);
    const act = (commands: readonly Command[]) => actAndLook(this.#node, commands, questions, signal);
    let done: Done = {outcomes: [], drivers: [], refused: NOTHING_REFUSED};
    let failures: Failures;
    try {
      done = await this.#converge(intent, act, signal);
      failures = done.failures ?? {of: new Map()};
    } catch (error) {
      if (!(error instanceof CouldNotLook)) throw error;
      failures = {all: `could not look: ${error.message}`, of: new Map()};
    }
    const {outcomes, drivers} = done;
    const problem = failures.all ?? [...failures.of.values()].join('\n');
    this.#tell({
      node: this.#node.name,
      at,
      durationMs: Math.round((performance.now() - started) * 10) / 10,
      outcomes: outcomes.map((outcome, index) => ({...outcome, driver: drivers[index] ?? ''})),
      ...(problem !== '' && {problem}),
    });
    this.#memory.learn(intent, failures);
    // A killed agent says nothing: the port stays as it was.
    if (signal.aborted) return NOTHING;
    return {ports: portReports(intent, failures), instances: instanceReports(intent, failures)};
  }

  /**
   * Looks, acts and looks again. Where iptables gave up on a whole table for one rule, the table is written again
   * without it.
   */
  async #converge(
    intent: Intent,
    act: (commands: readonly Command[]) => Promise<Looked>,
    signal: AbortSignal,
  ): Promise<Done> {
    const outcomes: Outcome[] = [];
    const drivers: string[] = [];
    let refused = NOTHING_REFUSED;
    let {found} = await act([]);
    const wanted = (): Intent => ({...intent, portFilter: {...intent.portFilter, refused}});
    for (let turn = 0; turn < MOST_REFUSALS; turn += 1) {
      const todo = differences(wanted(), found);
      if (todo.length === 0) break;
      const looked = await act(todo.map((one) => one.command));
      outcomes.push(...looked.outcomes);
      drivers.push(...todo.map((one) => one.driver));
      ({found} = looked);
      const known = refused;
      refused = refusedRules(looked.outcomes, known);
      if (refused === known || signal.aborted) break;
    }
    const left = outcomes.length === 0 ? [] : differences(wanted(), found).map((one) => one.command);
    return {outcomes, drivers, refused, failures: withRefusals(failuresOf(outcomes, left), intent, refused)};
  }
}

/** Rules that one turn finds out to be refused; iptables tells of one at a time. */
const MOST_REFUSALS = 32;

interface Done {
  readonly outcomes: readonly Outcome[];
  readonly drivers: readonly string[];
  readonly refused: Refused;
  readonly failures?: Failures;
}

function withRefusals(failures: Failures, {portFilter}: Intent, refused: Refused): Failures {
  const item = filterOf(portFilter);
  const named = (type: string, ports: ReadonlyMap<string, string>) =>
    [...ports].map(([id, why]) => [`${type} ${id}`, why] as const);
  return {
    ...failures,
    of: new Map([
      ...failures.of,
      ...named('qos', marksRefused(item, refused)),
      ...named('port', portsRefused(item, refused)),
    ]),
  };
}
