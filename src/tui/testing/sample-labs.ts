import {catalogOf, type Catalog} from '../catalog.ts';
import type {Claim} from '../../labs/claims/claim.ts';
import type {Check, Lab, Module, Step} from '../../labs/lab.ts';
import {same, type Text} from '../../state/text.ts';

/** Labs for tests and demonstrations of the screen. The claims are never looked at there. */

const t = (en: string, zh: string): Text => ({en, zh});

const check = (id: string, claim: object, ask?: Check['ask']): Check => ({
  id,
  claim: claim as unknown as Claim,
  ...(ask === undefined ? {} : {ask}),
});

const step = (id: string, fields: Partial<Step> & Pick<Step, 'goal' | 'text'>): Step => ({
  id,
  mode: 'level',
  after: t('That is all.', '就是这样。'),
  solve: [],
  mutants: [],
  checks: [],
  hints: [],
  ...fields,
});

const lab = (folder: string, fields: Partial<Lab> & Pick<Lab, 'title' | 'intro'>): Lab => ({
  id: folder.replace(/^\d+-/, ''),
  folder,
  module: 'namespaces-nat',
  minutes: 5,
  debrief: t('Now explain it to somebody.', '现在试着讲给别人听。'),
  needs: ['namespaces', 'veth'],
  tools: ['ip', 'ping'],
  host: {nodes: [{name: 'host'}], wires: []},
  variables: {},
  setup: [],
  steps: [],
  faults: [],
  ...fields,
});

export const island: Lab = lab('010-island', {
  title: t('A namespace is an island', '命名空间是一座岛'),
  intro: t(
    'A network namespace has its own interfaces, addresses, routes and rules. Neutron gives every router and every DHCP server one. Afterwards you can make one, look inside, and say why nothing reaches it.',
    '网络命名空间拥有自己的接口、地址、路由和规则。Neutron 为每个路由器和每个 DHCP 服务各建一个。学完之后，你能创建命名空间、查看其中的内容，并说明为什么外界无法到达它。',
  ),
  debrief: t(
    'An island has its own **interfaces**, **routes** and **rules**.\n\n- `ip netns add` makes one\n- `ip netns exec` looks inside\n\nWhy can two programs listen on port 80 of one machine?',
    '一座岛拥有自己的**接口**、**路由**和**规则**。\n\n- `ip netns add` 创建它\n- `ip netns exec` 查看其内部\n\n为什么同一台机器上两个程序可以同时监听 80 端口？',
  ),
  steps: [
    step('create', {
      goal: t('A namespace named `red` exists.', '名为 `red` 的命名空间存在。'),
      text: t(
        'A new namespace costs nothing: it is a name under `/run/netns` and a kernel object behind it.\n\n1. Create it: `ip netns add red`\n2. List all: `ip netns list`\n\n```\nip netns exec red ip link\n```\n\nThe listing shows **one** interface, and it is down.',
        '新建命名空间几乎没有开销：它只是 `/run/netns` 下的一个名字和背后的内核对象。\n\n1. 创建：`ip netns add red`\n2. 列出：`ip netns list`\n\n```\nip netns exec red ip link\n```\n\n列表中只有**一个**接口，而且处于关闭状态。',
      ),
      predict: {
        question: t('Which interfaces will the new namespace have?', '新的命名空间会有哪些接口？'),
        options: [
          {id: 'none', words: t('none at all', '一个也没有')},
          {id: 'lo', words: t('only lo, and it is down', '只有 lo，而且是关闭的')},
          {id: 'copies', words: t('copies of all interfaces of the host', '主机全部接口的副本')},
        ],
        answer: 'lo',
      },
      solve: [{node: 'host', run: 'ip netns add red', looks: false, proves: ['exists']}],
      checks: [
        check('exists', {claim: 'namespace', name: 'red'}),
        check('lo-down', {claim: 'link', in: 'red', name: 'lo', up: false}),
      ],
      hints: [
        {text: t('`ip netns` manages named namespaces.', '`ip netns` 用来管理有名字的命名空间。')},
        {text: t('`ip netns add` takes one argument: the name.', '`ip netns add` 只需要一个参数：名字。')},
      ],
      after: t(
        'The kernel made a **new** loopback for the namespace. Nothing of the host is visible inside, and nothing inside is visible outside.',
        '内核为命名空间创建了**新的**回环接口。内部看不到主机的任何东西，外部也看不到内部。',
      ),
    }),
    step('count', {
      goal: t('You know how many interfaces the namespace has.', '你知道这个命名空间有几个接口。'),
      text: t('Count them: `ip netns exec red ip -br link`.', '数一数：`ip netns exec red ip -br link`。'),
      checks: [
        check(
          'how-many',
          {claim: 'answer', expect: '1'},
          {question: t('How many interfaces are there?', '一共有几个接口？'), options: []},
        ),
        check(
          'which',
          {claim: 'quiz', right: 'own'},
          {
            question: t('What is true of it?', '下列哪个说法正确？'),
            options: [
              {id: 'own', words: t('it belongs to the namespace alone', '它只属于这个命名空间')},
              {id: 'shared', words: t('it is shared with the host', '它与主机共用')},
              {id: 'every', words: t('it is shared with every namespace', '它与所有命名空间共用')},
            ],
          },
        ),
      ],
      hints: [{text: t('Every line of `ip -br link` is one interface.', '`ip -br link` 的每一行是一个接口。')}],
      solve: [{node: 'host', run: 'underlay answer how-many 1', looks: false, proves: ['how-many']}],
    }),
  ],
});

