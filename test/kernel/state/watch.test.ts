import {readdirSync, readFileSync} from 'node:fs';
import {setTimeout as delay} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {watch} from '../../../src/drivers/kernel/watch.ts';
import {openSandbox} from '../../../src/drivers/hosts/sandbox.ts';
import type {Snapshot} from '../../../src/state/snapshot.ts';
import {ONE_NODE, openWatchedHost, read} from './watched-host.ts';

/** Readers and monitors of all watchers of this process, as the machine counts. */
const ourReaders = (): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return parents(pid).includes(process.pid) && ['ip', 'nft', 'bridge'].includes(words[0] ?? '');
      } catch {
        return false;
      }
    });

const parents = (pid: number): readonly number[] => {
  const parent = Number(/^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  return parent > 1 ? [parent, ...parents(parent)] : [parent];
};

const linkNames = (snapshot: Snapshot, namespace = '') =>
  Object.keys(read(snapshot.nodes['host']?.namespaces[namespace]?.links));

describe('snapshots', () => {
  it('many quick changes come as few', async () => {
    await using watched = await openWatchedHost();
    let count = 0;
    watched.watcher.subscribe(() => {
      count++;
    });
    const batch = Array.from({length: 50}, (_, index) => `link add v${index} type ifb\n`).join('');
    const result = await watched.node.run(['ip', '-batch', '-'], {input: batch});
    expect(result.stderr).toBe('');
    await watched.until('all fifty', (_, snapshot) => linkNames(snapshot).length === 51);
    expect(count).toBeLessThan(10);
  });

  it('stay the same object where nothing differs, and share what stayed', async () => {
    await using watched = await openWatchedHost();
    await watched.sh('ip netns add red');
    const before = await watched.until('red', (_, snapshot) => snapshot.nodes['host']?.namespaces['red'] !== undefined);
    // Kernel noise of the new loopback may still come.
    await watched.watcher.refresh();
    const calm = watched.watcher.current;
    expect(await watched.watcher.refresh('all')).toBe(calm);
    await watched.sh('ip link add p0 type ifb');
    const after = await watched.until('p0', (_, snapshot) => linkNames(snapshot).includes('p0'));
    expect(after.nodes['host']?.namespaces['red']).toBe(before.nodes['host']?.namespaces['red']);
    expect(after.nodes['host']?.namespaces['']?.routes).toBe(calm.nodes['host']?.namespaces['']?.routes);
    expect(after.takenAt).toBeGreaterThanOrEqual(calm.takenAt);
  });

  it('a quiet kernel is not asked anything', async () => {
    await using watched = await openWatchedHost();
    await watched.sh('for name in a b c; do ip netns add $name; ip -n $name link set lo up; done');
    await watched.until('c', (_, snapshot) => Object.keys(snapshot.nodes['host']?.namespaces ?? {}).length === 4);
    const ticks = () =>
      ourReaders().reduce((sum, pid) => {
        const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
        return sum + Number(fields[11]) + Number(fields[12]);
      }, 0);
    await watched.watcher.refresh();
    const before = {ticks: ticks(), cpu: process.cpuUsage(), snapshot: watched.watcher.current};
    // Nothing to wait for: that nothing happens in this time is the question.
    await delay(1500);
    const own = process.cpuUsage(before.cpu);
    expect(ticks() - before.ticks, 'hundredths of a second of the readers').toBeLessThanOrEqual(1);
    expect((own.user + own.system) / 1_500_000, 'share of a processor').toBeLessThan(0.03);
    expect(watched.watcher.current).toBe(before.snapshot);
  });
});

describe('what no event announces', () => {
  it('counters are current after a refresh', async () => {
    await using watched = await openWatchedHost();
    await watched.sh(
      'iptables -A OUTPUT -p icmp -j ACCEPT; iptables -P INPUT ACCEPT; nft add table inet own; nft add chain inet own out "{ type filter hook output priority 0; }"; nft add rule inet own out counter',
    );
    await watched.until('the rule', (root) => read(root.iptables)['filter']?.chains['OUTPUT']?.rules.length === 1);
    await watched.sh('ping -c 3 -i 0.01 127.0.0.1');
    const root = (await watched.watcher.refresh('silent')).nodes['host']?.namespaces[''];
    expect(read(root?.iptables)['filter']?.chains['OUTPUT']?.rules).toEqual([
      {spec: '-p icmp -j ACCEPT', packets: 6, bytes: 504},
    ]);
    expect(read(root?.nftables)['inet own']?.lines.some((line) => /counter packets 6 bytes 504/.test(line))).toBe(true);
    const calm = watched.watcher.current;
    expect(await watched.watcher.refresh('silent')).toBe(calm);
  });

  it('listeners come and go, with their program and the pid of the node', async () => {
    await using watched = await openWatchedHost();
    await watched.sh('ip netns add red; ip -n red link set lo up');
    await watched.until('red', (_, snapshot) => snapshot.nodes['host']?.namespaces['red'] !== undefined);
    const listeners = async () =>
      read((await watched.watcher.refresh('silent')).nodes['host']?.namespaces['red']?.listeners);
    expect(await listeners()).toEqual({});
    await watched.sh(
      'ip netns exec red nc -l -k -p 8080 > /dev/null 2>&1 & echo $! > /tmp/nc; until ip netns exec red ss -Hltn | grep -q 8080; do :; done',
    );
    const {stdout} = await watched.sh('cat /tmp/nc');
    expect(await listeners()).toEqual({
      'tcp 0.0.0.0:8080': {protocol: 'tcp', address: '0.0.0.0', port: 8080, program: 'nc', pid: Number(stdout)},
    });
    await watched.sh('kill $(cat /tmp/nc); while ip netns exec red ss -Hltn | grep -q 8080; do :; done');
    expect(await listeners()).toEqual({});
  });

  it('sysctls beside netconf', async () => {
    await using watched = await openWatchedHost();
    await watched.sh('sysctl -qw net.ipv4.icmp_echo_ignore_all=1');
    const snapshot = await watched.watcher.refresh('silent');
    expect(read(snapshot.nodes['host']?.namespaces['']?.sysctls)['net.ipv4.icmp_echo_ignore_all']).toBe('1');
  });

  it('tracked connections', async () => {
    await using watched = await openWatchedHost();
    await watched.sh('iptables -A OUTPUT -m conntrack --ctstate NEW -j ACCEPT; ping -c 1 127.0.0.1');
    const entries = read(await watched.watcher.conntrack('host', ''));
    expect(entries).toMatchObject([{protocol: 'icmp', original: {source: '127.0.0.1', destination: '127.0.0.1'}}]);
    expect(await watched.watcher.conntrack('host', 'nosuch')).toMatchObject({ok: false});
  });
});

describe('trouble', () => {
  it('readers and monitors that die are started again, and nothing is missed', async () => {
    await using watched = await openWatchedHost();
    await watched.sh('ip link add br0 type bridge');
    await watched.until('br0', (root) => 'br0' in read(root.links));
    const victims = ourReaders();
    expect(victims.length).toBeGreaterThanOrEqual(4);
    for (const pid of victims) process.kill(pid, 'SIGKILL');
    await watched.sh('ip link add p0 type ifb; iptables -A INPUT -j ACCEPT; ip addr add 10.0.0.1/24 dev br0');
    await watched.until(
      'the link',
      (root) => 'p0' in read(root.links) && '10.0.0.1/24' in (read(root.links)['br0']?.addresses ?? {}),
      5000,
    );
    await watched.until('the rule', (root) => read(root.iptables)['filter'] !== undefined, 5000);
    await watched.sh('ip link del p0');
    await watched.until('the link went', (root) => !('p0' in read(root.links)));
  });

  it('a deleted namespace is let go at once', async () => {
    await using watched = await openWatchedHost();
    const took: number[] = [];
    for (let round = 0; round < 8; round++) {
      await watched.sh('ip netns add red; ip link add va type veth peer name eth0 netns red');
      await watched.until(
        'the pair',
        (root, snapshot) => 'va' in read(root.links) && snapshot.nodes['host']?.namespaces['red']?.links.ok === true,
      );
      // By the kernel's word alone: how long the veth of a deleted namespace lives on.
      const {stdout} = await watched.sh(
        'ip netns del red; from=${EPOCHREALTIME/./}; while [ -e /sys/class/net/va ]; do :; done; echo $((${EPOCHREALTIME/./} - from))',
      );
      took.push(Number(stdout) / 1000);
      await watched.until('its end', (root) => !('va' in read(root.links)));
    }
    const [median = Infinity] = took.toSorted((a, b) => a - b).slice(4);
    expect(median, `milliseconds: ${took.join(', ')}`).toBeLessThan(60);
  });

  it('a name without a namespace is told, not taken for an empty one', async () => {
    await using watched = await openWatchedHost();
    await watched.sh('mkdir -p /run/netns; touch /run/netns/ghost');
    const snapshot = await watched.until(
      'ghost',
      (_, {nodes}) => nodes['host']?.namespaces['ghost'] !== undefined,
      4000,
    );
    expect(snapshot.nodes['host']?.namespaces['ghost']?.links).toEqual({
      ok: false,
      why: '/run/netns/ghost is a file on which no network namespace is mounted',
    });
    await watched.sh('rm /run/netns/ghost');
    await watched.until('no ghost', (_, {nodes}) => nodes['host']?.namespaces['ghost'] === undefined);
  });

  it('the folder of names may go and come', async () => {
    await using watched = await openWatchedHost();
    await watched.sh('ip netns add red; ip netns del red; umount /run/netns 2> /dev/null || true; rmdir /run/netns');
    await watched.sh('ip netns add blue');
    await watched.until('blue', (_, {nodes}) => nodes['host']?.namespaces['blue']?.links.ok === true);
  });

  it('two pairs with the same indexes are told apart', async () => {
    await using watched = await openWatchedHost();
    await watched.sh(`for name in red blue green white; do ip netns add $name; done
      ip -n red link add r type veth peer name b netns blue
      ip -n green link add g type veth peer name w netns white`);
    await watched.until('both pairs', (_, {nodes}) => {
      const peer = (namespace: string, link: string) => {
        const links = nodes['host']?.namespaces[namespace]?.links;
        const end = links?.ok === true ? links.value[link]?.peer : undefined;
        return end?.known === true ? `${end.namespace} ${end.name}` : '';
      };
      return (
        peer('red', 'r') === 'blue b' &&
        peer('blue', 'b') === 'red r' &&
        peer('green', 'g') === 'white w' &&
        peer('white', 'w') === 'green g'
      );
    });
  });

  it('ends with everything it started, and so does an abort', async () => {
    await using host = await openSandbox(ONE_NODE);
    const before = ourReaders().length;
    const watcher = await watch(host);
    await watcher.refresh();
    expect(ourReaders().length).toBeGreaterThan(before);
    await watcher[Symbol.asyncDispose]();
    const controller = new AbortController();
    const opening = watch(host, controller.signal);
    controller.abort(new Error('enough'));
    await expect(opening).rejects.toThrow('enough');
    const end = performance.now() + 2000;
    while (ourReaders().length > before) {
      if (performance.now() > end) throw new Error(`still running: ${ourReaders().join(', ')}`);
      await delay(5);
    }
  });
});
