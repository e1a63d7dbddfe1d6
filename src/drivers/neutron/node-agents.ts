import {setTimeout as pause} from 'node:timers/promises';
import type {Node, ScriptRunner} from '../hosts/host.ts';
import {logOfDriver} from './agent-logs.ts';
import {converge} from './converge.ts';
import type {Text} from '../../state/text.ts';
import type {NodeFindings} from './driver.ts';
import type {Failures} from './failures.ts';
import {actAndLook} from './findings.ts';
import {HealthWatch} from './lbaas/health-watch.ts';
import {HaWatch} from './l3/ha-watch.ts';
import type {HaNews} from './l3/ha-watch.ts';
import type {LoadBalancerHealth} from './lbaas/model.ts';
import type {AgentKind, CloudState} from './model.ts';
import {
  firewallReports,
  floatingIpReports,
  instanceReports,
  loadBalancerReports,
  portReports,
  takenUp,
} from './reports.ts';
import {Memory} from './memory.ts';
import type {Intent} from './memory.ts';
import {CouldNotLook} from './reading.ts';
import type {Questions} from './look-script.ts';
import {PROCESSES, askedAgain, questionsFor} from './questions.ts';
import {StartedAgents} from './started-agents.ts';
import type {DriverCommand} from './whole-difference.ts';
import type {Outcome, Reports, Work} from './work.ts';

/** Calls that belong together come within it. */
const QUIET_MS = 100;

/** Calls that a program makes one right after the other share a turn, for every turn looks, acts and looks again. */
const GATHER_MS = 4;

const NOTHING: Reports = {ports: [], instances: [], floatingIps: [], firewalls: [], loadBalancers: []};

/** Who hears of a node's turns: its beginning, what was done, and what the cloud is told of it. */
export interface TurnListener {
  begin(cloud: CloudState): void;
  tell(work: Work): void;
  report(reports: Reports): void;
  /** Between turns, too. */
  health(health: LoadBalancerHealth): void;
  /** Between turns, too. */
  haState(news: HaNews): void;
}

/** All agents of one node. They look, act and look again together, so that a change costs few round trips. */
export class NodeAgents implements AsyncDisposable {
  readonly #node: Node;
  readonly #scripts: ScriptRunner;
  readonly #listener: TurnListener;
  readonly #started: StartedAgents;
  readonly #memory = new Memory();
  readonly #health: HealthWatch;
  readonly #copies: HaWatch;
  #latest: CloudState | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<Reports> | undefined;
  #turn = new AbortController();
  #isClosed = false;
  /** What nobody waits for, as long as it has not begun. */
  #later: Promise<void> | undefined;

