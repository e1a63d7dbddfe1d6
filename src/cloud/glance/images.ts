/** What instances are made of. There is nothing to download: an instance is a network namespace of its node. */
export interface Image {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

export const IMAGES: readonly Image[] = [
  {
    id: '5c1f2a9e-6d0b-4b57-9d3a-0c1e6f7a8b90',
    name: 'cirros',
    description: 'A network namespace with its own hostname, DHCP client and shell, in the place of a virtual machine',
  },
];
