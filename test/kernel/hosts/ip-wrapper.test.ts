import {expect, test} from 'vitest';
import {IP_WRAPPER, shellQuote} from '../../../src/drivers/hosts/init-scripts.ts';
import {openTestSandbox, script} from '../open-sandbox.ts';

test('where new namespaces forward (a machine with Docker), ip netns add makes one that does not', async () => {
  await using host = await openTestSandbox(['a']);
  const node = host.node('a');
  // An ip that behaves as the real one does on such a machine, and the wrapper in front of it.
  const forwarding = `#!/bin/bash
PATH=\${PATH#/tmp/real:}
ip "$@" || exit
[[ " $* " == *' netns add '* ]] && ip netns exec "\${@: -1}" sysctl -qw net.ipv4.ip_forward=1
exit 0`;
  await script(
    node,
    `mkdir /tmp/real /tmp/wrapped
printf %s ${shellQuote(forwarding)} >/tmp/real/ip
printf %s ${shellQuote(IP_WRAPPER)} >/tmp/wrapped/ip
chmod +x /tmp/*/ip`,
  );
  const value = 'netns exec X sysctl -n net.ipv4.ip_forward';
  const env = {PATH: '/tmp/real:/usr/sbin:/usr/bin:/sbin:/bin'};
  expect(await script(node, `ip netns add bare; ip ${value.replace('X', 'bare')}`, {env})).toBe('1\n');
  for (const [add, name] of [
    ['netns add', 'one'],
    ['net a', 'two'],
    ['-d netns add', 'three'],
  ] as const) {
    expect(await script(node, `/tmp/wrapped/ip ${add} ${name}; ip ${value.replace('X', name)}`, {env})).toBe('0\n');
  }
  expect(await node.run(['/tmp/wrapped/ip', 'netns', 'add', 'one'], {env})).toMatchObject({ok: false, exitCode: 1});
  expect(await script(node, '/tmp/wrapped/ip -br link show lo', {env})).toMatch(/^lo/);
});
