import {z} from 'zod';
import {type Listener, type Snapshot, valueOf} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';
import type {Outcome} from '../outcome.ts';
import {aspect, aspects, compared, judge} from './aspects.ts';
import {type Placed, ip, port, state, text} from './fields.ts';
import {sameIp} from './ip-values.ts';
import {inSection, otherPlaces} from './look.ts';
import {listed, placeWords, sentence} from './sentences.ts';

export const listenerSchema = z.strictObject({
  claim: z.literal('listener').describe('A program listens on a port.'),
  ...state,
  protocol: z.enum(['tcp', 'udp']).optional().describe('Default tcp.'),
  port,
  address: ip.optional().describe('It must be reachable by this address: bound to it or to all.'),
  program: text.optional(),
});
export type ListenerClaim = z.infer<typeof listenerSchema>;

export const checkListener = (snapshot: Snapshot, claim: Placed<ListenerClaim>): Outcome =>
  inSection(snapshot, claim, 'listeners', (record) => {
    const listeners = Object.values(record);
    const protocol = claim.protocol ?? 'tcp';
    const socket = `${protocol} ${claim.port}`;
    const where = placeWords(snapshot, claim);
    const listens = sentence(`a process listens on ${socket} ${where.en}`, `${where.zh}中有进程监听 ${socket}`);
    return judge(
      listeners
        .filter((listener) => listener.protocol === protocol && listener.port === claim.port)
        .map((listener) => ({
          subject: sentence(`the listener on ${socket} ${where.en}`, `${where.zh}中 ${socket} 的监听者`),
          exists: sentence(`is ${user(listener)}`, `是 ${user(listener)}`),
          aspects: aspects(
            claim.address === undefined
              ? undefined
              : aspect(
                  isReachable(listener, claim.address),
                  sentence(`is reachable by ${claim.address}`, `可经 ${claim.address} 访问`),
                  sentence(`is bound to ${listener.address}`, `绑定在 ${listener.address}`),
                ),
            compared(claim.program, listener.program, isProgram),
          ),
        })),
      {
        absent: claim.absent === true,
        absence: sentence(`no process listens on ${socket} ${where.en}`, `${where.zh}中没有进程监听 ${socket}`),
        missing: () => ({expected: listens, found: nearest(snapshot, claim, listeners, protocol)}),
      },
    );
  });

const user = (listener: Listener): string => listener.program ?? listener.address;

const isProgram = (program: string | undefined): Text =>
  program === undefined
    ? sentence('is a program whose name cannot be seen', '看不到程序名')
    : sentence(`is ${program}`, `是 ${program}`);

/** ss writes `*` for a socket that takes IPv4 and IPv6. */
const isReachable = (listener: Listener, address: string): boolean => {
  const bound = listener.address.split('%')[0] ?? '';
  return bound === '*' || bound === '::' || (bound === '0.0.0.0' && !address.includes(':')) || sameIp(bound, address);
};

const nearest = (
  snapshot: Snapshot,
  claim: Placed<ListenerClaim>,
  listeners: readonly Listener[],
  protocol: string,
): Text => {
  const where = placeWords(snapshot, claim);
  const socket = `${protocol} ${claim.port}`;
  const none = sentence(`no process listens on ${socket} ${where.en}`, `${where.zh}中没有进程监听 ${socket}`);
  const otherProtocol = listeners.find((listener) => listener.port === claim.port);
  if (otherProtocol !== undefined) {
    return sentence(
      `${none.en}, but ${user(otherProtocol)} does on ${otherProtocol.protocol} ${claim.port}`,
      `${none.zh}，但 ${user(otherProtocol)} 监听 ${otherProtocol.protocol} ${claim.port}`,
    );
  }
  for (const other of otherPlaces(snapshot, claim)) {
    const there = Object.values(valueOf(other.namespace.listeners) ?? {}).find(
      (listener) => listener.port === claim.port && listener.protocol === protocol,
    );
    if (there === undefined) continue;
    const place = placeWords(snapshot, other.place);
    return sentence(
      `${none.en}, but ${user(there)} does ${place.en}`,
      `${none.zh}，但${place.zh}中有（${user(there)}）`,
    );
  }
  const others = listeners
    .filter((listener) => listener.protocol === protocol)
    .map((listener) => `${listener.port}${listener.program === undefined ? '' : ` (${listener.program})`}`);
  if (others.length === 0) return none;
  const list = listed([...new Set(others)]);
  return sentence(
    `${none.en}; ${list.en} ${others.length === 1 ? 'is' : 'are'} in use`,
    `${none.zh}；使用中的有 ${list.zh}`,
  );
};
