import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {needRootOfKernel} from '../../../src/drivers/hosts/capability-trials.ts';
import {prove} from '../../../src/drivers/hosts/capabilities.ts';
import {CAPABILITIES} from '../../../src/drivers/hosts/host.ts';
import {openHost} from '../../../src/drivers/hosts/launcher.ts';
import {openSandbox} from '../../../src/drivers/hosts/sandbox.ts';
import {isLabVm, kernelFacts} from '../../../src/drivers/hosts/vm/is-lab-vm.ts';
import {rootOfVm} from '../../../src/drivers/hosts/vm/root-of-vm.ts';
import {machineState} from '../census.ts';
import {script, testPlan} from '../open-sandbox.ts';

const SOURCE = join(import.meta.dirname, '../../../src');

test('no plan makes a sandbox here whose root is that of the machine', async () => {
  const before = machineState();
  await expect(openSandbox({...testPlan(['a']), rootOfKernel: true})).rejects.toMatchObject({
    why: {en: expect.stringContaining('never has the rights of its root')},
  });
  expect(machineState()).toEqual(before);
});

test('root of the whole kernel is given in the lab VM alone, whoever asks', async () => {
  expect(isLabVm(kernelFacts())).toBe(false);
  await expect(rootOfVm()).rejects.toThrow('not the lab VM');
});

test('only what runs in the lab VM has it in it', () => {
  const users = readdirSync(SOURCE, {recursive: true, encoding: 'utf8'})
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'))
    .filter((name) => readFileSync(join(SOURCE, name), 'utf8').includes('root-of-vm'));
  expect(users).toEqual(['drivers/hosts/vm/guest-agent.ts']);
});

test('what needs it is never proved here, nor tried, and a lab with such a need is refused a sandbox', async () => {
  const never = CAPABILITIES.filter((capability) => needRootOfKernel([capability]));
  expect(never).toEqual(['device-mapper']);
  const proofs = await prove();
  expect(proofs.filter(({capability}) => never.includes(capability))).toMatchObject([{proved: false}]);
  await expect(openHost(testPlan(['a']), never, {on: 'sandbox'})).rejects.toMatchObject({
    why: {en: expect.stringContaining('Not in a sandbox')},
  });
});

test('a node here has no way to device-mapper or to a disk, and its root is nobody on the machine', async () => {
  await using host = await openSandbox(testPlan(['a']));
  const node = host.node('a');
  expect(await script(node, 'ls /dev')).not.toMatch(/loop|mapper|^[sv]d|nvme/m);
  expect(await script(node, 'cat /proc/self/uid_map')).not.toMatch(/^\s*0\s+0\s/);
  const made = await node.run(['mknod', '/tmp/loop-control', 'c', '10', '237']);
  expect(made).toMatchObject({ok: false, stderr: expect.stringContaining('Operation not permitted')});
});
