import {expect, it} from 'vitest';
import {ONE_NODE, openWatchedHost, read} from './watched-host.ts';

it('sets are read in the node itself and where a rule asks about one, and only in labs with ipset', async () => {
  await using watched = await openWatchedHost(ONE_NODE, ['ipset']);
  await watched.sh('ip netns add red; ip netns add blue');
  await watched.sh('ipset create web hash:net; ipset add web 10.0.0.0/24; ipset add web 10.0.0.128/25 nomatch');
  await watched.sh(
    'ip netns exec red ipset create db hash:ip; ip netns exec red iptables -A INPUT -m set --match-set db src -j DROP',
  );
  const namespaces = (await watched.watcher.refresh('all')).nodes['host']?.namespaces ?? {};
  expect(read(namespaces['']?.sets)).toEqual({
    web: {name: 'web', type: 'hash:net', members: {'10.0.0.0/24': '', '10.0.0.128/25': 'nomatch'}},
  });
  expect(read(namespaces['red']?.sets)).toEqual({db: {name: 'db', type: 'hash:ip', members: {}}});
  expect(namespaces['blue']?.sets).toBeUndefined();
  await watched.sh('ipset del web 10.0.0.0/24; ip netns exec red ipset add db 10.0.0.7');
  const after = (await watched.watcher.refresh('silent')).nodes['host']?.namespaces;
  expect(Object.keys(read(after?.['']?.sets)['web']?.members ?? {})).toEqual(['10.0.0.128/25']);
  expect(Object.keys(read(after?.['red']?.sets)['db']?.members ?? {})).toEqual(['10.0.0.7']);
});

it('queues are read with their true sizes, and filters with the queue they hang on', async () => {
  await using watched = await openWatchedHost(ONE_NODE, ['tc']);
  await watched.sh('ip netns add red; ip link add tap1 type veth peer name eth0 netns red; ip link set tap1 up');
  await watched.watcher.refresh('all');
  await watched.sh('tc qdisc add dev tap1 root tbf rate 3mbit burst 37500 latency 50ms');
  await watched.sh('ip netns exec red tc qdisc add dev eth0 ingress');
  const namespaces = (await watched.watcher.refresh('silent')).nodes['host']?.namespaces;
  const bucket = read(namespaces?.['']?.queues)['tap1 root'];
  expect(bucket).toMatchObject({dev: 'tap1', place: 'root', kind: 'tbf', options: {rate: '375000'}, filters: []});
  // The kernel counts in ticks of 64 ns.
  const {burst, lat} = bucket?.options ?? {};
  expect(Math.abs(Number(burst) - 37_500), `burst ${burst}`).toBeLessThan(3);
  expect(Math.abs(Number(lat) - 50_000), `latency ${lat}`).toBeLessThan(3);
  expect(read(namespaces?.['red']?.queues)).toEqual({
    'eth0 ingress': {dev: 'eth0', place: 'ingress', kind: 'ingress', options: {}, filters: []},
  });
  expect(namespaces?.['']?.sets).toBeUndefined();
  // Asked often, shown once.
  const shown = watched.host.log.entries.filter(({argv}) => argv.join(' ') === 'tc -j qdisc show');
  expect(shown.map(({namespace}) => namespace ?? '').toSorted()).toEqual(['', 'red']);
  await watched.sh('tc qdisc del dev tap1 root');
  const after = await watched.watcher.refresh('silent');
  expect(read(after.nodes['host']?.namespaces['']?.queues)).toEqual({});
});

it('without these tools neither is asked for', async () => {
  await using watched = await openWatchedHost();
  await watched.sh('ipset create web hash:net');
  const root = (await watched.watcher.refresh('all')).nodes['host']?.namespaces[''];
  expect(root).toBeDefined();
  expect(root).not.toHaveProperty('sets');
  expect(root).not.toHaveProperty('queues');
});
