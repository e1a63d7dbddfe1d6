import type {FilterChain, FilterRule, FilterTable} from '../../state/snapshot.ts';
import {UnreadableOutput} from './unreadable-output.ts';

/**
 * The tables that `iptables-save -c` or `ip6tables-save -c` printed; none where it printed nothing.
 * @throws {UnreadableOutput} also for a table without its COMMIT, that is, for output that was cut off.
 */
export const parseIptablesSave = (text: string): Readonly<Record<string, FilterTable>> => {
  const tables: Record<string, FilterTable> = {};
  let open: {readonly name: string; readonly chains: Record<string, Chain>} | undefined;
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const fail = (problem: string): never => {
      throw new UnreadableOutput('iptables-save', index + 1, line, problem);
    };
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('*')) {
      if (open !== undefined) fail(`table ${open.name} has no COMMIT`);
      open = {name: line.slice(1), chains: {}};
    } else if (open === undefined) {
      fail('expected a table');
    } else if (line === 'COMMIT') {
      tables[open.name] = open;
      open = undefined;
    } else if (line.startsWith(':')) {
      const match = /^:(\S+) (\S+) \[(\d+):(\d+)\]$/.exec(line);
      if (match === null) fail('expected a chain');
      const [, name = '', policy = '', packets, bytes] = match ?? [];
      open.chains[name] = {
        name,
        ...(policy !== '-' && {policy}),
        packets: Number(packets),
        bytes: Number(bytes),
        rules: [],
      };
    } else {
      const match = /^\[(\d+):(\d+)\] -A (\S+)(?: (.*))?$/.exec(line);
      if (match === null) fail('expected a rule');
      const [, packets, bytes, chain = '', spec = ''] = match ?? [];
      (open.chains[chain] ?? fail(`there is no chain ${chain}`)).rules.push({
        spec,
        packets: Number(packets),
        bytes: Number(bytes),
      });
    }
  }
  if (open !== undefined)
    throw new UnreadableOutput('iptables-save', lines.length, '', `table ${open.name} has no COMMIT`);
  return tables;
};

type Chain = Omit<FilterChain, 'rules'> & {readonly rules: FilterRule[]};
