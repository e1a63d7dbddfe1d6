import type {Text} from '../../../state/text.ts';
import {isIP} from 'node:net';
import type {IniSections, IniValue} from './ini.ts';

/** Why an agent cannot start, in the words it would log, and translated. */
export class BadConfiguration extends Error {
  override readonly name = 'BadConfiguration';
  readonly text: Text;
  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}

/** The values of one agent's files, each checked as oslo.config does; a key that is not there has Neutron's default. */
export interface ConfigurationValues {
  /** @throws {BadConfiguration} as the others do */
  boolean(section: string, key: string, otherwise: boolean): boolean;
  integer(section: string, key: string, otherwise: number): number;
  text(section: string, key: string, otherwise: string): string;
  /** `label:NIC,label:NIC` */
  mappings(section: string, key: string): Readonly<Record<string, string>>;
  /** Says that a value is wrong, with its place. */
  refuse(section: string, key: string, why: Text): never;
}

const TRUE = new Set(['true', '1', 'on', 'yes']);
const FALSE = new Set(['false', '0', 'off', 'no']);

export function configurationValues(sections: IniSections): ConfigurationValues {
  const find = (section: string, key: string): IniValue | undefined => sections.get(section.toLowerCase())?.get(key);
  const refuse = (section: string, key: string, why: Text): never => {
    const found = find(section, key);
    const place = `${found?.at ?? ''}: [${section}] ${key} = ${found?.value ?? ''}: `.replace(/^: /, '');
    throw new BadConfiguration({en: `${place}${why.en}`, zh: `${place}${why.zh}`});
  };
  return {
    boolean(section, key, otherwise) {
      const value = find(section, key)?.value;
      if (value === undefined) return otherwise;
      if (TRUE.has(value.toLowerCase())) return true;
      if (FALSE.has(value.toLowerCase())) return false;
      return refuse(section, key, {en: `Unexpected boolean value '${value}'`, zh: '不是布尔值（True 或 False）'});
    },
    integer(section, key, otherwise) {
      const value = find(section, key)?.value;
      if (value === undefined) return otherwise;
      if (!/^[+-]?\d{1,15}$/.test(value))
        refuse(section, key, {en: `invalid literal for int() with base 10: '${value}'`, zh: '不是整数'});
      return Number(value);
    },
    text: (section, key, otherwise) => find(section, key)?.value ?? otherwise,
    mappings(section, key) {
      const mappings: Record<string, string> = {};
      const fail = (en: string, zh: string) =>
        refuse(section, key, {
          en: `Parsing ${key} failed: ${en}. Agent terminated!`,
          zh: `无法解析 ${key}：${zh}。代理已终止！`,
        });
      for (const mapping of (find(section, key)?.value ?? '').split(',').map((one) => one.trim())) {
        if (mapping === '') continue;
        const [label = '', nic = '', ...rest] = mapping.split(':').map((one) => one.trim());
        if (!mapping.includes(':') || rest.length > 0) fail(`Invalid mapping: '${mapping}'`, `映射“${mapping}”无效`);
        if (label === '') fail(`Missing key in mapping: '${mapping}'`, `映射“${mapping}”缺少物理网络名`);
        if (nic === '') fail(`Missing value in mapping: '${mapping}'`, `映射“${mapping}”缺少网卡名`);
        if (mappings[label] !== undefined)
          fail(`Key ${label} in mapping: '${mapping}' not unique`, `物理网络 ${label} 出现了不止一次`);
        if (Object.values(mappings).includes(nic))
          fail(`Value ${nic} in mapping: '${mapping}' not unique`, `网卡 ${nic} 出现了不止一次`);
        mappings[label] = nic;
      }
      return mappings;
    },
    refuse,
  };
}

export const isIpv4 = (text: string): boolean => isIP(text) === 4;
