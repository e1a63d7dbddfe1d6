import {setTimeout as pause} from 'node:timers/promises';
import type {Host} from '../../drivers/hosts/host.ts';
import {instanceFolder} from '../../drivers/neutron/naming.ts';
import {FLAVORS} from '../../cloud/nova/flavors.ts';
import {IMAGES} from '../../cloud/glance/images.ts';
import type {LabCloud} from './lab-cloud.ts';
import {resolveAll} from './references.ts';
import type {ApiCall, CloudSettings} from './settings.ts';

/**
 * Makes what the cloud of a lab holds at its beginning, by calls of its API.
 * @throws {Error} where a call is refused
 */
export async function furnishCloud(cloud: LabCloud, settings: CloudSettings): Promise<void> {
  // Networks one after the other, as somebody would make them, so that each tap finds its bridge.
  for (const call of furnishingCalls(settings)) await makeCall(cloud, call);
  await cloud.settled();
}

/**
 * Makes a call that a lab has written down.
 * @throws {Error} where it is refused, or names what is not there
 */
export async function makeCall(
  cloud: LabCloud,
  written: ApiCall,
  options: {readonly isHidden?: boolean} = {},
): Promise<void> {
  const resolved = resolveAll(written, cloud.things);
  if (!resolved.ok) throw new Error(`${written.method} ${written.path}: ${resolved.why.en}`);
  const {as = 'admin', method, path, body} = resolved.value;
  const {status, body: answer} = await cloud.call({user: as, project: as, method, path, body}, options);
  if (status >= 400) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
  // Octavia takes no second change of a load balancer before the first is made.
  if (path.startsWith('/load-balancer/')) await cloud.settled();
}

function furnishingCalls({
  networks = [],
  instances = [],
  calls = [],
  'later-calls': laterCalls = [],
}: CloudSettings): readonly ApiCall[] {
  return [
    ...networks.flatMap(({name, as = 'admin', type, segment, physical, external, shared, subnets = []}): ApiCall[] => [
      {
        as,
        method: 'POST',
        path: '/networking/v2.0/networks',
        body: {
          network: {
            name,
            ...(type !== undefined && {'provider:network_type': type}),
            ...(segment !== undefined && {'provider:segmentation_id': segment}),
            ...(physical !== undefined && {'provider:physical_network': physical}),
            ...(external !== undefined && {'router:external': external}),
            ...(shared !== undefined && {shared}),
          },
        },
      },
      ...subnets.map((subnet) => ({
        as,
        method: 'POST' as const,
        path: '/networking/v2.0/subnets',
        body: {subnet: {network_id: `[[network ${name}]]`, ip_version: 4, ...subnet}},
      })),
    ]),
    ...calls.map(({as = 'admin', ...call}) => ({as, ...call})),
    ...instances.map(({name, as = 'admin', network, host, ip}): ApiCall => ({
      as,
      method: 'POST',
      path: '/compute/v2.1/servers',
      body: {
        server: {
          name,
          imageRef: IMAGES[0]?.id,
          flavorRef: FLAVORS[0]?.id,
          networks: [{uuid: `[[network ${network}]]`, ...(ip !== undefined && {fixed_ip: ip})}],
          ...(host !== undefined && {availability_zone: `nova:${host}`}),
        },
      },
    })),
    ...laterCalls.map(({as = 'admin', ...call}) => ({as, ...call})),
  ];
}

/** DHCP takes a moment, and several on a busy machine; an instance that nobody answers never gets there. */
const BOOT_MS = 12_000;
/** Where the processor is emulated a boot takes as long as a few readings. */
const SLOW_BOOTS = 3;

/** Waits until instances have their addresses, or it is clear that some get none. */
export async function instancesUp(host: Host, cloud: LabCloud, signal: AbortSignal): Promise<void> {
  const {instances} = cloud.cloud.state;
  const running = Object.values(instances).filter(({power, portIds}) => power === 'running' && portIds.length > 0);
  const begin = performance.now();
  await Promise.all(
    [...Map.groupBy(running, (instance) => instance.host)].map(async ([node, own]) => {
      const deadline = begin + Math.max(BOOT_MS, SLOW_BOOTS * (host.node(node).patienceMs ?? 0));
      const files = own.map(({id}) => `${instanceFolder(id)}/online`);
      while (performance.now() < deadline && !signal.aborted) {
        const {ok} = await host.node(node).run(['ls', ...files], {logged: false, signal});
        if (ok) return;
        await pause(50);
      }
    }),
  );
}
