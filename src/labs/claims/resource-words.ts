import {joinTexts, same, type Text} from '../../state/text.ts';
import {excerpt} from './output.ts';
import {both, sentence} from './sentences.ts';

/** One thing as the API shows it. */
export type ResourceView = Readonly<Record<string, unknown>>;

/** What a thing with this id is called, if that is known. */
export type NameOf = (id: string) => string | undefined;

/** How one thing is called in a sentence. */
export interface Subject {
  /** `network blue`, `Linux bridge agent on compute1`; without an article. */
  readonly words: Text;
  /** In Chinese, whether a place or an owner stands before it: then it cannot follow 有. */
  readonly isPlaced: boolean;
}

/** What stands for the kind in place of its own noun: `DHCP port`. */
const OWNERS: Readonly<Record<string, Text>> = {
  'network:dhcp': {en: 'DHCP port', zh: 'DHCP 端口'},
  'network:router_interface': {en: 'router port', zh: '路由器端口'},
  'network:router_gateway': {en: 'gateway port', zh: '网关端口'},
  'network:ha_router_replicated_interface': {en: 'HA router port', zh: 'HA 路由器端口'},
  'network:router_ha_interface': {en: 'HA port', zh: 'HA 端口'},
};

/** How a thing is called that has these attributes. What has no words here is told under the name the API gives it. */
export const subjectOf = (kind: Text, identity: ResourceView, nameOf: NameOf): Subject => {
  const {name, agent_type: agentType, device_owner: owner, ...others} = identity;
  const own = typeof owner === 'string' ? OWNERS[owner] : undefined;
  const noun =
    typeof agentType === 'string' ? {en: agentType, zh: agentType.replace(/ agent$/, ' 代理')} : (own ?? kind);
  const rest = {...others, ...(own === undefined && owner !== undefined && {device_owner: owner})};
  let called = name === undefined ? '' : ` ${printed(name)}`;
  const en: string[] = [];
  const zh: string[] = [];
  const additions: Text[] = [];
  for (const [key, value] of Object.entries(rest)) {
    const words = valueWords(value, undefined, nameOf);
    const place = PLACES[key]?.(words.en);
    if (NAMING.has(key) && called === '') called = ` ${words.en}`;
    else if (place === undefined) additions.push(addition(key, words));
    else {
      en.push(place.en);
      zh.push(place.zh);
    }
  }
  if (additions.length > 0) en.push(`with ${additions.map((one) => one.en).join(', ')}`);
  const inBrackets = additions.length === 0 ? '' : `（${additions.map((one) => one.zh).join('，')}）`;
  return {
    words: sentence([`${noun.en}${called}`, ...en].join(' '), `${zh.join('')}${noun.zh}${called}${inBrackets}`),
    isPlaced: zh.length > 0,
  };
};

/** Attributes that stand for a name where there is none. */
const NAMING: ReadonlySet<string> = new Set(['floating_ip_address', 'cidr']);

const on = (node: string): Text => ({en: `on ${node}`, zh: `${node} 上的`});

/** Attributes by which one says where a thing is or whose. */
const PLACES: Readonly<Record<string, (words: string) => Text>> = {
  network_id: (network) => ({en: `in network ${network}`, zh: `网络 ${network} 中的`}),
  device_id: (owner) => ({en: `of ${owner}`, zh: `${owner} 的`}),
  host: on,
  'binding:host_id': on,
};

const addition = (key: string, {en, zh}: Text): Text => {
  const noun = NOUNS[key] ?? same(key);
  return {en: `${noun.en} ${en}`, zh: `${noun.zh} ${zh}`};
};

/** Attributes that are told as `has MTU 1450`, or `has no gateway`. What the lessons teach by its name keeps it. */
const NOUNS: Readonly<Record<string, Text>> = {
  address: {en: 'address', zh: '地址'},
  allocation_pools: {en: 'allocation pool', zh: '地址池'},
  cidr: same('CIDR'),
  description: {en: 'description', zh: '描述'},
  expected_codes: {en: 'expected codes', zh: '期望的状态码'},
  fixed_ips: {en: 'address', zh: '地址'},
  gateway_ip: {en: 'gateway', zh: '网关'},
  mtu: same('MTU'),
  name: {en: 'name', zh: '名称'},
  protocol: {en: 'protocol', zh: '协议'},
  protocol_port: {en: 'port', zh: '端口号'},
  'provider:network_type': {en: 'network type', zh: '网络类型'},
  'provider:physical_network': {en: 'physical network', zh: '物理网络'},
  'provider:segmentation_id': {en: 'segment', zh: '段号'},
  qos_policy_id: {en: 'QoS policy', zh: 'QoS 策略'},
  rules: {en: 'rules', zh: '规则'},
  security_groups: {en: 'security groups', zh: '安全组'},
  subnets: {en: 'subnets', zh: '子网'},
  type: {en: 'type', zh: '类型'},
  url_path: {en: 'URL path', zh: 'URL 路径'},
};

/** What an attribute says as a verb; undefined where the value is none it has words for. */
type Verb = (value: unknown, words: Text) => Text | undefined;

const isEmpty = (value: unknown): boolean =>
  value === '' || value === null || value === undefined || (Array.isArray(value) && value.length === 0);

/** Of a boolean, which may be text from a variable. */
const either =
  (yes: Text, no: Text): Verb =>
  (value) =>
    printed(value) === 'true' ? yes : printed(value) === 'false' ? no : undefined;

const isOn: Verb = (value, {en}) =>
  isEmpty(value) ? sentence('is on no node', '不在任何节点上') : sentence(`is on ${en}`, `在 ${en} 上`);

