import {MAC, type MacNames} from './macs.ts';

/**
 * The files that agents wrote for their daemons: `PATH:LINE`. Pids, the times of leases and logs are left out. A command
 * that is asked has no single quotes.
 */
export const FILES_OF_AGENTS =
  'if [[ -e /var/lib/neutron ]]; then grep -rI --exclude=pid --exclude="*.pid*" --exclude=leases --exclude="*.log" "" /var/lib/neutron || [[ $? -eq 1 ]]; fi';

type Thing = readonly [key: string, value: string | readonly string[]];

/** What a program printed, without what differs from one run to the next. */
export function outputLines(command: string, text: string, names: MacNames): readonly Thing[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim().replaceAll(MAC, (mac) => names(wholeMac(mac))))
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (command.startsWith('ipset ')) return sets(lines);
  if (command.startsWith('ebtables')) return ebtablesChains(lines);
  if (command.startsWith('tc ')) return disciplines(lines);
  if (command === FILES_OF_AGENTS) return files(lines);
  return [['printed', lines]];
}

/** ebtables prints `fa:16:3e:3:fa:bb`. */
const wholeMac = (mac: string): string =>
  mac
    .split(':')
    .map((byte) => byte.padStart(2, '0'))
    .join(':');

/** Members of a set have no order; its hash has a random beginning. */
const sets = (lines: readonly string[]): readonly Thing[] =>
  lines.map((line): Thing => {
    const [how = '', set = '', ...rest] = line.replaceAll(/ (?:bucketsize|initval) \S+/g, '').split(' ');
    return how === 'add' ? [`${rest.join(' ')} in ${set}`, 'there'] : [set, rest.join(' ')];
  });

function ebtablesChains(lines: readonly string[]): readonly Thing[] {
  const chains = new Map<string, string[]>();
  let table = '';
  for (const line of lines) {
    const [first = '', chain = '', ...rule] = line.split(' ');
    if (line.startsWith('*')) table = line.slice(1);
    else if (line.startsWith(':')) chains.set(`${table} ${first.slice(1)}`, [`policy ${chain}`]);
    else if (first === '-A') {
      const key = `${table} ${chain}`;
      chains.set(key, [...(chains.get(key) ?? []), rule.join(' ')]);
    }
  }
  return [...chains].filter(([, rules]) => rules.length > 1 || rules[0] !== 'policy ACCEPT');
}

/** `qdisc tbf 8001: dev tap… root refcnt 2 rate 1Mbit …`: handles and references are the kernel's. */
const disciplines = (lines: readonly string[]): readonly Thing[] =>
  lines
    .filter((line) => !line.startsWith('qdisc noqueue '))
    .map((line) => [line.replace(/ \w+:(?= dev )/, '').replace(/ refcnt \d+/, ''), 'there']);

/** `PATH:LINE` of `grep -r`: the order of files is the folder's, that of lines counts. */
function files(lines: readonly string[]): readonly Thing[] {
  const byPath = Map.groupBy(lines, (line) => line.slice(0, line.indexOf(':')));
  return [...byPath].map(([path, all]) => [path, all.map((line) => line.slice(path.length + 1))]);
}
