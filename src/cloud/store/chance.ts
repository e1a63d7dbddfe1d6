import {createHash} from 'node:crypto';

/** Random numbers of one transaction: ids, MACs, addresses. */
export interface Chance {
  uuid(): string;
  /** 0 ≤ n < `below`. */
  integer(below: number): number;
  /** Hexadecimal digits. */
  hex(digits: number): string;
}

/** Numbers that depend on the name alone: the same name draws the same ones. */
export function openChance(name: string): Chance {
  let count = 0;
  const draw = (): Buffer => {
    count += 1;
    return createHash('sha256').update(`${name}:${count}`).digest();
  };
  const hex = (digits: number): string => draw().toString('hex').slice(0, digits);
  return {
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

/** How often each occasion came, by its short name. */
export type Occasions = Readonly<Record<string, number>>;

/**
 * Where a cloud's transactions get their {@link Chance}. It depends on the cloud's seed, on the occasion (the call with
 * its body) and on how often that occasion came before, and on nothing else: leaving a call out of a sequence does not
 * change what the others get. So a session that is rebuilt by its calls has the same ids, and two learners with the
 * same seed and the same calls do, too.
 */
export interface ChanceSource {
  readonly seed: string;
  readonly occasions: Occasions;
  /** @param occasion absent for what is nobody's call */
  at(occasion?: string): Chance;
  /** The occasion has had its effect; the next of its kind draws others. */
  used(occasion?: string): void;
}

export function openChanceSource(seed: string, kept: Occasions = {}): ChanceSource {
  const counts = new Map(Object.entries(kept));
  const key = (occasion = ''): string => createHash('sha256').update(occasion).digest('base64url').slice(0, 12);
  return {
    seed,
    get occasions() {
      return Object.fromEntries(counts);
    },
    at: (occasion) => openChance(`${seed}:${key(occasion)}:${counts.get(key(occasion)) ?? 0}`),
    used(occasion) {
      counts.set(key(occasion), (counts.get(key(occasion)) ?? 0) + 1);
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