const BINDINGS: Readonly<Record<string, Text>> = {
  unbound: sentence('is not bound', '没有绑定'),
  binding_failed: sentence('could not be bound', '绑定失败'),
};

const VERBS: Readonly<Record<string, Verb>> = {
  admin_state_up: either(
    sentence('is administratively up', '管理状态为 UP'),
    sentence('is administratively down', '管理状态为 DOWN'),
  ),
  alive: either(sentence('is alive', '活着'), sentence('is not alive', '没有心跳')),
  'binding:host_id': isOn,
  'binding:vif_type': (_, {en}) => BINDINGS[en] ?? sentence(`is bound as ${en}`, `已绑定（${en}）`),
  device_id: (value, {en}) =>
    isEmpty(value) ? sentence('belongs to nothing', '不属于任何设备') : sentence(`belongs to ${en}`, `属于 ${en}`),
  enable_dhcp: either(sentence('has DHCP on', '已开启 DHCP'), sentence('has DHCP off', '已关闭 DHCP')),
  ha: either(sentence('is highly available', '是高可用的'), sentence('is not highly available', '不是高可用的')),
  host: isOn,
  network_id: (_, {en}) => sentence(`is in network ${en}`, `在网络 ${en} 中`),
  'OS-EXT-SRV-ATTR:host': isOn,
  port_id: (value, {en}) =>
    isEmpty(value) ? sentence('belongs to no port', '没有关联端口') : sentence(`belongs to ${en}`, `已关联到 ${en}`),
  status: (_, {en}) => sentence(en === 'ERROR' ? 'is in ERROR' : `is ${en}`, `状态为 ${en}`),
};

/** What `view` has under the keys of `wanted`. */
export const said = (it: Text, wanted: ResourceView, view: ResourceView, nameOf: NameOf): Text => {
  const parts = Object.entries(wanted).map(([key, like]) => predicate(key, like, view[key], nameOf));
  const all = both(parts.map(({words}) => words));
  // 网络 blue 的 MTU 为…, but 代理活着
  return sentence(`${it.en} ${all.en}`, `${it.zh} ${parts[0]?.isNoun === true ? '的 ' : ''}${all.zh}`);
};

const predicate = (
  key: string,
  like: unknown,
  value: unknown,
  nameOf: NameOf,
): {readonly words: Text; readonly isNoun: boolean} => {
  const words = valueWords(value, like, nameOf);
  const verb = VERBS[key]?.(value, words) ?? gatewayWords(key, like, value);
  if (verb !== undefined) return {words: verb, isNoun: false};
  const noun = NOUNS[key];
  const {en: called, zh: calledZh} = noun ?? same(key);
  if (isEmpty(value))
    return noun === undefined
      ? {words: sentence(`has no ${key}`, `${key} 为空`), isNoun: true}
      : {words: sentence(`has no ${called}`, `没有 ${calledZh}`), isNoun: false};
  const {en, zh} = LISTED[key]?.(value, like) ?? words;
  return {words: sentence(`has ${called} ${excerpt(en)}`, `${calledZh} 为 ${excerpt(zh)}`), isNoun: true};
};

/** A router's way out, which is a map or nothing. */
const gatewayWords = (key: string, like: unknown, value: unknown): Text | undefined => {
  if (key !== 'external_gateway_info') return undefined;
  if (isEmpty(value)) return sentence('has no external gateway', '没有外部网关');
  if (String(keysOf(like)) !== 'enable_snat') return undefined;
  return either(sentence('has SNAT on', '已开启 SNAT'), sentence('has SNAT off', '已关闭 SNAT'))(
    (value as ResourceView)['enable_snat'],
    same(''),
  );
};

/** Lists of maps whose values say enough without their keys; undefined where other keys are asked for. */
const LISTED: Readonly<Record<string, (value: unknown, like: unknown) => Text | undefined>> = {
  allocation_pools: (value, like) => valuesOf(value, like, ['start', 'end'], ' – '),
  fixed_ips: (value, like) => valuesOf(value, like, ['ip_address'], ''),
  rules: (value, like) => valuesOf(value, like, ['direction', 'type'], ' '),
};

const keysOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value) : [];

const valuesOf = (list: unknown, like: unknown, keys: readonly string[], between: string): Text | undefined => {
  const isWhole = Array.isArray(like) && like.every((one) => keysOf(one).every((key) => keys.includes(key)));
  if (!isWhole || !Array.isArray(list)) return undefined;
  const words = list.map((one: ResourceView) =>
    same(
      keys
        .filter((key) => !isEmpty(one[key]))
        .map((key) => printed(one[key]))
        .join(between),
    ),
  );
  return joinTexts(words, {en: ', ', zh: '、'});
};

/** A value as a person says it; of maps only the keys that `like`, what was wanted, has. */
const valueWords = (value: unknown, like: unknown, nameOf: NameOf): Text => {
  if (value === undefined || value === null) return same('—');
  if (Array.isArray(value)) {
    const likes: readonly unknown[] = Array.isArray(like) ? like : [];
    if (value.length === 0) return sentence('none', '空');
    return joinTexts(
      value.map((item, index) => valueWords(item, likes[index] ?? likes[0], nameOf)),
      {en: ', ', zh: '、'},
    );
  }
  if (typeof value === 'object') {
    const keys = Object.keys(typeof like === 'object' && like !== null ? like : value);
    return joinTexts(
      keys.map((key) => {
        const {en, zh} = valueWords((value as ResourceView)[key], undefined, nameOf);
        return {en: `${key} ${en}`, zh: `${key} ${zh}`};
      }),
      {en: ' ', zh: ' '},
    );
  }
  const words = printed(value);
  return same(nameOf(words) ?? words);
};

export const printed = (found: unknown): string => (typeof found === 'string' ? found : JSON.stringify(found));
