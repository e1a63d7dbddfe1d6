import {expect, test} from 'vitest';
import {diff} from '../diff.ts';
import type {Queue} from '../snapshot.ts';
import {aLink, hostWith, read} from '../testing/build-snapshot.ts';
import {told, toldBothWays} from '../testing/told.ts';

const bucket = (rate: number): Queue => ({
  dev: 'tap1',
  place: 'root',
  kind: 'tbf',
  options: {rate: String(rate), burst: '37499', lat: '50001'},
  filters: [],
});
const police =
  'protocol all pref 49 u32 chain 0 match 00000000/00000000 at 0 police rate 3Mbit burst 100Kb action drop';
const ingress = (...filters: readonly string[]): Queue => ({
  dev: 'tap1',
  place: 'ingress',
  kind: 'ingress',
  options: {},
  filters,
});

test('a limit is set, changed and taken away; in both directions', () => {
  const queues = (...all: readonly Queue[]) =>
    hostWith({queues: read(Object.fromEntries(all.map((queue) => [`${queue.dev} ${queue.place}`, queue])))});
  expect(toldBothWays(queues(), queues(bucket(375_000)))).toMatchInlineSnapshot(`
    "+ qdisc host: tap1: what leaves waits in tbf rate 3 Mbit/s burst 36.6 KiB latency 50 ms
    --
    + qdisc host: tap1：发出的包在 tbf rate 3 Mbit/s burst 36.6 KiB latency 50 ms 中排队
    --
    - qdisc host: tap1: what leaves no longer waits in tbf
    --
    - qdisc host: tap1：发出的包不再经过 tbf"
  `);
  expect(toldBothWays(queues(bucket(375_000)), queues(bucket(1_250_000)))).toMatchInlineSnapshot(`
    "~ qdisc host: tap1: tbf rate 3 Mbit/s → rate 10 Mbit/s
    --
    ~ qdisc host: tap1：队列 tbf rate 3 Mbit/s → rate 10 Mbit/s
    --
    ~ qdisc host: tap1: tbf rate 10 Mbit/s → rate 3 Mbit/s
    --
    ~ qdisc host: tap1：队列 tbf rate 10 Mbit/s → rate 3 Mbit/s"
  `);
  const ticked = {...bucket(1_250_000), options: {...bucket(1_250_000).options, lat: '49999'}};
  expect(told(diff(queues(bucket(375_000)), queues(ticked)), 'en')).toBe(
    '~ qdisc host: tap1: tbf rate 3 Mbit/s → rate 10 Mbit/s',
  );
  expect(toldBothWays(queues(), queues(ingress(police)))).toMatchInlineSnapshot(`
    "+ qdisc host: tap1: place for filters on what comes in (ingress)
    + filter host: tap1: filter on what comes in: protocol all pref 49 u32 chain 0 match 00000000/00000000 at 0 police rate 3Mbit burst 100Kb action drop
    --
    + qdisc host: tap1：可挂入方向过滤器（ingress）
    + filter host: tap1：新增入方向过滤器：protocol all pref 49 u32 chain 0 match 00000000/00000000 at 0 police rate 3Mbit burst 100Kb action drop
    --
    - qdisc host: tap1: no filters on what comes in any more
    (- filter host: tap1: filter removed: protocol all pref 49 u32 chain 0 match 00000000/00000000 at 0 police rate 3Mbit burst 100Kb action drop)
    --
    - qdisc host: tap1：不再有入方向过滤器
    (- filter host: tap1：删除过滤器：protocol all pref 49 u32 chain 0 match 00000000/00000000 at 0 police rate 3Mbit burst 100Kb action drop)"
  `);
});

test('delays, losses and classes', () => {
  const queue = (kind: string, options: Readonly<Record<string, string>>, place = 'root') =>
    hostWith({queues: read({[`eth0 ${place}`]: {dev: 'eth0', place, kind, options, filters: []}})});
  const delayed = queue('netem', {limit: '1000', 'delay.delay': '0.1', 'loss-random.loss': '0.05', 'rate.rate': '125'});
  expect(toldBothWays(hostWith({queues: read({})}), delayed)).toMatchInlineSnapshot(`
    "+ qdisc host: eth0: what leaves waits in netem limit 1000 delay 100 ms loss 5 % rate 1 kbit/s
    --
    + qdisc host: eth0：发出的包在 netem limit 1000 delay 100 ms loss 5 % rate 1 kbit/s 中排队
    --
    - qdisc host: eth0: what leaves no longer waits in netem
    --
    - qdisc host: eth0：发出的包不再经过 netem"
  `);
  expect(toldBothWays(delayed, queue('sfq', {limit: '127', ecn: ''}, '1:10'))).toMatchInlineSnapshot(`
    "+ qdisc host: eth0 1:10: what leaves waits in sfq limit 127 ecn
    - qdisc host: eth0: what leaves no longer waits in netem
    --
    + qdisc host: eth0 1:10：发出的包在 sfq limit 127 ecn 中排队
    - qdisc host: eth0：发出的包不再经过 netem
    --
    - qdisc host: eth0 1:10: what leaves no longer waits in sfq
    + qdisc host: eth0: what leaves waits in netem limit 1000 delay 100 ms loss 5 % rate 1 kbit/s
    --
    - qdisc host: eth0 1:10：发出的包不再经过 sfq
    + qdisc host: eth0：发出的包在 netem limit 1000 delay 100 ms loss 5 % rate 1 kbit/s 中排队"
  `);
});

test('with a link that went, its queue went along', () => {
  const tap = aLink('tap1');
  const queues = read({'tap1 root': bucket(375_000)});
  expect(toldBothWays(hostWith({links: read({tap1: tap}), queues}), hostWith({links: read({}), queues: read({})})))
    .toMatchInlineSnapshot(`
      "- link host: tap1 removed
      (- qdisc host: tap1: what leaves no longer waits in tbf)
      --
      - link host: tap1 已删除
      (- qdisc host: tap1：发出的包不再经过 tbf)
      --
      + link host: tap1 added (veth, up)
      + qdisc host: tap1: what leaves waits in tbf rate 3 Mbit/s burst 36.6 KiB latency 50 ms
      --
      + link host: 新增 tap1（veth，已启用）
      + qdisc host: tap1：发出的包在 tbf rate 3 Mbit/s burst 36.6 KiB latency 50 ms 中排队"
    `);
});
