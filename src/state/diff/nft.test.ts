import {describe, expect, test} from 'vitest';
import {hostWith, read} from '../testing/build-snapshot.ts';
import {toldBothWays} from '../testing/told.ts';

describe('nftables', () => {
  const table = (...lines: readonly string[]) =>
    hostWith({nftables: read({'inet lab': {family: 'inet', name: 'lab', lines}})});
  const frame = (...lines: readonly string[]) =>
    table('table inet lab {', '\tchain c {', ...lines.map((line) => `\t\t${line}`), '\t}', '}');

  test('tables', () => {
    expect(toldBothWays(hostWith({}), frame())).toMatchInlineSnapshot(`
      "+ nft host: nftables table inet lab added
      --
      + nft host: 新增 nftables 表 inet lab
      --
      - nft host: nftables table inet lab removed
      --
      - nft host: nftables 表 inet lab 已删除"
    `);
  });

  test('lines and counters', () => {
    const before = frame('tcp dport 22 accept', 'counter packets 1 bytes 84 drop');
    const after = frame('tcp dport 80 accept', 'counter packets 4 bytes 336 drop');
    expect(toldBothWays(before, after)).toMatchInlineSnapshot(`
      "- nft host: nftables inet lab: line removed: tcp dport 22 accept
      + nft host: nftables inet lab: line added: tcp dport 80 accept
      (~ nft host: nftables inet lab: counter drop: 3 packets more)
      --
      - nft host: nftables inet lab：删除一行：tcp dport 22 accept
      + nft host: nftables inet lab：新增一行：tcp dport 80 accept
      (~ nft host: nftables inet lab：counter drop：又有 3 个包)
      --
      - nft host: nftables inet lab: line removed: tcp dport 80 accept
      + nft host: nftables inet lab: line added: tcp dport 22 accept
      (~ nft host: nftables inet lab: counter drop: counter back from 4 to 1)
      --
      - nft host: nftables inet lab：删除一行：tcp dport 80 accept
      + nft host: nftables inet lab：新增一行：tcp dport 22 accept
      (~ nft host: nftables inet lab：counter drop：计数从 4 回到 1)"
    `);
  });
});
