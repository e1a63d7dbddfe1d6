import {expect, test} from 'vitest';
import {checkPlan} from './host-plan.ts';
import {wireBatch, wireCommand, wireEnds} from './wires.ts';

const wires = [
  {from: {node: 'a', link: 'eth0'}, to: {node: 'b', link: 'eth0'}},
  {from: {node: 'a', link: 'eth1'}, to: {node: 'a', link: 'eth2'}},
];

test('a wire is one veth pair with its ends in its nodes', () => {
  const pids: Record<string, number> = {a: 11, b: 12};
  expect(wireBatch(wires, (node) => pids[node] ?? 0)).toBe(
    'link add name eth0 netns 11 type veth peer name eth0 netns 12\nlink add name eth1 netns 11 type veth peer name eth2 netns 11\n',
  );
  expect([...wireEnds(wires)]).toEqual([
    ['a', ['eth0', 'eth1', 'eth2']],
    ['b', ['eth0']],
  ]);
  expect(wires.map((wire) => wireCommand(wire).join(' '))).toEqual([
    'ip link add name eth0 netns a type veth peer name eth0 netns b',
    'ip link add name eth1 netns a type veth peer name eth2 netns a',
  ]);
});

test('a plan that cannot be is refused before anything is started', () => {
  const plan =
    (names: readonly string[], link = 'eth0', to = names[0] ?? '') =>
    () => {
      checkPlan({
        nodes: names.map((name) => ({name})),
        wires: [{from: {node: names[0] ?? '', link}, to: {node: to, link: 'x'}}],
      });
    };
  expect(plan(['a', 'compute-1'])).not.toThrow();
  expect(plan([])).toThrow('A host needs nodes');
  expect(plan(['a', 'a'])).toThrow('different names');
  for (const name of ['', 'A', '-a', 'a-', 'a b', "a'b", 'a;reboot', '../a', 'x'.repeat(40)]) {
    expect(plan([name]), name).toThrow(RangeError);
  }
  for (const link of ['', 'eth 0', 'a/b', 'sixteen-letters-', 'x\nlink del y']) {
    expect(plan(['a'], link), link).toThrow('Not an interface name');
  }
  expect(plan(['a'], 'eth0', 'b')).toThrow('A wire names the node b; there are a.');
});
