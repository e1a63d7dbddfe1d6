import type {Server as HttpServer} from 'node:http';
import {openCloud} from '../../cloud/cloud.ts';
import type {Cloud} from '../../cloud/cloud.ts';
import {metadataApp} from '../../cloud/metadata/app.ts';
import {makeReports} from '../../cloud/reports.ts';
import {cloudApp} from '../../cloud/rest/app.ts';
import {BY_LAB, BY_LAB_HIDDEN} from '../../cloud/rest/calls.ts';
import {requestScope} from '../../cloud/request-scope.ts';
import type {AnsweredCall} from '../../cloud/rest/calls.ts';
import {apiServer} from '../../cloud/rest/serve.ts';
import type {Host, Listening} from '../../drivers/hosts/host.ts';
import {readNodeFile} from '../../drivers/kernel/node-file.ts';
import {openAgents} from '../../drivers/neutron/agents.ts';
import type {CloudAgents} from '../../drivers/neutron/agents.ts';
import {prepareServer, prepareSwitch, SWITCH} from '../../drivers/neutron/cloud-wires.ts';
import {METADATA_SOCKET} from '../../drivers/neutron/metadata-proxy.ts';
import type {NodeName} from '../../drivers/neutron/model.ts';
import {instanceFolder} from '../../drivers/neutron/naming.ts';
import type {Reports as AgentReports} from '../../drivers/neutron/work.ts';
import type {Text} from '../../state/text.ts';
import {openClientBeside} from './client-beside.ts';
import {serveSystemctl, type ServiceKind} from './agent-control.ts';
import type {RecordedCall} from './client-lines.ts';
import {rememberThings} from './known-things.ts';
import type {AskingCall, CallAnswer, LabCloud, RecordedAct} from './lab-cloud.ts';
import type {KnownThings} from './references.ts';
import {prepareOperator} from './server-files.ts';
import {agentOptionsOf, cloudPlanOf, type CloudSettings} from './settings.ts';
import {recordTimeline} from './timeline-recorder.ts';

/** Where the API listens on the controller, as devstack has it. */
const API_PORT = 80;

/**
 * Opens the cloud of a lab on its host: prepares servers and switch, serves the API on the management network, starts
 * the agents.
 * @param seed the same seed and the same calls give the same ids
 * @throws {Error} where a server cannot be prepared or the API cannot listen
 */
export async function openLabCloud(host: Host, settings: CloudSettings, seed: string): Promise<LabCloud> {
  const plan = cloudPlanOf(settings);
  const [controller] = plan.nodes;
  if (controller === undefined) throw new Error('A cloud needs a controller.');
  const baseUrl = `http://${controller.managementIp}`;
  const configuration = {options: plan.options, agents: agentOptionsOf(settings), ml2: plan.ml2};
  const server = host.node(controller.name);
  const prepared = Promise.all(
    plan.nodes.map(async ({name}) => {
      await prepareServer(host.node(name), plan.nodes, configuration);
      await prepareOperator(host.node(name), baseUrl);
    }),
  );
  const asked = plan.nodes.filter(({agents}) => agents.includes('Metadata agent'));
  const [listening, metadata] = await Promise.all([
    server.listen({port: API_PORT}),
    // Its folder is there only then.
    prepared.then(() => Promise.all(asked.map(({name}) => host.node(name).listen({path: METADATA_SOCKET})))),
    prepareSwitch(host.node(SWITCH), plan.nodes),
  ]);
  const opened = new OpenedCloud(host, openCloud({plan, baseUrl, seed}));
  opened.owns(serveOn(listening, apiServer(opened.app)));
  for (const socket of metadata) opened.owns(serveOn(socket, apiServer(metadataApp(opened.cloud))));
  for (const {name} of plan.nodes) {
    const stream = serveSystemctl(host.node(name), opened.keeper);
    opened.owns(() => stream[Symbol.dispose]());
  }
  const openBeside = host.beside?.bind(host);
  if (openBeside !== undefined) {
    const beside = await openClientBeside(openBeside, {address: controller.managementIp, baseUrl, port: API_PORT}, () =>
      apiServer(opened.app),
    );
    opened.ownsHost(beside);
    for (const {name} of plan.nodes) {
      const stream = await beside.serve(host.node(name));
      opened.owns(() => stream[Symbol.dispose]());
    }
  }
  // Their agents run before anybody asks for something; that of Open vSwitch makes its bridges then.
  if (plan.options.mechanism === 'openvswitch') opened.begin();
  await opened.settled();
  return opened;
}

