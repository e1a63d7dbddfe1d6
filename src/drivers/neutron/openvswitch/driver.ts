import type {CloudState, NodeName} from '../model.ts';
import type {Driver} from '../driver.ts';
import {openvswitchDifference} from './difference.ts';
import {findOpenvswitch} from './found.ts';
import type {OpenvswitchFound} from './found.ts';
import {planOpenvswitch} from './plan.ts';
import type {OpenvswitchDesired} from './plan.ts';

/** neutron-openvswitch-agent: bridges, local VLANs, tunnels and flows. */
export const openvswitch: Driver<OpenvswitchDesired, OpenvswitchFound> = {
  name: 'openvswitch',
  plan: (cloud: CloudState, node: NodeName) => planOpenvswitch(cloud, node),
  find: findOpenvswitch,
  difference: openvswitchDifference,
};
