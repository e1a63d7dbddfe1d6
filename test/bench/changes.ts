import type {Stream} from '../../src/drivers/hosts/host.ts';
import {TEN} from './bench-labs.ts';

/** A change of a kernel, with a text that nothing but news of it contains. */
export interface PlannedChange {
  readonly namespace: string;
  readonly kind: 'address' | 'route' | 'rule';
  readonly program: 'ip' | 'iptables-restore';
  readonly input: string;
  readonly sign: string;
}

/** The programs that make changes, started beforehand: a line to them is a change in the kernel at once. */
export const CHANGERS: Readonly<Record<PlannedChange['program'], readonly string[]>> = {
  ip: ['ip', '-batch', '-'],
  'iptables-restore': ['iptables-restore', '--noflush'],
};

/** Addresses, routes and rules in turn, in one namespace after the other. */
export function plannedChanges(count: number): readonly PlannedChange[] {
  return Array.from({length: count}, (_, index) => {
    const namespace = `h${(index % TEN.namespaces) + 1}`;
    const kind = (['address', 'route', 'rule'] as const)[index % 3] ?? 'address';
    const byte = (index % 200) + 1;
    switch (kind) {
      case 'address':
        return {
          namespace,
          kind,
          program: 'ip',
          sign: `10.201.${byte}.1/24`,
          input: `addr add 10.201.${byte}.1/24 dev eth0\n`,
        };
      case 'route':
        return {
          namespace,
          kind,
          program: 'ip',
          sign: `10.202.${byte}.0/24`,
          input: `route add 10.202.${byte}.0/24 dev eth0\n`,
        };
      case 'rule':
        return {
          namespace,
          kind,
          program: 'iptables-restore',
          sign: `10.203.${byte}.0/24`,
          input: `*filter\n-A FORWARD -s 10.203.${byte}.0/24 -j ACCEPT\nCOMMIT\n`,
        };
    }
  });
}

/** Starts each changer once in each namespace. */
export function openChangers(
  start: (namespace: string, argv: readonly string[]) => Stream,
): Disposable & {make(change: PlannedChange): void} {
  const streams = new Map<string, Stream>();
  for (const program of Object.keys(CHANGERS) as PlannedChange['program'][]) {
    for (let number = 1; number <= TEN.namespaces; number += 1) {
      streams.set(`${program} h${number}`, start(`h${number}`, CHANGERS[program]));
    }
  }
  return {
    make({program, namespace, input}) {
      streams.get(`${program} ${namespace}`)?.write(input);
    },
    [Symbol.dispose]() {
      for (const stream of streams.values()) stream[Symbol.dispose]();
    },
  };
}
