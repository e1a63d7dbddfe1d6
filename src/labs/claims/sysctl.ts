import {z} from 'zod';
import {place, text} from './fields.ts';

export const sysctlSchema = z.strictObject({
  claim: z.literal('sysctl').describe('A kernel setting has a value.'),
  ...place,
  key: z.string().regex(/^[a-z]\w*(\.[^\s.]+)+$/i, 'must be a dotted name such as net.ipv4.ip_forward'),
  value: text,
});
export type SysctlClaim = z.infer<typeof sysctlSchema>;
