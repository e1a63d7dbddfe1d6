import type {AddressSet, Reading} from '../../state/snapshot.ts';
import {askText, rememberingParser} from './answers.ts';
import {parseIpsetSave} from './ipset.ts';
import {consoleText} from './questions.ts';
import type {RawNamespace} from './raw-namespace.ts';
import type {Reader} from './reader.ts';

/** Reads the sets of ipset, which tells nobody of its changes. */
export const openSetsPart = (console: Reader) => {
  const parse = rememberingParser((texts: Record<'saved', string>) => parseIpsetSave(texts.saved));
  return {
    read: async (): Promise<Reading<Readonly<Record<string, AddressSet>>>> =>
      parse({saved: await askText(console, consoleText('sets'))}),
  };
};

/** Whether a rule of iptables asks about a set. */
export const asksForSets = ({iptables, ip6tables}: RawNamespace): boolean =>
  [iptables, ip6tables].some(
    (tables) =>
      tables.ok &&
      Object.values(tables.value).some(({chains}) =>
        Object.values(chains).some(({rules}) => rules.some(({spec}) => spec.includes('--match-set'))),
      ),
  );
