import type {FilterTable, NftTable, Reading} from '../../state/snapshot.ts';
import {askText, rememberingParser} from './answers.ts';
import {parseIptablesSave} from './iptables.ts';
import {parseRuleset, structureOf} from './nft.ts';
import {consoleText, rulesetText} from './questions.ts';
import type {RawNamespace} from './raw-namespace.ts';
import type {Reader} from './reader.ts';

type TablesPart = Pick<RawNamespace, 'iptables' | 'ip6tables' | 'nftables'>;
type Save = 'iptables' | 'ip6tables';

const NONE = {ok: true, value: {}} as const;

/** Reads nftables, and iptables where nftables shows tables that iptables owns. */
export const openTablesPart = (console: Reader) => {
  const ruleset = rememberingParser((texts: Record<'ruleset', string>) => parseRuleset(texts.ruleset));
  const parseSave = () =>
    rememberingParser((texts: Record<'saved' | 'native', string>) =>
      withoutNative(parseIptablesSave(texts.saved), texts.native),
    );
  const saves = {iptables: parseSave(), ip6tables: parseSave()};
  let last: (TablesPart & {readonly structure: Readonly<Record<Save, string>>}) | undefined;

  const read = async (countersMoved: boolean): Promise<TablesPart> => {
    const before = last;
    const found = ruleset({ruleset: await askText(console, rulesetText)});
    // Without nft nobody can tell whether iptables has tables: then iptables itself is asked.
    const structure = {
      iptables: found.ok ? joined(found.value.owned.ip) : 'unknown',
      ip6tables: found.ok ? joined(found.value.owned.ip6) : 'unknown',
    };
    const save = async (which: Save): Promise<TablesPart[Save]> => {
      if (structure[which] === '') return NONE;
      const current = before?.structure[which] === structure[which] && found.ok && !countersMoved;
      if (current && before[which].ok) return before[which];
      const native = found.ok ? Object.keys(found.value.native).join('\n') : '';
      return saves[which]({
        saved: await askText(console, consoleText(which)),
        native: {ok: true, text: `${FAMILY[which]}\n${native}`},
      });
    };
    const [iptables, ip6tables] = await Promise.all([save('iptables'), save('ip6tables')]);
    const nftables: Reading<Readonly<Record<string, NftTable>>> = found.ok
      ? {ok: true, value: found.value.native}
      : found;
    last = {iptables, ip6tables, nftables, structure};
    return {iptables, ip6tables, nftables};
  };

  return {
    /** @param countersMoved whether packets may have been counted since the last time */
    read,
    /** Whether there is anything that counts. */
    get counts(): boolean {
      return [last?.iptables, last?.ip6tables, last?.nftables].some(
        (part) => part === undefined || !part.ok || Object.keys(part.value).length > 0,
      );
    },
  };
};

const FAMILY = {iptables: 'ip', ip6tables: 'ip6'} as const;

/**
 * iptables-save also lists, as if they were empty, tables of nftables under its own tables' names.
 * @param native the family, and the keys of native tables
 */
const withoutNative = (
  tables: Readonly<Record<string, FilterTable>>,
  native: string,
): Readonly<Record<string, FilterTable>> => {
  const [family = '', ...keys] = native.split('\n');
  return Object.fromEntries(Object.entries(tables).filter(([name]) => !keys.includes(`${family} ${name}`)));
};

const joined = (tables: readonly NftTable[]): string => tables.map(structureOf).join('\n');
