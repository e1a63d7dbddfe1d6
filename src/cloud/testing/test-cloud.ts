import {textbookPlan} from '../cloud-plan.ts';
import type {CloudPlan} from '../cloud-plan.ts';
import {openCloud} from '../cloud.ts';
import type {Cloud} from '../cloud.ts';
import {cloudApp} from '../rest/app.ts';
import type {CloudDocument} from '../store/document.ts';
import {trivialAgents} from './trivial-agents.ts';

/** An answer as a test looks at it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reaches into JSON of any shape; a wrong reach fails it
  readonly body: any;
}

export interface Client {
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
  put(path: string, body?: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  readonly projectId: string;
  readonly token: string;
}

export interface TestCloud {
  readonly cloud: Cloud;
  /** What was answered with 500; a test of any kind fails on it. */
  readonly faults: readonly string[];
  request(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  login(user: string, project?: string): Promise<Client>;
}

export interface TestCloudOptions {
  readonly plan?: Partial<CloudPlan>;
  readonly document?: CloudDocument;
  /** False: no agent ever reports. @default true */
  readonly agents?: boolean;
  readonly now?: () => Date;
}

/** A textbook cloud of three nodes with an API that is called without a socket. */
export function testCloud({plan, document, agents = true, now}: TestCloudOptions = {}): TestCloud {
  const cloud = openCloud({
    plan: {...textbookPlan(2), ...plan},
    baseUrl: 'http://controller',
    seed: 'test',
    ...(document !== undefined && {document}),
    ...(now !== undefined && {now}),
  });
  if (agents) trivialAgents(cloud);
  const faults: string[] = [];
  const app = cloudApp(cloud, {
    machines: {consoleOutput: async (id) => ({ok: true, value: `first line\nconsole of ${id}`})},
    onFault: (error, request) => faults.push(`${request}: ${error instanceof Error ? error.stack : String(error)}`),
  });
  const request: TestCloud['request'] = async (method, path, body, headers = {}) => {
    const response = await app.request(`http://controller${path}`, {
      method,
      headers: {'Content-Type': 'application/json', ...headers},
      ...(body !== undefined && {body: typeof body === 'string' ? body : JSON.stringify(body)}),
    });
    const text = await response.text();
    return {status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text)};
  };
  return {
    cloud,
    faults,
    request,
    async login(user, project = user) {
      const domain = {id: 'default'};
      const answer = await request('POST', '/identity/v3/auth/tokens', {
        auth: {
          identity: {methods: ['password'], password: {user: {name: user, domain, password: 'secret'}}},
          scope: {project: {name: project, domain}},
        },
      });
      const token = answer.headers.get('X-Subject-Token');
      if (token === null) throw new Error(`No token for ${user}: ${JSON.stringify(answer.body)}`);
      const headers = {'X-Auth-Token': token};
      return {
        token,
        projectId: answer.body.token.project.id,
        get: (path) => request('GET', path, undefined, headers),
        post: (path, body) => request('POST', path, body, headers),
        put: (path, body) => request('PUT', path, body, headers),
        delete: (path) => request('DELETE', path, undefined, headers),
      };
    },
  };
}

/** A network with one subnet. */
export async function makeNetwork(
  client: Client,
  network: Readonly<Record<string, unknown>> = {},
  subnet: Readonly<Record<string, unknown>> = {},
): Promise<{readonly networkId: string; readonly subnetId: string}> {
  const made = await client.post('/networking/v2.0/networks', {network: {name: 'net', ...network}});
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  const networkId: string = made.body.network.id;
  const answer = await client.post('/networking/v2.0/subnets', {
    subnet: {network_id: networkId, ip_version: 4, cidr: '172.16.1.0/24', ...subnet},
  });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return {networkId, subnetId: answer.body.subnet.id};
}
