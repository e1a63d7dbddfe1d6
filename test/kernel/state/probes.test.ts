import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {openSandbox} from '../../../src/drivers/hosts/sandbox.ts';
import type {Host, Node} from '../../../src/drivers/hosts/host.ts';
import {getHttp} from '../../../src/drivers/kernel/http.ts';
import {readLeases} from '../../../src/drivers/kernel/leases.ts';
import {packetFits} from '../../../src/drivers/kernel/path-mtu.ts';
import {ping} from '../../../src/drivers/kernel/ping.ts';
import {readProcesses} from '../../../src/drivers/kernel/processes.ts';
import {readSysctl} from '../../../src/drivers/kernel/sysctl.ts';
import {connectTcp} from '../../../src/drivers/kernel/tcp.ts';

/** The node, and `red` behind a cable: 10.0.0.1 – 10.0.0.2; red's 10.0.0.3 answers to nothing. */
describe('probes', () => {
  let host: Host;
  let node: Node;
  const sh = async (script: string): Promise<void> => {
    const result = await node.run(['bash', '-ec', script]);
    expect(result.stderr).toBe('');
  };
  beforeAll(async () => {
    host = await openSandbox({nodes: [{name: 'host'}], wires: []});
    node = host.node('host');
    await sh(`ip netns add red
      ip link add va type veth peer name eth0 netns red
      ip addr add 10.0.0.1/24 dev va; ip link set va mtu 1400 up
      ip -n red addr add 10.0.0.2/24 dev eth0; ip -n red addr add 10.0.0.3/24 dev eth0
      ip -n red link set eth0 mtu 1400 up; ip -n red link set lo up
      ip netns exec red iptables -A INPUT -d 10.0.0.3 -j DROP
      ip netns exec red nc -l -k -p 8080 > /dev/null 2>&1 &
      (while :; do printf 'HTTP/1.0 200 OK\\r\\n\\r\\nhello\\n' | ip netns exec red nc -l -N -p 80 > /dev/null 2>&1; done) > /dev/null 2>&1 &
      until [ "$(ip netns exec red ss -Hltn | wc -l)" = 2 ]; do :; done`);
  });
  afterAll(async () => {
    await host[Symbol.asyncDispose]();
  });

  it('ping', async () => {
    const answers = await Promise.all([
      ping(node, '10.0.0.2'),
      ping(node, '10.0.0.1', {namespace: 'red', source: '10.0.0.2'}),
      ping(node, '10.0.0.3'),
      ping(node, '192.0.2.1'),
      ping(node, '10.0.0.2', {source: '192.0.2.9'}),
      ping(node, '10.0.0.2', {namespace: 'nosuch'}),
    ]);
    expect(answers.map((answer) => answer.outcome)).toEqual([
      'answered',
      'answered',
      'not-answered',
      'not-answered',
      'could-not-ask',
      'could-not-ask',
    ]);
    expect(answers[0]).toMatchObject({ttl: 64});
    expect(answers[3]).toMatchObject({how: {en: 'there is no route to it (network is unreachable)'}});
    expect(answers[5]).toMatchObject({why: {en: 'there is no namespace nosuch'}});
  });

  it('a probe that is aborted says so', async () => {
    const controller = new AbortController();
    const answer = ping(node, '10.0.0.3', {waitSeconds: 5}, controller.signal);
    controller.abort();
    expect(await answer).toMatchObject({outcome: 'could-not-ask', why: {en: 'it was interrupted'}});
  });

  it('path MTU', async () => {
    expect(await packetFits(node, '10.0.0.2', 1400)).toEqual({outcome: 'passes'});
    expect(await packetFits(node, '10.0.0.2', 1401)).toMatchObject({
      outcome: 'blocked',
      how: {en: 'the packet is larger than the MTU of 1400'},
    });
    expect(await packetFits(node, '10.0.0.2', 1400, {namespace: 'nosuch'})).toMatchObject({outcome: 'could-not-ask'});
  });

  it('tcp', async () => {
    const answers = await Promise.all([8080, 81].map(async (port) => connectTcp(node, '10.0.0.2', port)));
    expect(answers.map((answer) => answer.outcome)).toEqual(['answered', 'not-answered']);
    expect(await connectTcp(node, '10.0.0.3', 8080)).toMatchObject({
      outcome: 'not-answered',
      how: {en: 'no answer came'},
    });
  });

  it('http', async () => {
    expect(await getHttp(node, 'http://10.0.0.2/')).toEqual({outcome: 'answered', status: 200, body: 'hello\n'});
    expect(await getHttp(node, 'http://10.0.0.2:81/')).toMatchObject({outcome: 'not-answered'});
    expect(await getHttp(node, 'nothing://10.0.0.2/')).toMatchObject({outcome: 'could-not-ask'});
  });

  it('processes of the node, none of ours', async () => {
    const processes = await readProcesses(node);
    const nc = processes.ok ? processes.value.filter((process) => process.program === 'nc') : [];
    expect(nc).toContainEqual(expect.objectContaining({program: 'nc', arguments: ['-l', '-k', '-p', '8080']}));
    expect(processes.ok && processes.value.some((process) => process.program === 'node')).toBe(false);
  });

  it('sysctls and leases', async () => {
    expect(await readSysctl(node, 'red', 'net.ipv4.conf.eth0.arp_ignore')).toEqual({ok: true, value: '0'});
    expect(await readSysctl(node, 'red', 'net.ipv4.nosuch')).toEqual({ok: true, value: undefined});
    expect(await readSysctl(node, 'nosuch', 'net.ipv4.ip_forward')).toMatchObject({ok: false});
    await sh("echo '0 02:00:00:00:00:0b 10.0.0.6 vm1 *' > /tmp/leases");
    expect(await readLeases(node, '/tmp/leases')).toMatchObject({
      ok: true,
      value: [{address: '10.0.0.6', hostname: 'vm1'}],
    });
    expect(await readLeases(node, '/tmp/nosuch')).toEqual({ok: true, value: undefined});
  });
});
