import {expect, it} from 'vitest';
import {captured} from './captured/captured.ts';
import {filteredDevices, parseFilters, parseQueues, withFilters} from './queues.ts';

it('reads what somebody put there, and leaves out what the kernel chose', () => {
  const queues = parseQueues(captured('queues.out'));
  expect(queues).toEqual({
    'eth1 root': {
      dev: 'eth1',
      place: 'root',
      kind: 'netem',
      options: {
        limit: '1000',
        'delay.delay': '0.1',
        'delay.jitter': '0.01',
        'loss-random.loss': '0.05',
        'rate.rate': '125000',
      },
      filters: [],
    },
    'tap1 ingress': {dev: 'tap1', place: 'ingress', kind: 'ingress', options: {}, filters: []},
    'tap1 root': {
      dev: 'tap1',
      place: 'root',
      kind: 'tbf',
      options: {rate: '375000', burst: '37499', lat: '50001'},
      filters: [],
    },
    'tap2 1:10': {
      dev: 'tap2',
      place: '1:10',
      kind: 'sfq',
      options: {limit: '127', quantum: '1514', depth: '127', divisor: '1024', perturb: '10'},
      filters: [],
    },
    'tap2 root': {
      dev: 'tap2',
      place: 'root',
      kind: 'htb',
      options: {r2q: '10', default: '0x10', direct_qlen: '1000'},
      filters: [],
    },
  });
  expect(filteredDevices(queues)).toEqual(['tap1']);
  expect(() => parseQueues('')).toThrow('tc -j qdisc show: line 1');
});

it('reads filters, each on one line', () => {
  const filters = parseFilters(captured('filters.out'));
  expect(Object.fromEntries(filters)).toEqual({
    tap1: [
      'protocol all pref 49 u32 chain 0 match 00000000/00000000 at 0 police rate 3Mbit burst 100Kb mtu 64Kb action drop',
      'protocol ip pref 50 matchall chain 0 action gact action drop',
      'protocol ip pref 51 basic chain 0 meta(pkt_len gt 100) action gact action drop',
    ],
    tap3: [],
  });
  const queues = withFilters(parseQueues(captured('queues.out')), filters);
  expect(queues['tap1 ingress']?.filters).toHaveLength(3);
  expect(queues['tap1 root']?.filters).toEqual([]);
  expect(() => parseFilters('Cannot find device "tap9"')).toThrow('tc filter show: line 1: expected a filter');
});