export const patchCable: Lab = lab('020-patch-cable', {
  title: t('veth: the patch cable', 'veth：跳线'),
  intro: t(
    'Two interfaces that are one cable: what enters one leaves the other.',
    '两个接口就是一根跳线：从一端进，从另一端出。',
  ),
  host: {nodes: [{name: 'host'}, {name: 'upstream'}], wires: []},
  steps: [
    step('connect', {goal: t('Both ends are up.', '两端都已开启。'), text: t('Connect them.', '把它们连起来。')}),
    step('ping', {goal: t('red reaches blue.', 'red 能到达 blue。'), text: t('Ping.', '用 ping 测试。')}),
    step('cut', {goal: t('The cable is cut.', '跳线被剪断。'), text: t('Cut it.', '剪断它。')}),
  ],
});

export const vlanBridge: Lab = lab('030-vlan-bridge', {
  title: t('A bridge with VLANs', '带 VLAN 的网桥'),
  module: 'bridges',
  minutes: 8,
  intro: t('One switch, several networks.', '一台交换机，多个网络。'),
  needs: ['bridge', 'vlan-filtering'],
  tools: ['bridge'],
  steps: [step('tag', {goal: t('Port 1 is in VLAN 10.', '端口 1 属于 VLAN 10。'), text: t('Tag it.', '打上标签。')})],
});

export const MODULES: readonly Module[] = [
  {
    id: 'namespaces-nat',
    title: t('Namespaces and NAT', '命名空间与 NAT'),
    summary: t('From an island to a gateway.', '从一座孤岛到网关。'),
  },
  {id: 'bridges', title: t('Bridges', '网桥'), summary: t('Switches inside the kernel.', '内核中的交换机。')},
];

/** Two labs that run, one that does not, one that is broken. */
export const sampleCatalog: Catalog = catalogOf(
  {
    modules: MODULES,
    labs: [island, patchCable, vlanBridge],
    broken: [
      {
        folder: '040-half',
        errors: [
          {file: '040-half/lab.yaml', line: 8, column: 14, message: 'unknown key `stp_on`; did you mean `stp`?'},
        ],
      },
    ],
  },
  ({needs}) =>
    needs.includes('vlan-filtering')
      ? {
          can: false,
          why: t('This kernel has no VLAN filtering on bridges.', '此内核的网桥不支持 VLAN 过滤。'),
          mend: same('modprobe 8021q'),
        }
      : {can: true, on: t('sandbox', '沙箱')},
);
