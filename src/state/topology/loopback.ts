import type {Address, Link} from '../snapshot.ts';

/** 127.0.0.1/8 and ::1/128, which loopback gets by being brought up. */
export const isOwnLoopbackAddress = (link: Link, {address}: Address): boolean =>
  link.kind === 'loopback' && (address === '127.0.0.1' || address === '::1');

/** Loopback is worth a line where somebody gave it an address. */
export const loopbackIsInteresting = (link: Link): boolean =>
  Object.values(link.addresses).some((address) => !isOwnLoopbackAddress(link, address));
