import {ApiError} from '../api-error.ts';
import type {ServerRecord} from '../store/records.ts';
import {novaErrors} from './errors.ts';
import {vmState} from './server-view.ts';

/** An action of Nova's that stands or falls with real guests. */
interface Unsupported {
  /** The states in which Nova would do it. */
  readonly from: readonly string[];
  readonly why: string;
}

const KERNEL =
  'An instance of this cloud is a namespace, and the kernel in it, which it shares with its node, cannot stand still: it would go on answering. It can be stopped and started.';
const DISK = 'An instance of this cloud is a namespace without a disk of its own.';
const SIZE = 'An instance of this cloud is a namespace: its flavor only counts for the quota.';
const PLACE = 'An instance of this cloud is a namespace, and a namespace stays with its kernel.';

const ACTIONS: Readonly<Record<string, Unsupported>> = {
  pause: {from: ['active'], why: KERNEL},
  unpause: {from: ['paused'], why: KERNEL},
  suspend: {from: ['active'], why: KERNEL},
  resume: {from: ['suspended'], why: KERNEL},
  shelve: {from: ['active', 'stopped'], why: DISK},
  unshelve: {from: ['shelved'], why: DISK},
  rescue: {from: ['active', 'stopped', 'error'], why: DISK},
  unrescue: {from: ['rescued'], why: DISK},
  rebuild: {from: ['active', 'stopped', 'error'], why: DISK},
  createImage: {from: ['active', 'stopped'], why: DISK},
  createBackup: {from: ['active', 'stopped'], why: DISK},
  resize: {from: ['active', 'stopped'], why: SIZE},
  confirmResize: {from: ['resized'], why: SIZE},
  revertResize: {from: ['resized'], why: SIZE},
  migrate: {from: ['active', 'stopped'], why: PLACE},
  'os-migrateLive': {from: ['active'], why: PLACE},
  evacuate: {from: ['active', 'stopped', 'error'], why: PLACE},
};

/**
 * Why an action of Nova's is not done here: the state first, as Nova itself would, then what no instance of this cloud can.
 * Undefined where Nova has no such action either.
 */
export function unsupported(name: string, server: ServerRecord): ApiError | undefined {
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) return undefined;
  if (server.host === '') return novaErrors.notReady(server.id);
  const state = vmState(server);
  if (!action.from.includes(state)) return novaErrors.wrongState(name, server.id, state);
  return novaErrors.notImplemented(`The requested functionality is not supported. ${action.why}`);
}
