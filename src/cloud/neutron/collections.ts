import type {Caller} from '../caller.ts';
import {isAdmin} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import type {Tables} from '../store/tables.ts';
import type {Work} from '../work.ts';
import type {Resource, Values} from './body.ts';
import {neutronErrors} from './errors.ts';
import {
  createAddressGroup,
  deleteAddressGroup,
  seesAddressGroup,
  updateAddressGroup,
  visibleAddressGroup,
} from './address-groups.ts';
import {
  createFloatingIp,
  deleteFloatingIp,
  seesFloatingIp,
  updateFloatingIp,
  visibleFloatingIp,
} from './floating-ips.ts';
import {FIREWALL_COLLECTIONS} from './fwaas/firewall-collections.ts';
import {ADDRESS_GROUP, SECURITY_GROUP, SECURITY_GROUP_RULE} from './group-resources.ts';
import {checkRulesTogether, createRule, deleteRule, seesRule, visibleRule} from './group-rules.ts';
import {viewFloatingIp, viewRouter} from './l3-views.ts';
import {METERING_COLLECTIONS} from './metering.ts';
import {createNetwork, deleteNetwork, updateNetwork} from './networks.ts';
import {createPort, deletePort, updatePort} from './ports.ts';
import {createPolicy, deletePolicy, seesPolicy, updatePolicy, visiblePolicy} from './qos-policies.ts';
import {QOS_POLICY} from './qos-resources.ts';
import {NETWORK, PORT, SUBNET} from './resources.ts';
import {FLOATING_IP, ROUTER} from './router-resources.ts';
import {createRouter, deleteRouter, seesRouter, updateRouter, visibleRouter} from './routers.ts';
import {createGroup, defaultGroup, deleteGroup, seesGroup, updateGroup, visibleGroup} from './security-groups.ts';
import {createSubnet, deleteSubnet, updateSubnet} from './subnets.ts';
import {viewAddressGroup, viewGroup, viewNetwork, viewPolicy, viewPort, viewRule, viewSubnet} from './views.ts';
import type {View} from './views.ts';
import {seesNetwork, seesPort, seesSubnet, visibleNetwork, visiblePort, visibleSubnet} from './visibility.ts';

/** What can be done with the objects of one kind. An operation that answers an id names the object it made. */
export interface Operations {
  list(tables: Tables, caller: Caller): readonly View[];
  show(tables: Tables, caller: Caller, id: string): View;
  create(work: Work, caller: Caller, values: Values): string;
  update(work: Work, caller: Caller, id: string, values: Values): unknown;
  delete(work: Work, caller: Caller, id: string): void;
  /** Refuses what many objects in one request may not be together. */
  checkTogether?(items: readonly Values[]): void;
  /** What must be there before anybody looks. */
  beforeList?(cloud: Cloud, caller: Caller): void;
}

export interface Collection {
  /** Under `/v2.0/`. */
  readonly path: string;
  readonly resource: Resource;
  readonly operations: Operations;
  /** False: one at a time. @default true */
  readonly bulk?: boolean;
  /** False: its plugin leaves pages to the API, for which an unknown marker is the end of the list. @default true */
  readonly pagesItself?: boolean;
}

