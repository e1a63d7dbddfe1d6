import {HostError} from '../host-error.ts';
import type {Cable, CableEnd, HostPlan, NodePlan, WirePlan} from '../host.ts';
import {MOST_CARDS, type PluggedCard} from './qemu.ts';

/** Machines and the cables between them: what a plan asks for whose nodes name machines. */
export interface Rack {
  /** In the plan's order. */
  readonly machines: readonly RackMachine[];
  /** Between the nodes in which the machines run: through each goes one cable. */
  readonly lines: readonly WirePlan[];
  readonly cables: readonly Cable[];
}

export interface RackMachine {
  readonly name: string;
  readonly cards: readonly RackCard[];
}

/** A card of a machine, with the end of the line that its frames go through. */
export interface RackCard extends PluggedCard {
  /** The link in the node that the machine runs in, and its address with prefix. */
  readonly line: {readonly link: string; readonly address: string};
}

/** What a machine of a rack is asked to open: the nodes that stand on it, and the cards that go into them. */
export interface GuestPlan extends HostPlan {
  readonly cards?: readonly CardPlan[];
}

export interface CardPlan {
  readonly mac: string;
  readonly node: string;
  /** What it shall be called there. */
  readonly link: string;
}

/** The one machine of plans that name none. */
export const ONE_MACHINE: Rack = {machines: [{name: 'vm', cards: []}], lines: [], cables: []};

const machineOf = ({machine = ONE_MACHINE.machines[0]?.name ?? ''}: NodePlan): string => machine;

/** @throws {HostError} where a machine has more ends of cables than places for cards */
export function rackOf(plan: HostPlan): Rack {
  const cables = cablesOf(plan);
  const machines = [...new Set(plan.nodes.map(machineOf))].map((name) => ({
    name,
    cards: cables.flatMap(({ends}, index) =>
      ends.flatMap((end, side) => (end.machine === name ? [cardOf(end.mac, index, side)] : [])),
    ),
  }));
  const full = machines.find(({cards}) => cards.length > MOST_CARDS);
  if (full !== undefined) throw tooManyCards(full.name, full.cards.length);
  return {
    machines,
    lines: cables.map(({ends: [one, other]}, index) => ({
      from: {node: one.machine, link: lineLink(index)},
      to: {node: other.machine, link: lineLink(index)},
    })),
    cables: cables.map(({ends: [one, other]}) => [cableEnd(one), cableEnd(other)]),
  };
}

/** The part of a plan that stands on one machine. */
export function partOn(plan: HostPlan, machine: string): GuestPlan {
  const nodes = plan.nodes
    .filter((node) => machineOf(node) === machine)
    // There it is no machine beside others.
    .map(({name, environment}) => ({name, ...(environment && {environment})}));
  const names = new Set(nodes.map(({name}) => name));
  return {
    ...plan,
    nodes,
    wires: plan.wires.filter(({from, to}) => names.has(from.node) && names.has(to.node)),
    cards: cablesOf(plan).flatMap(({ends}) =>
      ends.flatMap((end) => (end.machine === machine ? [{mac: end.mac, node: end.node, link: end.link}] : [])),
    ),
  };
}

interface PlannedEnd extends CableEnd {
  readonly link: string;
  readonly machine: string;
}

/** The wires that no kernel has both ends of. */
function cablesOf({nodes, wires}: HostPlan): readonly {readonly ends: readonly [PlannedEnd, PlannedEnd]}[] {
  const machines = new Map(nodes.map((node) => [node.name, machineOf(node)]));
  const endOf = (end: WirePlan['from'], mac: string): PlannedEnd => ({
    ...end,
    mac,
    machine: machines.get(end.node) ?? '',
  });
  return wires
    .filter(({from, to}) => machines.get(from.node) !== machines.get(to.node))
    .map(({from, to}, index) => ({ends: [endOf(from, macOf(index, 0)), endOf(to, macOf(index, 1))]}));
}

const cableEnd = ({node, mac}: PlannedEnd): CableEnd => ({node, mac});

/** In QEMU's range, told apart by cable and side. */
const macOf = (cable: number, side: number): string =>
  `52:54:00:00:${(cable + 1).toString(16).padStart(2, '0')}:0${side + 1}`;

const lineLink = (cable: number): string => `cable${cable}`;
/** Datagrams of one port do, for each line has a network of its own. */
const PORT = 5000;
const lineAddress = (cable: number, side: number): string => `169.254.${cable}.${side + 1}`;

const cardOf = (mac: string, cable: number, side: number): RackCard => ({
  mac,
  here: `${lineAddress(cable, side)}:${PORT}`,
  there: `${lineAddress(cable, 1 - side)}:${PORT}`,
  line: {link: lineLink(cable), address: `${lineAddress(cable, side)}/30`},
});

const tooManyCards = (machine: string, count: number): HostError =>
  new HostError(
    {
      en: `The machine ${machine} has ${count} cables to others, and places for ${MOST_CARDS} cards.`,
      zh: `机器 ${machine} 有 ${count} 根通向其他机器的网线，但只有 ${MOST_CARDS} 个网卡插槽。`,
    },
    {en: 'Plan fewer cables.', zh: '请减少网线的数量。'},
  );
