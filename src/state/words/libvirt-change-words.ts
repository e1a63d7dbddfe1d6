import type {ItemChange} from '../change.ts';
import type {Text} from '../text.ts';

/** libvirt's words for what a guest is doing, and what is said when it comes to that. */
const BECOMES: Readonly<Record<string, Text>> = {
  running: {en: 'runs', zh: '运行起来'},
  paused: {en: 'is paused: its processors stand still', zh: '已暂停：处理器停住不动'},
  'shut off': {en: 'is shut off: its process is gone', zh: '已关机：进程不在了'},
  'in shutdown': {en: 'is shutting down', zh: '正在关机'},
  crashed: {en: 'crashed', zh: '已崩溃'},
};

const FIELDS: Readonly<Record<string, Text>> = {
  state: {en: 'state', zh: '状态'},
  type: {en: 'type', zh: '类型'},
  processors: {en: 'virtual processors', zh: '虚拟 CPU'},
  memory: {en: 'memory', zh: '内存'},
  'most memory': {en: 'most memory', zh: '内存上限'},
  autostart: {en: 'starts with the host', zh: '随主机启动'},
  pid: {en: 'process', zh: '进程'},
  disks: {en: 'disks', zh: '磁盘'},
  cards: {en: 'network cards', zh: '网卡'},
  bridge: {en: 'bridge', zh: '网桥'},
  forward: {en: 'way out', zh: '出口'},
  path: {en: 'folder', zh: '目录'},
  persistent: {en: 'defined', zh: '已定义'},
  format: {en: 'format', zh: '格式'},
  capacity: {en: 'size', zh: '大小'},
  allocation: {en: 'takes up', zh: '占用'},
  backing: {en: 'on top of', zh: '底层'},
  address: {en: 'address', zh: '地址'},
  hostname: {en: 'name', zh: '名字'},
};

const field = (change: ItemChange, of: Text): Text => {
  const name = FIELDS[change.field ?? ''] ?? {en: change.field ?? '', zh: `${change.field ?? ''} `};
  const arrow = `${change.before ?? '–'} → ${change.after ?? '–'}`;
  return {en: `${of.en}: ${name.en} ${arrow}`, zh: `${of.zh}：${name.zh} ${arrow}`};
};

export const domainChangeWords = (change: ItemChange): Text => {
  const of = {en: `guest ${change.key}`, zh: `客户机 ${change.key} `};
  const {state = '', processors = '', memory = '', persistent} = change.details ?? {};
  if (change.how === 'added') {
    const facts = `${processors} vCPU, ${memory}, ${state}`;
    const factsZh = `${processors} 个 vCPU，${memory}，${state}`;
    return persistent === 'no'
      ? {en: `${of.en} is there, not defined: ${facts}`, zh: `${of.zh}出现了，没有定义：${factsZh}`}
      : {en: `${of.en} is defined: ${facts}`, zh: `${of.zh}已定义：${factsZh}`};
  }
  if (change.how === 'removed') return {en: `${of.en} is no longer known`, zh: `libvirt 不再认识${of.zh.trim()}`};
  const becomes = change.field === 'state' ? BECOMES[change.after ?? ''] : undefined;
  if (becomes !== undefined) return {en: `${of.en} ${becomes.en}`, zh: `${of.zh}${becomes.zh}`};
  if (change.field === 'saved')
    return change.after === 'yes'
      ? {en: `${of.en}: its memory lies in a file`, zh: `${of.zh.trim()}：内存已存进文件`}
      : {en: `${of.en}: no saved memory any more`, zh: `${of.zh.trim()}：不再有存下的内存`};
  if (change.field === 'persistent')
    return change.after === 'yes'
      ? {en: `${of.en} is defined now, it stays when it is off`, zh: `${of.zh}已定义，关机后仍在`}
      : {en: `${of.en} is not defined any more, it goes when it is off`, zh: `${of.zh}的定义没有了，关机后即消失`};
  return field(change, {en: of.en, zh: of.zh.trim()});
};

export const networkChangeWords = (change: ItemChange): Text =>
  switched(change, {en: `network ${change.key}`, zh: `网络 ${change.key} `});

export const poolChangeWords = (change: ItemChange): Text =>
  switched(change, {en: `storage pool ${change.key}`, zh: `存储池 ${change.key} `});

export const volumeChangeWords = (change: ItemChange): Text => {
  const {pool = '', volume = '', format, capacity = '', backing, why} = change.details ?? {};
  const of = {en: `volume ${volume} of ${pool}`, zh: `${pool} 里的卷 ${volume} `};
  const unreadable = change.field === 'why' ? change.after : why;
  if (change.how === 'removed') return {en: `${of.en} is gone`, zh: `${of.zh}已消失`};
  if (unreadable !== undefined)
    return {en: `${of.en} could not be looked at: ${unreadable}`, zh: `${of.zh}无法查看：${unreadable}`};
  if (change.how === 'added') {
    const facts = [format, capacity].filter((one) => one !== undefined && one !== '');
    return {
      en: `${of.en} is known: ${[...facts, ...(backing === undefined ? [] : [`on top of ${backing}`])].join(', ')}`,
      zh: `${of.zh}已登记：${[...facts, ...(backing === undefined ? [] : [`底层是 ${backing}`])].join('，')}`,
    };
  }
  if (change.field === 'why') return {en: `${of.en} can be looked at again`, zh: `${of.zh}又能查看了`};
  return field(change, {en: of.en, zh: of.zh.trim()});
};

const switched = (change: ItemChange, of: Text): Text => {
  const isActive = change.details?.['active'] === 'yes';
  if (change.how === 'added')
    return isActive
      ? {en: `${of.en} is there, active`, zh: `${of.zh}已建立，运行中`}
      : {en: `${of.en} is defined, not active`, zh: `${of.zh}已定义，未启动`};
  if (change.how === 'removed') return {en: `${of.en} is gone`, zh: `${of.zh}已消失`};
  if (change.field !== 'active') return field(change, {en: of.en, zh: of.zh.trim()});
  return change.after === 'yes'
    ? {en: `${of.en} is active`, zh: `${of.zh}已启动`}
    : {en: `${of.en} is no longer active`, zh: `${of.zh}已停止`};
};

export const leaseChangeWords = (change: ItemChange): Text => {
  const {address = '', hostname} = change.details ?? {};
  const who = hostname === undefined ? change.key : `${hostname} (${change.key})`;
  if (change.how === 'added') return {en: `lease: ${who} has ${address}`, zh: `租约：${who} 得到 ${address}`};
  if (change.how === 'removed') return {en: `lease: ${who} lost ${address}`, zh: `租约：${who} 失去 ${address}`};
  return field(change, {en: `lease of ${who}`, zh: `${who} 的租约`});
};
