import {expect, test} from 'vitest';
import type {Host} from '../drivers/hosts/host.ts';
import {type CheckContext, evaluateChecks, isProbe} from './check.ts';
import {addresses, keyed, link, links, onHost} from './claims/test-fixtures/snapshots.ts';
import type {Check} from './lab.ts';

/** A host that must not be asked anything. */
const untouched: Pick<Host, 'nodes' | 'node'> = {
  nodes: ['host'],
  node: () => {
    throw new Error('a check of the state asked the host');
  },
};

const context: CheckContext = {
  host: untouched as Host,
  snapshot: onHost({
    '': {links: links(link('br0', {kind: 'bridge', addresses: addresses('10.0.0.1/24')}))},
    red: {links: links(link('eth0')), sysctls: keyed({'net.ipv4.ip_forward': '1'})},
  }),
  answers: {why: 'no-route', layer: 'forwarding'},
  attempt: {seed: 1, variables: {}, fault: 'forwarding-off'},
  lab: {faults: [{id: 'forwarding-off', layer: 'forwarding', inject: [], mend: []}]},
  ran: ['ip link'],
};

const verdicts = async (checks: readonly Check[]) =>
  Object.fromEntries(Object.entries(await evaluateChecks(checks, context)).map(([id, {verdict}]) => [id, verdict]));

test('state, answers and typed lines are judged without asking the host; the first node is meant where none is named', async () => {
  const checks: readonly Check[] = [
    {id: 'bridge', claim: {claim: 'link', name: 'br0', kind: 'bridge'}},
    {id: 'inside', claim: {claim: 'link', node: 'host', in: 'red', name: 'eth0'}},
    {id: 'address', claim: {claim: 'address', dev: 'br0', address: '10.0.0.1/24'}},
    {id: 'gone', claim: {claim: 'link', name: 'uplink', absent: true}},
    {id: 'forwarding', claim: {claim: 'sysctl', in: 'red', key: 'net.ipv4.ip_forward', value: '1'}},
    {id: 'why', claim: {claim: 'quiz', options: ['firewall', 'no-route'], right: 'no-route'}},
    {id: 'layer', claim: {claim: 'diagnosis', about: 'layer', options: ['route', 'forwarding']}},
    {id: 'looked', claim: {claim: 'ran', matches: '^ip link'}},
    {id: 'not-yet', claim: {claim: 'answer', expect: '3'}},
  ];
  expect(await verdicts(checks)).toEqual({
    bridge: 'met',
    inside: 'met',
    address: 'met',
    gone: 'met',
    forwarding: 'met',
    why: 'met',
    layer: 'met',
    looked: 'met',
    'not-yet': 'not-met',
  });
});

test('a probe from a namespace that is not there is not met, and nothing is sent', async () => {
  const claim = {in: 'rde', to: '10.0.0.1'} as const;
  expect(
    await verdicts([
      {id: 'reaches', claim: {claim: 'ping', ...claim, reply: true}},
      {id: 'cut', claim: {claim: 'ping', ...claim, reply: false, baseline: 'earlier'}},
      {id: 'open', claim: {claim: 'tcp', ...claim, port: 80, connects: true}},
      {id: 'runs', claim: {claim: 'process', in: 'rde', name: 'dnsmasq'}},
      {id: 'stopped', claim: {claim: 'process', in: 'rde', name: 'dnsmasq', absent: true}},
    ]),
  ).toEqual({reaches: 'not-met', cut: 'not-met', open: 'not-met', runs: 'not-met', stopped: 'met'});
});

test('a claim that nothing answers waits for its baseline', async () => {
  const outcomes = await evaluateChecks(
    [
      {id: 'cut', claim: {claim: 'ping', to: '10.0.0.2', reply: false, baseline: 'reaches'}},
      {id: 'reaches', claim: {claim: 'ping', in: 'rde', to: '10.0.0.3', reply: true}},
    ],
    context,
  );
  expect(outcomes['reaches']?.verdict).toBe('not-met');
  expect(outcomes['cut']).toEqual({
    verdict: 'unknown',
    why: {
      en: 'that nothing answers proves something only after reaches is met',
      zh: '只有在 reaches 通过之后，“没有应答”才能说明问题',
    },
  });
});

test('what throws while asking is unknown, with its reason', async () => {
  const outcomes = await evaluateChecks(
    [{id: 'reaches', claim: {claim: 'ping', to: '10.0.0.2', reply: true}}],
    context,
  );
  expect(outcomes['reaches']).toMatchObject({verdict: 'unknown', why: {en: 'a check of the state asked the host'}});
});

test('what starts a program is a probe', () => {
  const kinds: readonly Check['claim'][] = [
    {claim: 'ping', to: '10.0.0.1', reply: true},
    {claim: 'lease', file: '/x'},
    {claim: 'link', name: 'eth0'},
    {claim: 'answer', expect: '3'},
  ];
  expect(kinds.map((claim) => isProbe({id: 'x', claim}))).toEqual([true, true, false, false]);
});
