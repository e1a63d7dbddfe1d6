import type {Caller} from '../caller.ts';

/** One attribute of an API resource, as Neutron's attribute maps describe them. */
export interface Attribute {
  /** May stand in a POST. */
  readonly post: boolean;
  /** May stand in a PUT. */
  readonly put: boolean;
  /** Absent: required in a POST where `post` is true. {@link UNSET}: may be left out and then stays out. */
  readonly default?: unknown;
  /** Turns what came into what is kept; throws an ApiError where it cannot. Before {@link validate}. */
  readonly convert?: (value: unknown) => unknown;
  /** Why the value is refused, as Neutron says it. */
  readonly validate?: (value: unknown) => string | undefined;
  /** Who may set it explicitly. Absent: whoever may make or change the resource. */
  readonly policy?: 'admin' | 'network-owner' | 'network-owner-or-shared';
  /** Who sees it. Absent: whoever sees the resource. */
  readonly visible?: 'admin' | 'nobody';
  /** May be asked for in a list. */
  readonly filter?: boolean;
  readonly sort?: boolean;
}

export type AttributeMap = Readonly<Record<string, Attribute>>;

/** The default of an attribute that may be left out. */
export const UNSET: unique symbol = Symbol('unset');

/** What a request may be measured against, besides itself. */
export interface PolicyTarget {
  /** The owner of the network that a port or subnet is on, where there is one. */
  readonly networkOwner?: string | undefined;
  readonly networkShared?: boolean | undefined;
}

export function isAllowed(policy: Attribute['policy'], caller: Caller, target: PolicyTarget): boolean {
  if (policy === undefined || caller.roles.includes('admin')) return true;
  if (policy === 'admin') return false;
  if (target.networkOwner === caller.projectId) return true;
  return policy === 'network-owner-or-shared' && target.networkShared === true;
}
