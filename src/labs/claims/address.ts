import {z} from 'zod';
import {type Link, type Snapshot, valueOf} from '../../state/snapshot.ts';
import {type Text, same} from '../../state/text.ts';
import {type Outcome, met, notMet} from '../outcome.ts';
import {type Placed, ipWithLength, linkName, state} from './fields.ts';
import {sameIp} from './ip-values.ts';
import {missingLink} from './link.ts';
import {inSection, otherPlaces} from './look.ts';
import {listed, sentence, thingAt} from './sentences.ts';

export const addressSchema = z.strictObject({
  claim: z.literal('address').describe('An interface has an address.'),
  ...state,
  dev: linkName,
  address: ipWithLength,
});
export type AddressClaim = z.infer<typeof addressSchema>;

export const checkAddress = (snapshot: Snapshot, claim: Placed<AddressClaim>): Outcome =>
  inSection(snapshot, claim, 'links', (links) => {
    const dev = thingAt(snapshot, claim, same(claim.dev));
    const link = links[claim.dev];
    const has = link !== undefined && find(link, claim.address, true) !== undefined;
    if (claim.absent === true) {
      const without = sentence(`${dev.en} does not have ${claim.address}`, `${dev.zh}没有地址${claim.address}`);
      return has ? notMet(without, hasAddress(dev, claim.address)) : met(without);
    }
    return has
      ? met(hasAddress(dev, claim.address))
      : notMet(hasAddress(dev, claim.address), nearest(snapshot, claim, links, link));
  });

const hasAddress = (dev: Text, address: string): Text =>
  sentence(`${dev.en} has ${address}`, `${dev.zh}有地址${address}`);

const find = (link: Link, wanted: string, whole: boolean): string | undefined => {
  const [ip = '', length] = wanted.split('/');
  return Object.entries(link.addresses).find(
    ([, {address, prefix}]) => sameIp(address, ip) && (!whole || prefix === Number(length)),
  )?.[0];
};

const nearest = (
  snapshot: Snapshot,
  claim: Placed<AddressClaim>,
  links: Readonly<Record<string, Link>>,
  link: Link | undefined,
): Text => {
  const dev = thingAt(snapshot, claim, same(claim.dev));
  const [ip, length] = claim.address.split('/');
  const otherLength = link === undefined ? undefined : find(link, claim.address, false);
  if (otherLength !== undefined) {
    const found = otherLength.split('/')[1];
    return sentence(
      `${dev.en} has ${otherLength}: the prefix length is ${found}, not ${length}`,
      `${dev.zh}的地址是${otherLength}：前缀长度是${found}，不是${length}`,
    );
  }
  const onOther = Object.values(links).find(
    (other) => other.name !== claim.dev && find(other, claim.address, false) !== undefined,
  );
  if (onOther !== undefined) return onAnother(thingAt(snapshot, claim, same(onOther.name)), same(claim.dev), ip);
  if (link === undefined) return missingLink(snapshot, claim, claim.dev, Object.keys(links));
  for (const {place, namespace} of otherPlaces(snapshot, claim)) {
    const there = Object.values(valueOf(namespace.links) ?? {}).find(
      (other) => find(other, claim.address, false) !== undefined,
    );
    // 127.0.0.1 is everywhere.
    if (there !== undefined && there.kind !== 'loopback')
      return onAnother(thingAt(snapshot, place, same(there.name)), dev, ip);
  }
  const family = claim.address.includes(':') ? 'inet6' : 'inet';
  const others = Object.entries(link.addresses).flatMap(([key, address]) => (address.family === family ? [key] : []));
  const version = family === 'inet' ? 'IPv4' : 'IPv6';
  if (others.length === 0) return sentence(`${dev.en} has no ${version} address`, `${dev.zh}没有 ${version} 地址`);
  const list = listed(others);
  return sentence(`${dev.en} has ${list.en}`, `${dev.zh}的地址是${list.zh}`);
};

const onAnother = (there: Text, here: Text, ip: string | undefined): Text =>
  sentence(`${ip} is on ${there.en}, not on ${here.en}`, `${ip}在${there.zh}上，不在${here.zh}上`);
