import {createHash} from 'node:crypto';

/**
 * Everything random about a cloud. Drawn from a seed, so that a session that is rebuilt by replaying its calls gets
 * the same ids, MACs and addresses; `drawn` is kept with the session so that a resumed one never draws them again.
 */
export interface Chance {
  readonly seed: string;
  /** How many numbers were drawn so far. */
  readonly drawn: number;
  uuid(): string;
  /** 0 ≤ n < `below`. */
  integer(below: number): number;
  /** Hexadecimal digits. */
  hex(digits: number): string;
}

export function openChance(seed: string, drawn = 0): Chance {
  let count = drawn;
  const draw = (): Buffer => {
    count += 1;
    return createHash('sha256').update(`${seed}:${count}`).digest();
  };
  const hex = (digits: number): string => draw().toString('hex').slice(0, digits);
  return {
    seed,
    get drawn() {
      return count;
    },
    hex,
    integer: (below) => draw().readUIntBE(0, 6) % below,
    uuid() {
      const digits = hex(32);
      const variant = '89ab'[Number.parseInt(digits[16] ?? '0', 16) % 4] ?? '8';
      return [
        digits.slice(0, 8),
        digits.slice(8, 12),
        `4${digits.slice(13, 16)}`,
        `${variant}${digits.slice(17, 20)}`,
        digits.slice(20, 32),
      ].join('-');
    },
  };
}

/** A name's id in the DNS namespace (RFC 4122, version 5), as the DHCP agent makes it of its host's name. */
export function uuid5(name: string): string {
  const space = Buffer.from('6ba7b8109dad11d180b400c04fd430c8', 'hex');
  const bytes = createHash('sha1').update(space).update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
