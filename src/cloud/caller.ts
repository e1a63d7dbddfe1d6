import type {RoleName} from './store/records.ts';

/** Who asks, as the token says. */
export interface Caller {
  readonly userId: string;
  readonly userName: string;
  readonly projectId: string;
  readonly projectName: string;
  readonly roles: readonly RoleName[];
}

export const isAdmin = (caller: Caller): boolean => caller.roles.includes('admin');
/** May change what is the project's; a reader only looks. */
export const isMember = (caller: Caller): boolean => isAdmin(caller) || caller.roles.includes('member');
