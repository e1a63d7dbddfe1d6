import type {AddressInfo} from 'node:net';
import {once} from 'node:events';
import {Hono} from 'hono';
import {textbookPlan} from '../../../src/cloud/cloud-plan.ts';
import {openCloud} from '../../../src/cloud/cloud.ts';
import type {Cloud} from '../../../src/cloud/cloud.ts';
import {cloudApp} from '../../../src/cloud/rest/app.ts';
import {apiServer} from '../../../src/cloud/rest/serve.ts';
import {trivialAgents} from '../../../src/cloud/testing/trivial-agents.ts';
import {runProcess} from '../../../src/drivers/hosts/run.ts';
import type {Result} from '../../../src/drivers/hosts/host.ts';

export interface ServedCloud extends AsyncDisposable {
  readonly cloud: Cloud;
  readonly faults: readonly string[];
  /**
   * Types commands into one real `openstack` shell, which starts once for all of them.
   * @param user who is also the project
   */
  openstack(user: string, commands: readonly string[]): Promise<Result>;
}

/** A textbook cloud whose API listens on the loopback of this machine, and whose agents report at once. */
export async function serveCloud(): Promise<ServedCloud> {
  let app = new Hono();
  const server = apiServer(new Hono().all('*', (context) => app.fetch(context.req.raw)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cloud = openCloud({plan: textbookPlan(2), baseUrl, seed: 'client'});
  trivialAgents(cloud);
  const faults: string[] = [];
  app = cloudApp(cloud, {
    machines: {consoleOutput: async () => ({ok: true, value: 'Welcome\nlogin:'})},
    onFault: (error, request) => faults.push(`${request}: ${String(error)}`),
  });
  return {
    cloud,
    faults,
    openstack: (user, commands) =>
      runProcess(['openstack'], {
        env: {
          PATH: process.env['PATH'] ?? '',
          // Where the client would look for settings of this machine.
          HOME: '/nonexistent',
          LANG: 'C.UTF-8',
          OS_AUTH_URL: `${baseUrl}/identity`,
          OS_IDENTITY_API_VERSION: '3',
          OS_USERNAME: user,
          OS_PASSWORD: 'secret',
          OS_PROJECT_NAME: user,
          OS_USER_DOMAIN_NAME: 'Default',
          OS_PROJECT_DOMAIN_NAME: 'Default',
        },
        input: `${commands.join('\n')}\n`,
        timeoutMs: 60_000,
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
