import {expect, test} from 'vitest';
import {isForVm} from './launcher.ts';
import {openSandbox} from './sandbox.ts';

const onOne = {nodes: [{name: 'a'}, {name: 'b'}], wires: []};
const onTwo = {
  nodes: [
    {name: 'a', machine: 'a'},
    {name: 'b', machine: 'b'},
  ],
  wires: [],
};

test('another kernel helps where this one lacks something, and nothing else is missing', () => {
  expect(isForVm([], onOne)).toBe(false);
  expect(isForVm(['vlan'], onOne)).toBe(true);
  expect(isForVm(['vlan', 'many-ids'], onOne)).toBe(false);
  // Programs are the same there: what only they lack has to be installed here.
  expect(isForVm(['openvswitch'], onOne)).toBe(false);
  expect(isForVm(['tun', 'openvswitch'], onOne)).toBe(true);
});

test('machines of their own are for the VM, whatever this kernel can do, and no sandbox plays them', async () => {
  expect(isForVm([], onTwo)).toBe(true);
  expect(isForVm(['openvswitch'], onTwo)).toBe(true);
  expect(isForVm(['many-ids'], onTwo)).toBe(false);
  await expect(openSandbox(onTwo)).rejects.toMatchObject({
    name: 'HostError',
    why: {en: expect.stringContaining('each with a kernel of its own')},
  });
});
