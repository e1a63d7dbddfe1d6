import {z} from 'zod';
import {ROOT_NAMESPACE} from '../../state/snapshot.ts';

/** The parts that claims' schemas are made of. Values are judged after the attempt's variables were filled in. */

export const text = z.string().min(1, 'must not be empty');

/** The kernel's IFNAMSIZ is 16 with the closing zero; `/`, `:` and white space are not taken (dev_valid_name). */
export const linkName = z.string().regex(/^[^\s/:]{1,15}$/, 'must be an interface name of at most 15 characters');

export const mac = z.string().regex(/^[\da-f]{2}(:[\da-f]{2}){5}$/i, 'must be a MAC address such as 52:54:00:12:34:56');

const BYTE = String.raw`(?:25[0-5]|2[0-4]\d|1?\d?\d)`;
const IPV4 = String.raw`(?:${BYTE}\.){3}${BYTE}`;
const IPV6 = String.raw`[\da-f]*:[\da-f:.]*`;
export const ip = z.string().regex(new RegExp(`^(${IPV4}|${IPV6})$`, 'i'), 'must be an IP address');
export const ipWithLength = z
  .string()
  .regex(
    new RegExp(`^(${IPV4}/(3[0-2]|[12]?\\d)|${IPV6}/\\d{1,3})$`, 'i'),
    'must be an address with its prefix length such as 10.0.0.1/24',
  );
const PREFIX = String.raw`${IPV4}(?:/(?:3[0-2]|[12]?\d))?|${IPV6}(?:/\d{1,3})?`;
const PREFIX_OR_DEFAULT = new RegExp(`^(default|${PREFIX})$`, 'i');
export const prefix = z.string().regex(new RegExp(`^(${PREFIX})$`, 'i'), 'must be an IP prefix such as 10.0.0.0/24');
export const routeDestination = z
  .string()
  .regex(PREFIX_OR_DEFAULT, 'must be `default` or an IP prefix such as 10.0.0.0/24');

export const port = z.int().min(1).max(65_535);
export const protocol = z.enum(['tcp', 'udp', 'icmp']);
export const count = z.int().min(0);

export const regularExpression = z.string().refine(isRegularExpression, 'must be a regular expression');

function isRegularExpression(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

export const node = text.optional().describe('The node; default the first.');

/** Where a claim looks. */
export const place = {
  node,
  in: text.optional().describe("A namespace of the node; default the node's own."),
};

/** The keys of every claim about state. */
export const state = {
  ...place,
  absent: z.literal(true).optional().describe('Turns the claim round: there must be no such thing.'),
};

/** The negative half of a probe says which positive check proved that the packet could have arrived. */
export const baseline = text
  .optional()
  .describe('Required where the claim is that nothing answers: the positive check that was proved to work.');

/** A claim's place with the node filled in. */
export interface Place {
  readonly node: string;
  readonly in?: string | undefined;
}

/** A claim that knows its node, as the checks take it. */
export type Placed<C> = C & {readonly node: string};

export const namespaceOf = (place: Place): string => place.in ?? ROOT_NAMESPACE;

/** `/…/` in place of a text is a regular expression. */
export const isPattern = (text: string): boolean => text.length > 2 && text.startsWith('/') && text.endsWith('/');
