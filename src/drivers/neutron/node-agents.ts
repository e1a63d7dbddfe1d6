import type {Node} from '../hosts/host.ts';
import type {Command} from './driver.ts';
import type {Text} from '../../state/text.ts';
import {failuresOf} from './failures.ts';
import type {Failures} from './failures.ts';
import {actAndLook} from './findings.ts';
import type {AgentKind, CloudState} from './model.ts';
import {firewallReports, floatingIpReports, instanceReports, missingTaps, portReports, takenUp} from './reports.ts';
import {Memory} from './memory.ts';
import {CouldNotLook} from './reading.ts';
import {questionsFor} from './questions.ts';
import {StartedAgents} from './started-agents.ts';
import {differences} from './whole-difference.ts';
import type {Outcome, Reports, Work} from './work.ts';

const NOTHING: Reports = {ports: [], instances: [], floatingIps: [], firewalls: []};

/** Who hears of a node's turns: its beginning, what was done, and what the cloud is told of it. */
export interface TurnListener {
  begin(cloud: CloudState): void;
  tell(work: Work): void;
  report(reports: Reports): void;
}

/** All agents of one node. They look, act and look again together, so that a change costs few round trips. */
export class NodeAgents implements AsyncDisposable {
  readonly #node: Node;
  readonly #listener: TurnListener;
  readonly #started: StartedAgents;
  readonly #memory = new Memory();
  #latest: CloudState | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<Reports> | undefined;
  #turn = new AbortController();
  #isClosed = false;

  /** The node is prepared: its agents start, and so read their files. */
  constructor(node: Node, listener: TurnListener) {
    this.#node = node;
    this.#listener = listener;
    this.#started = new StartedAgents(node);
    // What fails here is tried again in the first turn, which tells it.
    this.#exclusive(() => this.#started.startAll()).catch(() => {});
  }

  /** Calls that come before a turn begins share it: it sees the newest cloud. */
  reconcile(cloud: CloudState): Promise<Reports> {
    this.#latest = cloud;
    this.#next ??= this.#exclusive(async () => {
      this.#next = undefined;
      return this.#isClosed || this.#latest === undefined ? NOTHING : this.#act(this.#latest);
    });
    return this.#next;
  }

  /** @returns why it cannot start */
  restart(kind: AgentKind | 'nova-compute'): Promise<Text | undefined> {
    return this.#exclusive(() => {
      this.#memory.forget(kind);
      return this.#started.start(kind);
    });
  }

  /** One thing after the other. */
  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#running.then(work);
    this.#running = result.catch(() => {});
    return result;
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
    this.#listener.begin(cloud);
    const {signal} = this.#turn;
    await this.#started.follow(cloud);
    const intent = this.#memory.intend(cloud, this.#node.name, {
      bridge: this.#started.settings('Linux bridge agent'),
      dhcp: this.#started.settings('DHCP agent'),
    });
    const waiting = this.#started.waitingPorts(cloud);
    this.#tellProblems();
    this.#say({...NOTHING, ports: [...waiting, ...takenUp(intent)]});
    if (intent.isNothing) return {...NOTHING, ports: waiting};
    const started = performance.now();
    const at = Date.now();
    const questions = questionsFor(intent);
    const act = (commands: readonly Command[]) => actAndLook(this.#node, commands, questions, signal);
    let outcomes: readonly Outcome[] = [];
    let drivers: readonly string[] = [];
    let failures: Failures;
    try {
      const looked = await act([]);
      const todo = differences(intent, looked.found);
      drivers = todo.map((one) => one.driver);
      const done = todo.length === 0 ? undefined : await act(todo.map((one) => one.command));
      outcomes = done?.outcomes ?? [];
      const left = done === undefined ? [] : differences(intent, done.found).map((one) => one.command);
      failures = {of: failuresOf(outcomes, left), missing: missingTaps(intent, (done ?? looked).found)};
    } catch (error) {
      if (!(error instanceof CouldNotLook)) throw error;
      failures = {all: `could not look: ${error.message}`, of: new Map(), missing: new Set()};
    }
    const problem = failures.all ?? [...failures.of.values()].join('\n');
    this.#listener.tell({
      node: this.#node.name,
      at,
      durationMs: Math.round((performance.now() - started) * 10) / 10,
      outcomes: outcomes.map((outcome, index) => ({...outcome, driver: drivers[index] ?? ''})),
      ...(problem !== '' && {problem}),
    });
    this.#memory.learn(intent, failures);
    // A killed agent says nothing: the port stays as it was.
    if (signal.aborted) {
      this.#memory.interrupt();
      return NOTHING;
    }
    const ports = portReports(intent, failures);
    const instances = instanceReports(intent, failures);
    const floatingIps = floatingIpReports(intent, failures);
    const firewalls = firewallReports(intent, failures);
    this.#say({ports, instances, floatingIps, firewalls});
    return {ports: [...waiting, ...ports], instances, floatingIps, firewalls};
  }

  #tellProblems(): void {
    const problems = this.#started.takeProblems();
    if (problems.length === 0) return;
    this.#listener.tell({
      node: this.#node.name,
      at: Date.now(),
      durationMs: 0,
      outcomes: [],
      problem: problems.join('\n'),
    });
  }

  #say(reports: Reports): void {
    if (Object.values(reports).some((list) => list.length > 0)) this.#listener.report(reports);
  }
}
