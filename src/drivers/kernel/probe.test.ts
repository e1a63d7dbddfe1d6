import {describe, expect, it} from 'vitest';
import {httpResult} from './http.ts';
import {pingResult} from './ping.ts';
import {parseCommandLine} from './processes.ts';
import {tcpResult} from './tcp.ts';

// What the programs really said (iputils 20221126, OpenBSD netcat 1.219, curl 7.88).
const END = '\n\n--- 10.0.0.2 ping statistics ---\n1 packets transmitted, 0 received, 100% packet loss, time 0ms\n\n';
const START = 'PING 10.0.0.2 (10.0.0.2) 56(84) bytes of data.\n';

describe('pingResult', () => {
  const how = (exitCode: number, stdout: string, stderr = '') => {
    const result = pingResult({exitCode, stdout, stderr});
    return result.outcome === 'not-answered'
      ? `not answered: ${result.how.en}`
      : result.outcome === 'could-not-ask'
        ? `could not ask: ${result.why.en}`
        : result;
  };
  it('reads a reply', () => {
    expect(how(0, `${START}64 bytes from 10.0.0.2: icmp_seq=1 ttl=63 time=0.209 ms\n`)).toEqual({
      outcome: 'answered',
      ttl: 63,
      milliseconds: 0.209,
    });
  });
  it.each([
    [1, START + END, '', 'not answered: nothing came back in time'],
    [
      2,
      '',
      'ping: connect: Network is unreachable\n',
      'not answered: there is no route to it (network is unreachable)',
    ],
    [
      1,
      `${START}From 10.0.0.2 icmp_seq=1 Destination Port Unreachable${END}`,
      '',
      'not answered: 10.0.0.2 said: Destination Port Unreachable',
    ],
    [
      1,
      `${START}${END}`,
      'ping: local error: message too long, mtu=1400\n',
      'not answered: the packet is larger than the MTU of 1400',
    ],
    [
      1,
      `${START}From 10.1.0.1 icmp_seq=1 Frag needed and DF set (mtu = 1400)${END}`,
      '',
      'not answered: 10.1.0.1 said: Frag needed and DF set (mtu = 1400)',
    ],
    [
      1,
      START + END,
      'ping: sendmsg: Operation not permitted\n',
      'not answered: the sender dropped it (operation not permitted)',
    ],
    [2, '', 'ping: bind: Cannot assign requested address\n', 'could not ask: bind: Cannot assign requested address'],
    [
      2,
      '',
      'ping: nosuch.invalid: Temporary failure in name resolution\n',
      'could not ask: nosuch.invalid: Temporary failure in name resolution',
    ],
    [127, '', '', 'could not ask: exit code 127'],
  ])('exit %i %j %j', (exitCode, stdout, stderr, expected) => {
    expect(how(exitCode, stdout, stderr)).toBe(expected);
  });
});

describe('tcpResult', () => {
  const outcome = (exitCode: number, stderr: string) => {
    const result = tcpResult({exitCode, stdout: '', stderr});
    return result.outcome === 'not-answered' ? result.how.en : result.outcome;
  };
  it.each([
    [0, 'Connection to 10.0.0.2 8080 port [tcp/*] succeeded!\n', 'answered'],
    [1, 'nc: connect to 10.0.0.2 port 81 (tcp) failed: Connection refused\n', 'the connection was refused'],
    [1, 'nc: connect to 10.0.0.9 port 81 (tcp) timed out: Operation now in progress\n', 'no answer came'],
    [1, 'nc: connect to 10.5.0.9 port 81 (tcp) failed: Network is unreachable\n', 'it failed: Network is unreachable'],
    [1, 'nc: port number invalid: 99999\n', 'could-not-ask'],
  ])('exit %i %j', (exitCode, stderr, expected) => {
    expect(outcome(exitCode, stderr)).toBe(expected);
  });
});

describe('httpResult', () => {
  it('separates the body from the status', () => {
    expect(httpResult({exitCode: 0, stdout: 'hello\n\n\u0004200', stderr: ''})).toEqual({
      outcome: 'answered',
      status: 200,
      body: 'hello\n',
    });
  });
  it.each([
    [7, "curl: (7) Failed to connect to 10.0.0.2 port 81 after 0 ms: Couldn't connect to server\n", 'not-answered'],
    [28, 'curl: (28) Failed to connect to 10.0.0.2 port 82 after 1001 ms: Timeout was reached\n', 'not-answered'],
    [1, 'curl: (1) Protocol "htp" not supported or disabled in libcurl\n', 'could-not-ask'],
    [6, 'curl: (6) Could not resolve host: nosuch.invalid\n', 'could-not-ask'],
  ])('exit %i', (exitCode, stderr, expected) => {
    expect(httpResult({exitCode, stdout: '\n\u0004000', stderr}).outcome).toBe(expected);
  });
});

it('parseCommandLine keeps empty words', () => {
  expect(parseCommandLine('dnsmasq\0--no-daemon\0\0')).toEqual(['dnsmasq', '--no-daemon', '']);
  expect(parseCommandLine('')).toEqual([]);
});