export const COLLECTIONS: readonly Collection[] = [
  {
    path: 'networks',
    resource: NETWORK,
    operations: {
      list: (tables, caller) =>
        [...tables.networks.values()]
          .filter((network) => seesNetwork(tables, caller, network))
          .map((network) => viewNetwork(tables, caller, network)),
      show: (tables, caller, id) => viewNetwork(tables, caller, visibleNetwork(tables, caller, id)),
      create: (work, caller, values) => createNetwork(work, caller, values).id,
      update: (work, caller, id, values) =>
        updateNetwork(work, caller, visibleNetwork(work.tables, caller, id), values),
      delete: (work, caller, id) => deleteNetwork(work, caller, visibleNetwork(work.tables, caller, id)),
    },
  },
  {
    path: 'subnets',
    resource: SUBNET,
    operations: {
      list: (tables, caller) =>
        [...tables.subnets.values()].filter((subnet) => seesSubnet(tables, caller, subnet)).map(viewSubnet),
      show: (tables, caller, id) => viewSubnet(visibleSubnet(tables, caller, id)),
      create: (work, caller, values) => createSubnet(work, caller, values).id,
      update: (work, caller, id, values) => updateSubnet(work, caller, visibleSubnet(work.tables, caller, id), values),
      delete: (work, caller, id) => deleteSubnet(work, caller, visibleSubnet(work.tables, caller, id)),
    },
  },
  {
    path: 'ports',
    resource: PORT,
    operations: {
      list: (tables, caller) =>
        [...tables.ports.values()]
          .filter((port) => seesPort(tables, caller, port))
          .map((port) => viewPort(tables, port)),
      show: (tables, caller, id) => viewPort(tables, visiblePort(tables, caller, id)),
      create: (work, caller, values) => createPort(work, caller, values).id,
      update: (work, caller, id, values) => updatePort(work, caller, visiblePort(work.tables, caller, id), values),
      delete: (work, caller, id) => deletePort(work, caller, visiblePort(work.tables, caller, id)),
    },
  },
  {
    path: 'security-groups',
    resource: SECURITY_GROUP,
    operations: {
      list: (tables, caller) =>
        [...tables.securityGroups.values()]
          .filter((group) => seesGroup(caller, group))
          .map((group) => viewGroup(tables, group)),
      show: (tables, caller, id) => viewGroup(tables, visibleGroup(tables, caller, id)),
      create: (work, caller, values) => createGroup(work, caller, values).id,
      update: (work, caller, id, values) => updateGroup(work, caller, visibleGroup(work.tables, caller, id), values),
      delete: (work, caller, id) => deleteGroup(work, caller, visibleGroup(work.tables, caller, id)),
      beforeList: ensureDefaultGroup,
    },
  },
  {
    path: 'security-group-rules',
    resource: SECURITY_GROUP_RULE,
    operations: {
      list: (tables, caller) =>
        [...tables.securityGroupRules.values()].filter((rule) => seesRule(tables, caller, rule)).map(viewRule),
      show: (tables, caller, id) => viewRule(visibleRule(tables, caller, id)),
      create: (work, caller, values) => createRule(work, caller, values).id,
      update: (_work, _caller, _id, values) => {
        const [name = 'id'] = Object.keys(values);
        throw neutronErrors.httpBadRequest(`Cannot update read-only attribute ${name}`);
      },
      delete: (work, caller, id) => deleteRule(work, caller, visibleRule(work.tables, caller, id)),
      checkTogether: checkRulesTogether,
      beforeList: ensureDefaultGroup,
    },
  },
  {
    path: 'address-groups',
    resource: ADDRESS_GROUP,
    operations: {
      list: (tables, caller) =>
        [...tables.addressGroups.values()].filter((group) => seesAddressGroup(caller, group)).map(viewAddressGroup),
      show: (tables, caller, id) => viewAddressGroup(visibleAddressGroup(tables, caller, id)),
      create: (work, caller, values) => createAddressGroup(work, caller, values).id,
      update: (work, caller, id, values) =>
        updateAddressGroup(work, caller, visibleAddressGroup(work.tables, caller, id), values),
      delete: (work, caller, id) => deleteAddressGroup(work, caller, visibleAddressGroup(work.tables, caller, id)),
    },
  },
  {
    path: 'qos/policies',
    resource: QOS_POLICY,
    operations: {
      list: (tables, caller) =>
        [...tables.qosPolicies.values()].filter((policy) => seesPolicy(caller, policy)).map(viewPolicy),
      show: (tables, caller, id) => viewPolicy(visiblePolicy(tables, caller, id)),
      create: (work, caller, values) => createPolicy(work, caller, values).id,
      update: (work, caller, id, values) => updatePolicy(work, caller, visiblePolicy(work.tables, caller, id), values),
      delete: (work, caller, id) => deletePolicy(work, caller, visiblePolicy(work.tables, caller, id)),
    },
  },
  {
    path: 'routers',
    resource: ROUTER,
    operations: {
      list: (tables, caller) =>
        [...tables.routers.values()]
          .filter((router) => seesRouter(caller, router))
          .map((router) => viewRouter(tables, router)),
      show: (tables, caller, id) => viewRouter(tables, visibleRouter(tables, caller, id)),
      create: (work, caller, values) => createRouter(work, caller, values).id,
      update: (work, caller, id, values) => updateRouter(work, caller, visibleRouter(work.tables, caller, id), values),
      delete: (work, caller, id) => deleteRouter(work, caller, visibleRouter(work.tables, caller, id)),
    },
  },
  {
    path: 'floatingips',
    resource: FLOATING_IP,
    operations: {
      list: (tables, caller) =>
        [...tables.floatingIps.values()]
          .filter((floating) => seesFloatingIp(caller, floating))
          .map((floating) => viewFloatingIp(tables, floating)),
      show: (tables, caller, id) => viewFloatingIp(tables, visibleFloatingIp(tables, caller, id)),
      create: (work, caller, values) => createFloatingIp(work, caller, values).id,
      update: (work, caller, id, values) =>
        updateFloatingIp(work, caller, visibleFloatingIp(work.tables, caller, id), values),
      delete: (work, caller, id) => deleteFloatingIp(work, caller, visibleFloatingIp(work.tables, caller, id)),
    },
  },
  ...[...METERING_COLLECTIONS, ...FIREWALL_COLLECTIONS].map((collection) => ({...collection, pagesItself: false})),
];

function ensureDefaultGroup(cloud: Cloud, caller: Caller): void {
  const projects = isAdmin(caller) ? [...cloud.store.tables.projects.values()].map(({id}) => id) : [caller.projectId];
  const missing = projects.filter((id) => cloud.store.tables.securityGroups.count('project', id) === 0);
  if (missing.length > 0) cloud.change((work) => missing.forEach((id) => defaultGroup(work, id)));
}
