/** A size. It bounds what a project may have; a namespace has no memory or disk of its own. */
export interface Flavor {
  readonly id: string;
  readonly name: string;
  /** MiB */
  readonly ram: number;
  /** GiB */
  readonly disk: number;
  readonly vcpus: number;
}

/** Devstack's. */
export const FLAVORS: readonly Flavor[] = [
  {id: '1', name: 'm1.tiny', ram: 512, disk: 1, vcpus: 1},
  {id: '2', name: 'm1.small', ram: 2048, disk: 20, vcpus: 1},
  {id: '42', name: 'm1.nano', ram: 192, disk: 1, vcpus: 1},
];

export const flavorById = (id: string): Flavor | undefined => FLAVORS.find((flavor) => flavor.id === id);
