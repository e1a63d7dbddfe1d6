import {shellQuote} from '../hosts/init-scripts.ts';
import {NETCONF_COMMAND} from '../kernel/sysctl.ts';

/** What drivers want to know of a node. */
export interface Questions {
  /** Links and routes of the node's own namespace. */
  readonly own: boolean;
  /** Those that are there are read: their links and routes, and where told so their iptables. */
  readonly namespaces: readonly {readonly name: string; readonly tables: boolean}[];
  /** iptables of the node's own namespace, by the version of IP. */
  readonly tables: readonly (4 | 6)[];
  /** Forwarding entries and neighbours of the node's own namespace. */
  readonly entries: boolean;
  readonly files: readonly string[];
  readonly processes: boolean;
  /** Programs to ask besides: `ipset save`. */
  readonly outputs: readonly string[];
}

/** Before and after an answer; no program prints them. */
const START = '\u0001';
const END = '\u0004';

/** Answered by `ip -batch` with a line each, in this order. */
export const IP_QUESTIONS = ['addr show', 'route show table all', 'neigh show', NETCONF_COMMAND] as const;

/** The name of a question is that of the namespace, a blank, and what is asked. */
const ask = (name: string, command: string): string =>
  `printf '${START}${name}\\n'; ${command}; printf '${END}%s\\n' $?\n`;

const tables = (namespace: string, enter: string, versions: readonly (4 | 6)[] = [4, 6]): string =>
  versions
    .map((version) => (version === 4 ? 'iptables' : 'ip6tables'))
    .map((program) => ask(`${namespace} ${program}`, `${enter}${program}-save -c`))
    .join('');

/** Prints every answer with its name and exit code. */
export const lookScript = ({namespaces, outputs, entries, own, tables: filters}: Questions): string => {
  const links = (option: string) => `ip ${option}-j -d -batch - <<<${shellQuote(IP_QUESTIONS.join('\n'))}`;
  return `look() {
:
${own ? ask(' ip', links('')) : ''}${entries ? ask(' fdb', 'bridge -j fdb show') : ''}${tables('', '', filters)}${outputs
    .map((command) => ask(` ${command}`, command))
    .join('')}${namespaces
    .map(
      ({name, tables: inside}) =>
        ask(`${name} ip`, links(`-n ${name} `)) + (inside ? tables(name, `nsenter --net=/run/netns/${name} `) : ''),
    )
    .join('')}}
look </dev/null
`;
};

export type Answers = ReadonlyMap<string, {readonly text: string; readonly exitCode: number}>;

export function parseAnswers(stdout: string): Answers {
  const answers = new Map<string, {text: string; exitCode: number}>();
  for (const part of stdout.split(START).slice(1)) {
    const end = part.lastIndexOf(END);
    const line = part.indexOf('\n');
    if (end === -1 || line === -1) continue;
    answers.set(part.slice(0, line), {
      text: part.slice(line + 1, end),
      exitCode: Number.parseInt(part.slice(end + 1), 10),
    });
  }
  return answers;
}
