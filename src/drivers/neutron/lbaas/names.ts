/** How neutron-lbaas' HAProxy driver (v2) names what it makes of a load balancer. */
export const lbaasNamespace = (loadBalancerId: string): string => `qlbaas-${loadBalancerId}`;

/** Its configuration, process id, statistics socket and certificates. */
export const lbaasFolder = (loadBalancerId: string): string => `/var/lib/neutron/lbaas/v2/${loadBalancerId}`;

export const statisticsSocket = (loadBalancerId: string): string => `${lbaasFolder(loadBalancerId)}/haproxy_stats.sock`;

/** The file is named after the certificate's common name; what a file name or a configuration cannot have is `_`. */
export const certificatePath = (loadBalancerId: string, listenerId: string, commonName: string): string =>
  `${lbaasFolder(loadBalancerId)}/${listenerId}/${commonName.replaceAll(/[^\w.*-]/g, '_')}.pem`;
