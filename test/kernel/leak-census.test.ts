import {expect, it} from 'vitest';
import {findLeaks, takeCensus} from '../../src/drivers/hosts/leak-census.ts';
import {openSandbox} from '../../src/drivers/hosts/sandbox.ts';

it('sees the processes of a host while it lives, in named namespaces too, and none after its end', async () => {
  await using host = await openSandbox({nodes: [{name: 'one'}], wires: []});
  const script = 'ip netns add red; ip netns exec red sleep 1000 & until ip netns pids red | grep -q .; do :; done';
  const started = await host.node('one').run(['bash', '-c', script]);
  expect(started.ok).toBe(true);
  const census = await takeCensus(host);
  const alive = await findLeaks(census, 0);
  expect(alive).toContainEqual(expect.stringMatching(/^process \d+: sleep 1000$/));
  await host[Symbol.asyncDispose]();
  expect(await findLeaks(census)).toEqual([]);
});
