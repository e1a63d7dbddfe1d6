import {ACCOUNTS} from '../../cloud/seed.ts';
import type {Node} from '../../drivers/hosts/host.ts';
import {NODE_PATH} from '../../drivers/hosts/environment.ts';
import {shellQuote} from '../../drivers/hosts/init-scripts.ts';
import {SYSTEMCTL} from './agent-control.ts';
import {API, API_COMMAND} from './api-command.ts';

/** Programs of ours that only servers of a cloud have. */
const SERVER_BIN = '/run/cloud/bin';

/** The client finds its cloud without being told; `OS_CLOUD=demo` or an openrc file makes somebody else of it. */
export const serverEnvironment = (): Readonly<Record<string, string>> => ({
  OS_CLOUD: 'admin',
  // Tables wider than the pane would be broken at its edge, row by row.
  CLIFF_FIT_WIDTH: '1',
  PATH: `${SERVER_BIN}:${NODE_PATH}`,
});

/** Gives a server what an operator finds there: credentials for the client, `api`, and `systemctl` for the agents. */
export async function prepareOperator(node: Node, baseUrl: string): Promise<void> {
  const files: Readonly<Record<string, string>> = {
    '/etc/openstack/clouds.yaml': cloudsYaml(baseUrl),
    ...Object.fromEntries(ACCOUNTS.map(({user}) => [`/root/${user}-openrc`, openrc(user, baseUrl)])),
    [`${SERVER_BIN}/systemctl`]: SYSTEMCTL,
    [API]: API_COMMAND,
  };
  const script = [
    `mkdir -p /etc/openstack ${SERVER_BIN} /run/agents`,
    ...Object.entries(files).map(([path, text]) => `printf %s ${shellQuote(text)} >${path}`),
    `chmod 755 ${SERVER_BIN}/* ${API}`,
  ].join('\n');
  const result = await node.run(['bash', '-euc', script], {logged: false, timeoutMs: 20_000});
  if (!result.ok) throw new Error(`${node.name} could not be prepared: ${result.stderr.trim() || 'no answer in time'}`);
}

/** What the client reads to find its cloud. */
export const cloudsYaml = (baseUrl: string): string =>
  [
    'clouds:',
    ...ACCOUNTS.flatMap(({user, project, password}) => [
      `  ${user}:`,
      '    auth:',
      `      auth_url: ${baseUrl}/identity`,
      `      username: ${user}`,
      `      password: ${password}`,
      `      project_name: ${project}`,
      '      user_domain_name: Default',
      '      project_domain_name: Default',
      '    region_name: RegionOne',
      '    identity_api_version: 3',
    ]),
    '',
  ].join('\n');

/** As `openrc` files have been since the first OpenStack: `source demo-openrc`. */
function openrc(user: string, baseUrl: string): string {
  const account = ACCOUNTS.find((one) => one.user === user);
  const variables = {
    OS_AUTH_URL: `${baseUrl}/identity`,
    OS_IDENTITY_API_VERSION: '3',
    OS_USERNAME: user,
    OS_PASSWORD: account?.password ?? '',
    OS_PROJECT_NAME: account?.project ?? '',
    OS_USER_DOMAIN_NAME: 'Default',
    OS_PROJECT_DOMAIN_NAME: 'Default',
    OS_REGION_NAME: 'RegionOne',
  };
  return `unset OS_CLOUD\n${Object.entries(variables)
    .map(([key, value]) => `export ${key}=${value}\n`)
    .join('')}`;
}
