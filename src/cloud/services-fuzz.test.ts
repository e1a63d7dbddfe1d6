import {expect, test} from 'vitest';
import {openChance} from './store/chance.ts';
import {brokenInvariants} from './testing/invariants.ts';
import {ServiceRequests} from './testing/service-requests.ts';
import {makeNetwork, testCloud} from './testing/test-cloud.ts';
import type {TestCloud} from './testing/test-cloud.ts';

/** What the other fuzz tests touch seldom: tags, RBAC, quotas, Nova's actions, load balancing, accounts. */
const REQUESTS = 5000;
const KEYSTONE = '/identity/v3';

const DONE =
  'tag,untag,replace tags,share,unshare,share by flag,limit,unlimit,limit Nova,limit Octavia,make project,grant,delete user,' +
  'make server,reboot,os-stop,os-start,lock,unlock,service,addSecurityGroup,attach,detach,write on,' +
  'make loadbalancer,make listener,make pool,' +
  'make healthmonitor,make l7policy,make member,make rule,delete balancer';

/** The sentence of a refusal must be there for whoever asked, whatever the service. */
const hasReason = (body: unknown): boolean => JSON.stringify(body ?? '').length > 20;

async function furnished(): Promise<{readonly cloud: TestCloud; readonly tokens: readonly string[]}> {
  const cloud = testCloud({plan: {quotas: {network: 12, port: 40, instances: 6, cores: 20, ram: 51_200}}});
  const [admin, demo] = [await cloud.login('admin'), await cloud.login('demo')];
  const {body} = await admin.post(`${KEYSTONE}/projects`, {project: {name: 'third'}});
  const made = await admin.post(`${KEYSTONE}/users`, {user: {name: 'eve', password: 'secret'}});
  await admin.put(
    `${KEYSTONE}/projects/${body.project.id}/users/${made.body.user.id}/roles/${'member'.padEnd(32, '0')}`,
  );
  const eve = await cloud.login('eve', 'third');
  await makeNetwork(demo, {}, {cidr: '10.0.0.0/24'});
  await makeNetwork(eve, {}, {cidr: '10.0.0.0/24'});
  return {cloud, tokens: [admin.token, admin.token, admin.token, demo.token, demo.token, eve.token]};
}

test.each(['one', 'two', 'three'])(
  'random things done to all services leave the cloud whole (seed %s)',
  {timeout: 60_000},
  async (seed) => {
    const {cloud, tokens} = await furnished();
    const chance = openChance(seed);
    const draw = new ServiceRequests(chance, cloud.cloud.store.tables);
    const accepted = new Map<string, number>();
    const refused = new Set<number>();
    for (let count = 0; count < REQUESTS; count += 1) {
      const {what, method, path, body} = draw.next();
      const token = draw.one(tokens, '');
      const answer = await cloud.request(method, path, body, {'X-Auth-Token': token});
      const asked = `${method} ${path} ${JSON.stringify(body)}`;
      expect(cloud.faults, asked).toEqual([]);
      if (answer.status < 300) accepted.set(what, (accepted.get(what) ?? 0) + 1);
      else {
        refused.add(answer.status);
        expect(hasReason(answer.body), `${answer.status} after ${asked}: ${JSON.stringify(answer.body)}`).toBe(true);
      }
      expect(brokenInvariants(cloud.cloud.store.tables), `after ${asked}`).toEqual([]);
    }
    // Each kind of thing was really done, and refused for many reasons; otherwise it would prove little.
    expect(DONE.split(',').filter((what) => (accepted.get(what) ?? 0) === 0)).toEqual([]);
    for (const status of [400, 403, 404, 409]) expect(refused).toContain(status);
  },
);
