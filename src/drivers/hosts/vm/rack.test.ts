import {expect, test} from 'vitest';
import type {HostPlan} from '../host.ts';
import {partOn, rackOf} from './rack.ts';

const wire = (from: readonly [string, string], to: readonly [string, string]): HostPlan['wires'][number] => ({
  from: {node: from[0], link: from[1]},
  to: {node: to[0], link: to[1]},
});
const plan: HostPlan = {
  nodes: [
    {name: 'a', machine: 'one'},
    {name: 'b', machine: 'one', environment: {X: 'x'}},
    {name: 'c', machine: 'two'},
  ],
  wires: [wire(['a', 'eth0'], ['b', 'eth0']), wire(['c', 'eth0'], ['a', 'eth1']), wire(['b', 'eth1'], ['c', 'eth1'])],
};

test('a wire between two machines is a cable: a card at each end, and a line that is its alone', () => {
  const {machines, lines, cables} = rackOf(plan);
  const [first, second] = [
    ['52:54:00:00:01:01', '52:54:00:00:01:02'],
    ['52:54:00:00:02:01', '52:54:00:00:02:02'],
  ] as const;
  expect(cables).toEqual([
    [
      {node: 'c', mac: first[0]},
      {node: 'a', mac: first[1]},
    ],
    [
      {node: 'b', mac: second[0]},
      {node: 'c', mac: second[1]},
    ],
  ]);
  expect(lines).toEqual([wire(['two', 'cable0'], ['one', 'cable0']), wire(['one', 'cable1'], ['two', 'cable1'])]);
  const two = machines.find(({name}) => name === 'two');
  expect(two?.cards).toEqual([
    {
      mac: first[0],
      here: '169.254.0.1:5000',
      there: '169.254.0.2:5000',
      line: {link: 'cable0', address: '169.254.0.1/30'},
    },
    {
      mac: second[1],
      here: '169.254.1.2:5000',
      there: '169.254.1.1:5000',
      line: {link: 'cable1', address: '169.254.1.2/30'},
    },
  ]);
  expect(machines.map(({name}) => name)).toEqual(['one', 'two']);
});

test('each machine gets the nodes that stand on it, the wires within it and the cards for its nodes', () => {
  expect(partOn(plan, 'one')).toEqual({
    nodes: [{name: 'a'}, {name: 'b', environment: {X: 'x'}}],
    wires: [plan.wires[0]],
    cards: [
      {mac: '52:54:00:00:01:02', node: 'a', link: 'eth1'},
      {mac: '52:54:00:00:02:01', node: 'b', link: 'eth1'},
    ],
  });
  expect(partOn(plan, 'two')).toMatchObject({nodes: [{name: 'c'}], wires: []});
});

test('a machine with more cables than places for cards is refused', () => {
  const wires = Array.from({length: 5}, (_, index) => wire(['a', `eth${index}`], ['c', `eth${index}`]));
  expect(() => rackOf({...plan, wires})).toThrow('The machine one has 5 cables to others, and places for 4 cards.');
});
