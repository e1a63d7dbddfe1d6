import type {Text} from '../text.ts';

/** ICMP types by number, as IANA lists them. */
const TYPES: Readonly<Record<string, Text>> = {
  '0': {en: 'echo reply', zh: '回显应答'},
  '3': {en: 'destination unreachable', zh: '目的不可达'},
  '3/1': {en: 'host unreachable', zh: '主机不可达'},
  '3/3': {en: 'port unreachable', zh: '端口不可达'},
  '3/4': {en: 'packet too big', zh: '包太大，需要分片'},
  '5': {en: 'redirect', zh: '重定向'},
  '8': {en: 'echo request (ping)', zh: '回显请求（ping）'},
  '9': {en: 'router advertisement', zh: '路由器通告'},
  '10': {en: 'router solicitation', zh: '路由器请求'},
  '11': {en: 'time exceeded', zh: '超时'},
  '12': {en: 'parameter problem', zh: '参数错误'},
  '13': {en: 'timestamp request', zh: '时间戳请求'},
  '14': {en: 'timestamp reply', zh: '时间戳应答'},
};

const V6_TYPES: Readonly<Record<string, Text>> = {
  '1': {en: 'destination unreachable', zh: '目的不可达'},
  '2': {en: 'packet too big', zh: '包太大'},
  '3': {en: 'time exceeded', zh: '超时'},
  '4': {en: 'parameter problem', zh: '参数错误'},
  '128': {en: 'echo request (ping)', zh: '回显请求（ping）'},
  '129': {en: 'echo reply', zh: '回显应答'},
  '130': {en: 'multicast listener query', zh: '组播侦听者查询'},
  '131': {en: 'multicast listener report', zh: '组播侦听者报告'},
  '132': {en: 'multicast listener done', zh: '组播侦听者退出'},
  '133': {en: 'router solicitation', zh: '路由器请求'},
  '134': {en: 'router advertisement', zh: '路由器通告'},
  '135': {en: 'neighbour solicitation', zh: '邻居请求'},
  '136': {en: 'neighbour advertisement', zh: '邻居通告'},
  '137': {en: 'redirect', zh: '重定向'},
  '143': {en: 'multicast listener report, version 2', zh: '组播侦听者报告（第 2 版）'},
};

/** `8`, `8/0` or `3/4` (type and code) by name, the numbers beside it where they are not said by the name alone. */
export const icmpTypeWords = (value: string, version: 4 | 6): Text => {
  const types = version === 4 ? TYPES : V6_TYPES;
  const [type = '', code] = value.split('/');
  const name = types[value] ?? types[type];
  if (name === undefined)
    return code === undefined
      ? {en: `type ${type}`, zh: `类型 ${type}`}
      : {en: `type ${type}, code ${code}`, zh: `类型 ${type}、代码 ${code}`};
  // Echo has one code only.
  if (code === undefined || code === '0' || types[value] !== undefined) return name;
  return {en: `${name.en}, code ${code}`, zh: `${name.zh}、代码 ${code}`};
};
