import type {Node} from '../hosts/host.ts';
import type {Command} from './driver.ts';
import {failuresOf} from './failures.ts';
import type {Failures} from './failures.ts';
import {actAndLook} from './findings.ts';
import {HealthWatch} from './lbaas/health-watch.ts';
import type {LoadBalancerHealth} from './lbaas/model.ts';
import type {AgentKind, CloudState} from './model.ts';
import {portReports, instanceReports, loadBalancerReports} from './reports.ts';
import {Memory} from './memory.ts';
import {CouldNotLook} from './reading.ts';
import {questionsFor} from './questions.ts';
import {differences} from './whole-difference.ts';
import type {Outcome, Reports, Work} from './work.ts';

const NOTHING: Reports = {ports: [], instances: [], loadBalancers: []};

/** Who hears of a node's turns: its beginning, what was done, and what the cloud is told of it; and between turns, of load balancers' health. */
export interface TurnListener {
  begin(cloud: CloudState): void;
  tell(work: Work): void;
  report(reports: Reports): void;
  health(health: LoadBalancerHealth): void;
}

/** All agents of one node. They look, act and look again together, so that a change costs few round trips. */
export class NodeAgents implements AsyncDisposable {
  readonly #node: Node;
  readonly #listener: TurnListener;
  readonly #memory = new Memory();
  readonly #health: HealthWatch;
  #latest: CloudState | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<Reports> | undefined;
  #turn = new AbortController();
  #isClosed = false;

  constructor(node: Node, listener: TurnListener) {
    this.#node = node;
    this.#listener = listener;
    this.#health = new HealthWatch(node.root, (health) => listener.health(health));
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
    this.#listener.begin(this.#latest);
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
    this.#health[Symbol.dispose]();
    this.kill();
    await this.#running;
  }

  async #act(cloud: CloudState): Promise<Reports> {
    const {signal} = this.#turn;
    const intent = this.#memory.intend(cloud, this.#node.name);
    if (intent.isNothing) {
      this.#health.watch(this.#memory.balancers);
      return NOTHING;
    }
    const started = performance.now();
    const at = Date.now();
    const questions = questionsFor(intent);
    const act = (commands: readonly Command[]) => actAndLook(this.#node, commands, questions, signal);
    let outcomes: readonly Outcome[] = [];
    let drivers: readonly string[] = [];
    let failures: Failures;
    try {
      const todo = differences(intent, (await act([])).found);
      drivers = todo.map((one) => one.driver);
      const done = todo.length === 0 ? undefined : await act(todo.map((one) => one.command));
      outcomes = done?.outcomes ?? [];
      const left = done === undefined ? [] : differences(intent, done.found).map((one) => one.command);
      failures = failuresOf(outcomes, left);
    } catch (error) {
      if (!(error instanceof CouldNotLook)) throw error;
      failures = {all: `could not look: ${error.message}`, of: new Map()};
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
    this.#health.watch(this.#memory.balancers);
    // A killed agent says nothing: the port stays as it was.
    if (signal.aborted) return NOTHING;
    const reports = {
      ports: portReports(intent, failures),
      instances: instanceReports(intent, failures),
      loadBalancers: loadBalancerReports(intent, failures),
    };
    if (Object.values(reports).some((list) => list.length > 0)) this.#listener.report(reports);
    return reports;
  }
}
