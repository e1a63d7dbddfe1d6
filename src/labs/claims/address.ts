import {z} from 'zod';
import {ipWithLength, linkName, state} from './fields.ts';

export const addressSchema = z.strictObject({
  claim: z.literal('address').describe('An interface has an address.'),
  ...state,
  dev: linkName,
  address: ipWithLength,
});
export type AddressClaim = z.infer<typeof addressSchema>;
