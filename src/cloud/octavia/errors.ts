import {ApiError} from '../api-error.ts';
import type {ClientStatus} from '../api-error.ts';

/** Octavia's exceptions with its own words (11.0, Zed), and those of WSME, which reads its requests. */
const client = (status: ClientStatus, words: string) => new ApiError(status, 'Client', words);
const validation = (detail: string) => client(400, `Validation failure: ${detail}`);
const invalidOption = (value: string, option: string) => client(400, `${value} is not a valid option for ${option}`);

export const octaviaErrors = {
  validation,
  invalidOption,
  /** What WSME says of one attribute. */
  invalidInput: (field: string, value: string, why: string) =>
    client(400, `Invalid input for field/attribute ${field}. Value: '${value}'. ${why}`),
  unknownAttributes: (argument: string, names: readonly string[]) =>
    client(400, `Unknown attribute${names.length > 1 ? 's' : ''} for argument ${argument}: ${names.join(', ')}`),
  malformed: () => client(400, 'Request is not in valid JSON format'),
  notFound: (resource: string, id: string) => client(404, `${resource} ${id} not found.`),
  noRoute: () => client(404, 'Not Found'),
  forbidden: () => client(403, 'Policy does not allow this request to be performed.'),
  subresourceNotFound: (resource: string, id: string) => client(400, `${resource} ${id} not found.`),
  noVip: () => validation('VIP must contain one of: vip_port_id, vip_network_id, vip_subnet_id.'),
  immutable: (resource: string, id: string) => client(409, `${resource} ${id} is immutable and cannot be updated.`),
  pending: (id: string, state: string) => client(409, `Invalid state ${state} of loadbalancer resource ${id}`),
  quotaMet: (resource: string) => client(403, `Quota has been met for resources: ${resource}`),
  listenerExists: (protocol: string, port: number) =>
    client(
      409,
      `Another Listener on this Load Balancer is already using protocol ${protocol} and protocol_port ${port}`,
    ),
  memberExists: (address: string, port: number) =>
    client(409, `Another member on this pool is already using ip ${address} on protocol_port ${port}`),
  monitorExists: () => client(409, 'This pool already has a health monitor'),
  poolExists: () => client(409, 'This listener already has a default pool'),
  poolInUse: (id: string, policyId: string) => client(409, `Pool ${id} is in use by L7 policy ${policyId}`),
  certificate: (refs: readonly string[]) =>
    client(400, `Could not retrieve certificate: [${refs.map((ref) => `'${ref}'`).join(', ')}]`),
  badPolicy: (why: string) => client(400, `Invalid L7 Policy arguments: ${why}`),
  badRule: (why: string) => client(400, `Error parsing L7Rule: ${why}`),
  tooManyRules: (id: string) => client(409, `Too many rules on L7 policy ${id}`),
  providerUnknown: (provider: string) => client(400, `Provider '${provider}' is not enabled.`),
  /** Octavia can do it, and HAProxy in a namespace cannot. */
  unsupported: (what: string) => client(501, `Provider 'haproxy' does not support a requested option: ${what}`),
  badSort: (key: string) => client(400, `Supplied sort key '${key}' is not valid.`),
  badDirection: (key: string) => client(400, `Supplied sort direction '${key}' is not valid.`),
  badMarker: (marker: string) => client(400, `Supplied pagination marker '${marker}' is not valid.`),
  badLimit: (limit: string) => client(400, `Supplied pagination limit '${limit}' is not valid.`),
  badFilter: () => client(400, 'One or more arguments are either duplicate or invalid'),
} as const;

export const octaviaBody = (error: ApiError) => ({faultcode: error.type, faultstring: error.message, debuginfo: null});
