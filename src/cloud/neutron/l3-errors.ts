import {ApiError} from '../api-error.ts';

const conflict = (type: string, message: string) => new ApiError(409, type, message);
const notFound = (type: string, message: string) => new ApiError(404, type, message);

/** What Neutron's router and port forwarding services answer, with their own words (neutron and neutron-lib, Zed). */
export const l3Errors = {
  routerNotFound: (id: string) => notFound('RouterNotFound', `Router ${id} could not be found`),
  floatingIpNotFound: (id: string) => notFound('FloatingIPNotFound', `Floating IP ${id} could not be found`),
  forwardingNotFound: (id: string) => notFound('PortForwardingNotFound', `Port Forwarding ${id} could not be found.`),
  interfaceNotFound: (routerId: string, portId: string) =>
    notFound('RouterInterfaceNotFound', `Router ${routerId} does not have an interface with id ${portId}`),
  noInterfaceOnSubnet: (routerId: string, subnetId: string) =>
    notFound('RouterInterfaceNotFoundForSubnet', `Router ${routerId} has no interface on subnet ${subnetId}`),
  notReachable: (networkId: string, subnetId: string, portId: string) =>
    notFound(
      'ExternalGatewayForFloatingIPNotFound',
      `External network ${networkId} is not reachable from subnet ${subnetId}.  Therefore, cannot associate Port ${portId} with a Floating IP.`,
    ),
  routerInUse: (id: string, portIds: readonly string[]) =>
    conflict('RouterInUse', `Router ${id} has ports still attached: ${portIds.join(', ')}`),
  interfaceNeededByFloatingIp: (routerId: string, subnetId: string) =>
    conflict(
      'RouterInterfaceInUseByFloatingIP',
      `Router interface for subnet ${subnetId} on router ${routerId} cannot be deleted, as it is required by one or more floating IPs.`,
    ),
  interfaceNeededByRoute: (routerId: string, subnetId: string) =>
    conflict(
      'RouterInterfaceInUseByRoute',
      `Router interface for subnet ${subnetId} on router ${routerId} cannot be deleted, as it is required by one or more routes.`,
    ),
  gatewayNeededByFloatingIp: (routerId: string, networkId: string) =>
    conflict(
      'RouterExternalGatewayInUseByFloatingIp',
      `Gateway cannot be updated for router ${routerId}, since a gateway to external network ${networkId} is required by one or more floating IPs.`,
    ),
  portAlreadyAssociated: (address: string, id: string, portId: string, fixedIp: string, networkId: string) =>
    conflict(
      'FloatingIPPortAlreadyAssociated',
      `Cannot associate floating IP ${address} (${id}) with port ${portId} using fixed IP ${fixedIp}, as that fixed IP already has a floating IP on external network ${networkId}.`,
    ),
  portStillAssociated: (portId: string) =>
    conflict(
      'FipAssociated',
      `Unable to complete the operation on port ${portId} because the port still has an associated floating IP.`,
    ),
  floatingIpForwards: (id: string) =>
    conflict('FipInUseByPortForwarding', `Floating IP ${id} in use by Port Forwarding resources.`),
  portHasFloatingIp: (address: string, id: string, portId: string, fixedIp: string) =>
    conflict(
      'PortHasBindingFloatingIP',
      `Cannot create port forwarding to floating IP ${address} (${id}) with port ${portId} using fixed IP ${fixedIp}, as that port already has a binding floating IP.`,
    ),
  portInUse: (portId: string, networkId: string, deviceId: string) =>
    conflict(
      'PortInUse',
      `Unable to complete operation on port ${portId} for network ${networkId}. Port already has an attached device ${deviceId}.`,
    ),
  servicePortInUse: (portId: string, owner: string) =>
    conflict(
      'ServicePortInUse',
      `Port ${portId} cannot be deleted directly via the port API: has device owner ${owner}.`,
    ),
  gatewayIpInUse: (address: string, portId: string) =>
    conflict('GatewayIpInUse', `Current gateway ip ${address} already in use by port ${portId}. Unable to update.`),
  noVrIdAvailable: (routerId: string) =>
    conflict(
      'NoVRIDAvailable',
      `No more Virtual Router Identifier (VRID) available when creating router ${routerId}. The limit of number of HA Routers per tenant is 254.`,
    ),
  externalNetworkInUse: (id: string) =>
    conflict(
      'ExternalNetworkInUse',
      `External network ${id} cannot be updated to be made non-external, since it has existing gateway ports.`,
    ),
  rbacInUse: (objectId: string) =>
    conflict(
      'RbacPolicyInUse',
      `RBAC policy on object ${objectId} cannot be removed because other objects depend on it.\nDetails: There are routers attached to this network that depend on this policy for access.`,
    ),
  invalidRoutes: (routes: string, reason: string) =>
    new ApiError(400, 'InvalidRoutes', `Invalid format for routes: ${routes}, ${reason}`),
  tooManyRoutes: (routerId: string, most: number) =>
    new ApiError(
      400,
      'RoutesExhausted',
      `Unable to complete operation for ${routerId}. The number of routes exceeds the maximum ${most}.`,
    ),
  subnetMismatch: (portId: string, subnetId: string) =>
    new ApiError(
      400,
      'SubnetMismatchForPort',
      `Subnet on port ${portId} does not match the requested subnet ${subnetId}.`,
    ),
  noExternalAddress: (networkId: string) =>
    new ApiError(400, 'ExternalIpAddressExhausted', `Unable to find any IP address on external network ${networkId}.`),
  invalidL3Agent: (id: string) => notFound('InvalidL3Agent', `Agent ${id} is not a L3 Agent or has been disabled`),
  routerHosted: (routerId: string, agentId: string) =>
    conflict('RouterHostedByL3Agent', `The router ${routerId} has been already hosted by the L3 Agent ${agentId}.`),
} as const;
