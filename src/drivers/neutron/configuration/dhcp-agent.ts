import type {CloudState} from '../model.ts';
import type {ConfigurationValues} from './values.ts';

/** What neutron-dhcp-agent took from its files when it started. */
export interface DhcpSettings {
  readonly isolatedMetadata: boolean;
  /** Seconds; -1 is for ever. */
  readonly leaseSeconds: number;
  readonly dnsDomain: string;
}

/** @throws {BadConfiguration} */
export function dhcpSettings(values: ConfigurationValues): DhcpSettings {
  const dnsDomain = values.text('DEFAULT', 'dns_domain', 'openstacklocal');
  if (!/^[\w.-]*$/.test(dnsDomain))
    values.refuse('DEFAULT', 'dns_domain', {
      en: `'${dnsDomain}' not a valid PQDN or FQDN`,
      zh: `“${dnsDomain}”不是有效的域名`,
    });
  return {
    leaseSeconds: values.integer('DEFAULT', 'dhcp_lease_duration', 86_400),
    dnsDomain,
    isolatedMetadata: values.boolean('DEFAULT', 'enable_isolated_metadata', false),
  };
}

/** The cloud as this agent sees it: its own files say how networks are served here. */
export const seenByDhcpAgent = (cloud: CloudState, settings: DhcpSettings): CloudState => ({
  ...cloud,
  options: {...cloud.options, ...settings},
});