/** Serves what connects to a socket that listens inside a node. @returns the end of it */
function serveOn(listening: Listening, server: HttpServer): () => void {
  listening.onConnection((connection) => server.emit('connection', connection));
  return () => {
    server.closeAllConnections();
    listening[Symbol.dispose]();
  };
}

class OpenedCloud implements LabCloud {
  readonly cloud: Cloud;
  readonly things: KnownThings;
  readonly app: ReturnType<typeof cloudApp>;
  readonly faults: string[] = [];
  readonly #agents: CloudAgents;
  readonly #reports: ReturnType<typeof makeReports>;
  readonly #recorder = recordTimeline();
  readonly #listeners = new Set<() => void>();
  readonly #callListeners = new Set<(call: RecordedCall) => void>();
  readonly #actListeners = new Set<(act: RecordedAct) => void>();
  /** What nodes are doing still. */
  readonly #works = new Set<Promise<void>>();
  readonly #owned = new DisposableStack();
  readonly #hosts = new AsyncDisposableStack();
  /** Questions and logins since the last call that was more. */
  #reads = 0;

  constructor(host: Host, cloud: Cloud) {
    this.cloud = cloud;
    this.things = rememberThings(cloud);
    this.#reports = makeReports(cloud);
    this.#agents = openAgents(
      host,
      cloud.plan.nodes.map(({name}) => name),
      {
        onTurn: (node, state) => this.#recorder.turn(node, state),
        onReports: (node, reports) => this.#recorder.reporting(node, () => this.#report(reports)),
        onHealth: (_node, health) => this.#reports.health(health),
        onHaState: (node, {routerId, state}) => this.#reports.haState(node, routerId, state),
      },
    );
    this.#agents.subscribe((work) => this.#recorder.worked(work));
    this.app = cloudApp(cloud, {
      machines: {
        consoleOutput: async (id) => {
          const server = cloud.store.tables.servers.get(id);
          if (server === undefined || server.host === '') return {ok: true, value: undefined};
          return readNodeFile(host.node(server.host), '', `${instanceFolder(id)}/console.log`);
        },
      },
      onCall: (call) => this.#answered(call),
      onFault: (error, request) => {
        this.faults.push(`${request}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      },
    });
    cloud.store.subscribe((changes, origin) => {
      this.#recorder.changed(origin?.id, changes, cloud.state);
      // What follows from a call is no longer the call.
      requestScope.exit(() => {
        this.#reconcile();
        for (const listener of this.#listeners) listener();
      });
    });
  }

  get timeline() {
    return this.#recorder.timeline;
  }

  /** Who answers `systemctl`. */
  get keeper() {
    return {
      isAlive: (node: NodeName, kind: ServiceKind) => this.#isAlive(node, kind),
      act: async (node: NodeName, service: ServiceKind, act: RecordedAct['act']) => {
        const done = {node, service, act};
        for (const listener of this.#actListeners) listener(done);
        return this.act(done);
      },
    };
  }

  owns(end: () => void): void {
    this.#owned.defer(end);
  }

  ownsHost(host: AsyncDisposable): void {
    this.#hosts.use(host);
  }

  /** The agents look at the cloud as it is, though nothing changed. */
  begin(): void {
    this.#reconcile();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onCall(listener: (call: RecordedCall) => void): () => void {
    this.#callListeners.add(listener);
    return () => this.#callListeners.delete(listener);
  }

  onAct(listener: (act: RecordedAct) => void): () => void {
    this.#actListeners.add(listener);
    return () => this.#actListeners.delete(listener);
  }

  async settled(): Promise<void> {
    do {
      await Promise.all(this.#works);
      await this.#agents.idle();
    } while (this.#works.size > 0);
  }

  async call(
    {user, project, method, path, ...rest}: RecordedCall | AskingCall,
    {isHidden = false}: {readonly isHidden?: boolean} = {},
  ): Promise<CallAnswer> {
    const {users, projects} = this.cloud.store.tables;
    const [userRecord] = users.find('name', user);
    const [projectRecord] = projects.find('name', project);
    if (userRecord === undefined || projectRecord === undefined)
      throw new Error(`The cloud has no user ${user} or no project ${project}.`);
    const token = this.cloud.tokens.issue(userRecord.id, projectRecord.id, ['token']);
    const body = 'body' in rest && rest.body !== undefined ? JSON.stringify(rest.body) : undefined;
    const headers = {'X-Auth-Token': token.id, ...(body !== undefined && {'Content-Type': 'application/json'})};
    const response = await this.app.request(
      `${this.cloud.baseUrl}${path}`,
      {method, headers, ...(body !== undefined && {body})},
      isHidden ? BY_LAB_HIDDEN : BY_LAB,
    );
    this.cloud.tokens.revoke(token.id);
    const text = await response.text();
    return {status: response.status, body: text === '' ? undefined : JSON.parse(text)};
  }

  async act({node, service, act}: RecordedAct): Promise<Text | undefined> {
    if (service === 'nova-compute' && act === 'stop')
      return {
        en: 'what runs instances here can be restarted, not stopped.',
        zh: '这里的 nova-compute 只能重启，不能停止。',
      };
    if (act !== 'stop') {
      const why = await this.#agents.restart(service, node);
      if (why !== undefined) {
        if (service !== 'nova-compute') this.#reports.agent(node, service, false);
        await this.settled();
        return why;
      }
    }
    this.#recorder.act({kind: 'agent', node, agent: service, act}, () => {
      if (service !== 'nova-compute') this.#reports.agent(node, service, act !== 'stop');
      this.#reconcile();
    });
    await this.settled();
    return undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#owned.dispose();
    await this.#hosts.disposeAsync();
    await this.#agents[Symbol.asyncDispose]();
    await Promise.all(this.#works);
  }

  #reconcile(): void {
    const {state} = this.cloud;
    const work = this.#agents
      .reconcile(state)
      .then(() => this.#recorder.settled(state))
      .finally(() => this.#works.delete(work));
    this.#works.add(work);
  }

  #report({ports, instances, floatingIps, firewalls, loadBalancers}: AgentReports): void {
    this.#reports.ports(ports);
    if (floatingIps.length > 0) this.#reports.floatingIps(floatingIps);
    if (firewalls.length > 0) this.#reports.firewalls(firewalls);
    if (loadBalancers.length > 0) this.#reports.loadBalancers(loadBalancers);
    for (const {instanceId, ...report} of instances)
      this.#reports.instance(
        report.status === 'ERROR'
          ? {instanceId, state: 'error', reason: report.reason}
          : {instanceId, state: report.status === 'ACTIVE' ? 'running' : 'shutdown'},
      );
  }

  #answered(call: AnsweredCall): void {
    const {id, caller, method, path, body, status, refused, durationMs, byLab} = call;
    const isLook = method === 'GET' || method === 'HEAD' || path.startsWith('/identity/v3/auth/');
    if (isLook) {
      if (!byLab) this.#reads += 1;
      return;
    }
    if (!isChanging(method)) return;
    if (call.isHidden) {
      this.#recorder.forget(id);
      return;
    }
    const who = {user: caller?.userName ?? '', project: caller?.projectName ?? ''};
    const what = {method, path, ...(body !== undefined && {body})};
    this.#recorder.answered(id, {
      kind: 'request',
      id,
      ...who,
      ...what,
      status,
      ...(refused !== undefined && {refused}),
      durationMs,
      reads: byLab ? 0 : this.#reads,
      isReplayed: byLab,
    });
    if (byLab) return;
    this.#reads = 0;
    if (caller !== undefined) for (const listener of this.#callListeners) listener({...who, ...what});
  }

  #isAlive(node: NodeName, kind: ServiceKind): boolean | undefined {
    if (kind === 'nova-compute')
      return this.cloud.plan.nodes.some((one) => one.name === node && one.compute) || undefined;
    if (this.cloud.plan.nodes.find((one) => one.name === node)?.agents.includes(kind) !== true) return undefined;
    // One that an admin deleted is still installed: it registers itself when it is started.
    return this.cloud.store.tables.agents.find('host', node).some((agent) => agent.kind === kind && agent.alive);
  }
}

const isChanging = (method: string): method is RecordedCall['method'] =>
  method === 'POST' || method === 'PUT' || method === 'PATCH' || method === 'DELETE';
