import type {Text} from '../../state/text.ts';
import type {Node} from '../hosts/host.ts';
import {AGENT_LOGS} from './agent-logs.ts';
import {logScript} from './command-script.ts';
import {CONFIGURED_KINDS, isConfigured, startAgent} from './configuration/agent-settings.ts';
import type {ConfiguredKind, Settings, Started} from './configuration/agent-settings.ts';
import type {PortReport} from './driver.ts';
import {wiredPorts} from './linuxbridge/plan.ts';
import {DHCP_PORT} from './model.ts';
import type {AgentKind, CloudState, Port} from './model.ts';

/** As `ps` and `systemctl` name them. */
export const PROGRAMS: Readonly<Record<ConfiguredKind, string>> = {
  'Linux bridge agent': 'neutron-linuxbridge-agent',
  'Open vSwitch agent': 'neutron-openvswitch-agent',
  'DHCP agent': 'neutron-dhcp-agent',
};

/** Which agents of a node run and with what settings: read once at their start, as real ones do. */
export class StartedAgents {
  readonly #node: Node;
  readonly #started: {[K in ConfiguredKind]?: Started<Settings[K]>} = {};
  /** Failed starts that nobody was told of yet. */
  readonly #untold = new Set<ConfiguredKind>();
  /** Ports whose error was reported since the failed start. */
  readonly #reported = new Set<string>();
  /** For the logs: a script that is run with whatever is run next. */
  #notes = '';

  constructor(node: Node) {
    this.#node = node;
  }

  /** Reads the files anew. @returns why it cannot start */
  async start(kind: AgentKind | 'nova-compute'): Promise<Text | undefined> {
    if (!isConfigured(kind)) return undefined;
    const started: Started<never> | Started<Settings[typeof kind]> = await startAgent(this.#node, kind);
    Object.assign(this.#started, {[kind]: started});
    this.#reported.clear();
    this.#notes += logScript(
      AGENT_LOGS[kind],
      started.ok ? 'INFO' : 'ERROR',
      started.ok ? 'Agent initialized successfully, now running...' : started.why.en,
    );
    if (started.ok) return undefined;
    this.#untold.add(kind);
    return started.why;
  }

  async startAll(): Promise<void> {
    await Promise.all(CONFIGURED_KINDS.map((kind) => this.start(kind)));
  }

  /** Those that came alive start, and of the dead nothing is left. */
  async follow(cloud: CloudState): Promise<void> {
    const alive = new Set(
      Object.values(cloud.agents).flatMap((agent) => (agent.host === this.#node.name && agent.alive ? agent.kind : [])),
    );
    const starting: Promise<unknown>[] = [];
    for (const kind of CONFIGURED_KINDS) {
      if (!alive.has(kind)) {
        delete this.#started[kind];
        this.#untold.delete(kind);
      } else if (this.#started[kind] === undefined) starting.push(this.start(kind));
    }
    await Promise.all(starting);
  }

  /** Undefined while it does not run. */
  settings<K extends ConfiguredKind>(kind: K): Settings[K] | undefined {
    const started: Started<Settings[K]> | undefined = this.#started[kind];
    return started?.ok === true ? started.settings : undefined;
  }

  takeNotes(): string {
    const notes = this.#notes;
    this.#notes = '';
    return notes;
  }

  /** Each failed start once. */
  takeProblems(): readonly string[] {
    const problems = [...this.#untold].flatMap((kind) => this.#failure(kind) ?? []);
    this.#untold.clear();
    return problems;
  }

  /** Ports that are not up and wait for an agent that could not start; each is told once. What is up stays up. */
  waitingPorts(cloud: CloudState): readonly PortReport[] {
    const reports = new Map<string, PortReport>();
    const wait = (kind: ConfiguredKind, ports: readonly Port[]) => {
      const reason = this.#failure(kind);
      if (reason === undefined) return;
      for (const {id, status, adminStateUp} of ports) {
        if (status === 'ACTIVE' || !adminStateUp || this.#reported.has(id)) continue;
        this.#reported.add(id);
        reports.set(id, {portId: id, status: 'ERROR', reason});
      }
    };
    const here = wiredPorts(cloud, this.#node.name);
    wait('Linux bridge agent', here);
    wait('Open vSwitch agent', here);
    wait(
      'DHCP agent',
      here.filter((port) => port.deviceOwner === DHCP_PORT),
    );
    return [...reports.values()];
  }

  #failure(kind: ConfiguredKind): string | undefined {
    const started = this.#started[kind];
    return started?.ok === false ? `${PROGRAMS[kind]} could not start: ${started.why.en}` : undefined;
  }
}
