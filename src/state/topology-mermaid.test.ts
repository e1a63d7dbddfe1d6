import {expect, test} from 'vitest';
import {topology} from './make-topology.ts';
import {aLink, aNamespace, aSnapshot, addressesOf} from './testing/build-snapshot.ts';
import {island, natGateway} from './testing/teaching-snapshots.ts';
import {topologyMermaid} from './topology-mermaid.ts';

test('the NAT gateway', () => {
  expect(topologyMermaid(topology(natGateway))).toMatchInlineSnapshot(`
    "flowchart LR
      subgraph n0["host"]
        d0(["br0<br/>192.168.0.50/24"])
        d1["eth0"]
        d2["peer1-br0"]
        d3["peer1-virbr0"]
        d4(["virbr0"])
        d5["vnet0"]
        subgraph n0_1["nat1"]
          d6["peer1-gw1<br/>192.168.0.100/24"]
          d7["peer1-gw2<br/>10.0.0.1/24"]
          m0_1>"forwarding<br/>masquerade peer1-gw1"]
        end
        subgraph n0_2["vm1"]
          d8["eth0<br/>10.0.0.10/24"]
        end
      end
      subgraph n1["upstream"]
        d9["eth0<br/>192.168.0.1/24"]
      end
      d0 === d1
      d0 === d2
      d4 === d3
      d4 === d5
      d1 --- d9
      d2 --- d6
      d3 --- d7
      d5 --- d8
    "
  `);
});

test('namespaces without devices keep their titles', () => {
  expect(topologyMermaid(topology(island))).toMatchInlineSnapshot(`
    "flowchart LR
      subgraph n0["host"]
        subgraph n0_1["blue"]
          n0_1_lo["lo"]
        end
        subgraph n0_2["red"]
          n0_2_lo["lo"]
        end
      end
    "
  `);
});

test('nothing in a name can end a label or begin an entity', () => {
  const odd = aSnapshot({
    'a"b': [aNamespace('', [aLink('x#1;', {addresses: addressesOf('10.0.0.1/24')}), aLink('<b>', {up: false})])],
  });
  expect(topologyMermaid(topology(odd))).toMatchInlineSnapshot(`
    "flowchart LR
      subgraph n0["a#quot;b"]
        d0["#lt;b#gt;<br/>down"]
        d1["x#35;1;<br/>10.0.0.1/24"]
      end
    "
  `);
});
