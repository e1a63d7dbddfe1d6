import {isDeepStrictEqual} from 'node:util';
import type {Failures} from './failures.ts';
import {since} from './wanted.ts';
import type {Items, Wanted} from './wanted.ts';

/** What one driver knows of what it did. */
export class DriverMemory<I> {
  /** What it acted on; undefined after a start. */
  #before: Items<I> | undefined;
  #made: Items<I> = {};
  #now: Items<I> = {};
  /** What failed, as it was wanted then. */
  #failed: Items<I> = {};
  /** What it acted on last, whether all of it was done or not. */
  #tried: Items<I> = {};

  intend(now: Items<I>, retries: boolean, stays?: (item: I) => boolean): Wanted<I> {
    this.#now = now;
    const {present, absent} = since(this.#before, this.#made, now, stays);
    const untried = (items: Items<I>): Items<I> =>
      Object.fromEntries(Object.entries(items).filter(([key, item]) => !isDeepStrictEqual(this.#failed[key], item)));
    const past = {before: this.#tried, ...(this.#before !== undefined && {done: this.#before})};
    return retries ? {present, absent, ...past} : {present: untried(present), absent: untried(absent), ...past};
  }

  /** What failed is not remembered as done, so that it can be tried again. */
  learn({present, absent}: Wanted<I>, failed: (item: I) => boolean): void {
    const done = Object.entries(present).filter(([, item]) => !failed(item));
    const kept = Object.entries(this.#before ?? {}).filter(
      ([key]) => present[key] === undefined && this.#now[key] !== undefined,
    );
    this.#before = Object.fromEntries([...kept, ...done]);
    this.#tried = Object.fromEntries(
      Object.entries({...this.#tried, ...present}).filter(([key]) => this.#now[key] !== undefined),
    );
    const gone = new Set(Object.entries(absent).flatMap(([key, item]) => (failed(item) ? [] : [key])));
    this.#made = Object.fromEntries(Object.entries({...this.#made, ...present}).filter(([key]) => !gone.has(key)));
    const tried = {...present, ...absent};
    this.#failed = Object.fromEntries([
      ...Object.entries(this.#failed).filter(([key]) => tried[key] === undefined),
      ...Object.entries(tried).filter(([, item]) => failed(item)),
    ]);
  }

  /** Of these items, those that it did and are wanted as they were then. */
  still(items: Items<I>): Items<I> {
    return Object.fromEntries(
      Object.entries(items).filter(([key, item]) => isDeepStrictEqual(this.#before?.[key], item)),
    );
  }

  /** Whether it succeeded when it was last wanted. */
  did(key: string): boolean {
    return this.#before?.[key] !== undefined;
  }

  /** What it acted on, and did not fail on. */
  get known(): readonly I[] {
    return Object.values(this.#before ?? {});
  }

  /** It did something else than it thought. */
  change(item: (item: I) => I): void {
    const all = (items: Items<I>): Items<I> =>
      Object.fromEntries(Object.entries(items).map(([key, one]) => [key, item(one)]));
    this.#before = this.#before && all(this.#before);
    this.#tried = all(this.#tried);
  }

  forget(): void {
    this.#before = undefined;
    this.#failed = {};
    this.#tried = {};
  }
}

/** Whether an item is of an object on which something failed. */
export function failureTest({all, of, missing}: Failures): (item: object) => boolean {
  if (all !== undefined) return () => true;
  const nodeWide = of.has('port ');
  return (item) => {
    const has = (type: string, id: unknown) => typeof id === 'string' && of.has(`${type} ${id}`);
    const {
      portId,
      networkId,
      instanceId,
      routerId,
      loadBalancerId,
      interfaces = [],
      ports = [],
    } = item as {
      portId?: string;
      networkId?: string;
      instanceId?: string;
      routerId?: string;
      loadBalancerId?: string;
      interfaces?: readonly {portId: string}[];
      ports?: readonly {port: {id: string; networkId: string}}[];
    };
    return (
      has('port', portId) ||
      ('tap' in item && 'isInstance' in item && missing.has(portId ?? '')) ||
      has('network', networkId) ||
      has('server', instanceId) ||
      has('router', routerId) ||
      has('loadbalancer', loadBalancerId) ||
      interfaces.some((card) => has('port', card.portId)) ||
      ports.some(({port}) => has('port', port.id) || has('network', port.networkId)) ||
      (nodeWide && (ports.length > 0 || 'members' in item))
    );
  };
}