  /** The node is prepared: its agents start, and so read their files. */
  constructor(node: Node, listener: TurnListener) {
    this.#node = node;
    this.#scripts = node.scripts();
    this.#listener = listener;
    this.#health = new HealthWatch(node, (health) => listener.health(health));
    this.#copies = new HaWatch(node, {
      tell: (news) => listener.haState(news),
      died: (routerId) => {
        this.#memory.doubtCopy(routerId);
        if (this.#latest !== undefined) void this.reconcile(this.#latest);
      },
    });
    this.#started = new StartedAgents(node);
    // What fails here is tried again in the first turn, which tells it.
    this.#exclusive(async () => {
      await this.#started.startAll();
      await this.#writeNotes();
    }).catch(() => {});
  }

  /** Calls that come before a turn begins share it: it sees the newest cloud. */
  reconcile(cloud: CloudState): Promise<Reports> {
    this.#latest = cloud;
    this.#next ??= this.#exclusive(async () => {
      await pause(GATHER_MS);
      this.#next = undefined;
      return this.#isClosed || this.#latest === undefined ? NOTHING : this.#act(this.#latest);
    });
    return this.#next;
  }

  /** @returns why it cannot start */
  restart(kind: AgentKind | 'nova-compute'): Promise<Text | undefined> {
    return this.#exclusive(async () => {
      this.#memory.forget(kind);
      const why = await this.#started.start(kind);
      await this.#writeNotes();
      return why;
    });
  }

  async #writeNotes(): Promise<void> {
    const notes = this.#started.takeNotes();
    if (notes !== '') await this.#scripts.run(notes);
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

  /** Resolves when there is nothing left to do. */
  async idle(): Promise<void> {
    let last: Promise<unknown> | undefined;
    while (last !== this.#running || this.#later !== undefined) {
      last = this.#running;
      await last;
      await this.#later;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    this.#health[Symbol.dispose]();
    this.#copies[Symbol.dispose]();
    this.kill();
    await this.#running;
    this.#scripts[Symbol.dispose]();
  }

  async #act(cloud: CloudState): Promise<Reports> {
    this.#listener.begin(cloud);
    const {signal} = this.#turn;
    await this.#started.follow(cloud);
    const intent = this.#memory.intend(cloud, this.#node.name, {
      bridge: this.#started.settings('Linux bridge agent'),
      switch: this.#started.settings('Open vSwitch agent'),
      dhcp: this.#started.settings('DHCP agent'),
    });
    const waiting = this.#started.waitingPorts(cloud);
    if (this.#tellProblems()) await this.#writeNotes();
    this.#say({...NOTHING, ports: [...waiting, ...takenUp(intent)]});
    let early: Pick<Reports, 'ports' | 'floatingIps'> | undefined;
    const wired = (failures: Failures) => {
      early = {ports: portReports(intent, failures), floatingIps: floatingIpReports(intent, failures)};
      this.#say({...NOTHING, ...early});
    };
    const failures = intent.isNothing ? undefined : await this.#carryOut(intent, signal, wired);
    if (this.#memory.hasLater) this.#doLater();
    if (!this.#isClosed) {
      this.#health.watch(this.#memory.balancers);
      this.#copies.watch(this.#memory.haRouters);
    }
    if (failures === undefined) return {...NOTHING, ports: waiting};
    const reports = {
      ports: early === undefined ? portReports(intent, failures) : [],
      instances: instanceReports(intent, failures),
      floatingIps: early === undefined ? floatingIpReports(intent, failures) : [],
      firewalls: firewallReports(intent, failures),
      loadBalancers: loadBalancerReports(intent, failures),
    };
    this.#say(reports);
    return {
      ...reports,
      ports: [...waiting, ...(early?.ports ?? reports.ports)],
      floatingIps: early?.floatingIps ?? reports.floatingIps,
    };
  }

  /** Once the node has been quiet for a moment. */
  #doLater(): void {
    if (this.#later !== undefined) return;
    const later = pause(QUIET_MS).then(() =>
      this.#exclusive(async () => {
        this.#later = undefined;
        if (this.#isClosed) return;
        if (this.#next !== undefined) {
          this.#doLater();
          return;
        }
        const intent = this.#memory.intendLater();
        if (intent !== undefined) await this.#carryOut(intent, this.#turn.signal);
      }),
    );
    this.#later = later.catch((error: unknown) => {
      this.#listener.tell({node: this.#node.name, at: Date.now(), durationMs: 0, outcomes: [], problem: String(error)});
    });
  }

  /** Looks, acts and looks again. @returns undefined where it was killed: a killed agent says nothing */
  async #carryOut(
    intent: Intent,
    signal: AbortSignal,
    wired: (failures: Failures) => void = () => {},
  ): Promise<Failures | undefined> {
    const started = performance.now();
    const at = Date.now();
    const questions = questionsFor(intent);
    const ran: (Outcome & {readonly driver: string})[] = [];
    let seen: NodeFindings | undefined;
    const act = async (todo: readonly DriverCommand[], asked: Questions) => {
      const commands = todo.map(({driver, command}) => ({
        command,
        log: logOfDriver(driver, intent.cloud.options.mechanism),
      }));
      const before = this.#started.takeNotes();
      const done = await actAndLook({node: this.#node, scripts: this.#scripts}, commands, asked, {before, signal});
      ran.push(...done.outcomes.map((outcome, index) => ({...outcome, driver: todo[index]?.driver ?? ''})));
      seen = {...done.found, outputs: {...seen?.outputs, ...done.found.outputs}};
      return done;
    };
    let failures: Failures;
    try {
      const hands = {
        look: async () => act([], questions),
        act: async (todo: readonly DriverCommand[]) => act(todo, askedAgain(questions)),
        boot: async (boots: readonly DriverCommand[]) => act(boots, PROCESSES),
        wired,
      };
      failures = await converge(intent, hands, signal);
    } catch (error) {
      if (!(error instanceof CouldNotLook)) throw error;
      failures = {all: `could not look: ${error.message}`, of: new Map(), missing: new Set()};
    }
    const problem = failures.all ?? [...failures.of.values()].join('\n');
    this.#listener.tell({
      node: this.#node.name,
      at,
      durationMs: Math.round((performance.now() - started) * 10) / 10,
      outcomes: ran,
      ...(problem !== '' && !signal.aborted && {problem}),
    });
    this.#memory.learn(intent, failures, seen);
    if (!signal.aborted) return failures;
    this.#memory.interrupt();
    return undefined;
  }

  /** @returns whether there were any */
  #tellProblems(): boolean {
    const problems = this.#started.takeProblems();
    if (problems.length === 0) return false;
    this.#listener.tell({
      node: this.#node.name,
      at: Date.now(),
      durationMs: 0,
      outcomes: [],
      problem: problems.join('\n'),
    });
    return true;
  }

  #say(reports: Reports): void {
    if (Object.values(reports).some((list) => list.length > 0)) this.#listener.report(reports);
  }
}
