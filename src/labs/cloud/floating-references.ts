import type {CloudState} from '../../drivers/neutron/model.ts';

/** Where floating IPs are looked up; they have no name, only their address. */
export type KnownFloating = Partial<Pick<CloudState, 'floatingIps'>>;

/** The id of the floating IP with that address. */
export const floatingIpId = (address: string, {floatingIps = {}}: KnownFloating): string | undefined =>
  Object.values(floatingIps).find((floating) => floating.floatingIpAddress === address)?.id;

export const floatingAddresses = ({floatingIps = {}}: KnownFloating): readonly string[] =>
  Object.values(floatingIps).map(({floatingIpAddress}) => floatingIpAddress);
