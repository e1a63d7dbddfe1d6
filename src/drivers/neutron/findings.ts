import {readFile, readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';
import type {NamespaceSnapshot, Reading} from '../../state/snapshot.ts';
import type {Node, Result} from '../hosts/host.ts';
import {shellQuote} from '../hosts/init-scripts.ts';
import {parseFdb} from '../kernel/bridge.ts';
import {parseLinks} from '../kernel/ip-links.ts';
import {parseNeighbours} from '../kernel/ip-neighbours.ts';
import {parseRoutes} from '../kernel/ip-routes.ts';
import {parseIptablesSave} from '../kernel/iptables.ts';
import {sortedRecord} from '../kernel/json-output.ts';
import {readProcesses} from '../kernel/processes.ts';
import {readingOf} from '../kernel/unreadable-output.ts';
import type {FoundProcess, NodeFindings} from './driver.ts';

/** What drivers want to know of a node, besides its own namespace. */
export interface Questions {
  /** Those that are there are read. */
  readonly namespaces: readonly string[];
  readonly files: readonly string[];
  /** Programs without arguments that hurt: `ipset save`. */
  readonly outputs: readonly string[];
}

/** Reads all of it in one round trip: agents look before and after everything they do. */
export async function readFindings(node: Node, questions: Questions, signal?: AbortSignal): Promise<NodeFindings> {
  const [names, files] = await Promise.all([
    namespacesOf(node),
    Promise.all(questions.files.map(async (path) => [path, await readPath(node, path)] as const)),
  ]);
  const wanted = questions.namespaces.filter((name) => names.has(name));
  const [result, processes] = await Promise.all([
    node.run(['bash', '-s'], {
      input: script(wanted, questions.outputs),
      logged: false,
      timeoutMs: 20_000,
      ...(signal !== undefined && {signal}),
    }),
    processesOf(node, names),
  ]);
  const answers = parseAnswers(result);
  const outputs = questions.outputs.map((command) => [command, answerTo(answers, result, ` ${command}`)] as const);
  return {
    snapshot: {
      name: node.name,
      namespaces: Object.fromEntries(['', ...wanted].map((name) => [name, namespaceFrom(name, answers, result)])),
    },
    files: Object.fromEntries(files),
    outputs: Object.fromEntries(outputs),
    processes,
  };
}

const OF_ALL: Readonly<Record<string, string>> = {
  links: 'ip -j -d addr show',
  routes: 'ip -j -d route show table all',
  iptables: 'iptables-save -c',
  ip6tables: 'ip6tables-save -c',
};
const OF_THE_NODE: Readonly<Record<string, string>> = {
  fdb: 'bridge -j fdb show',
  neighbours: 'ip -j neigh show',
};

/** Before and after an answer; no program prints them. */
const START = '\u0001';
const END = '\u0004';

/** Namespace and question, the answer, the exit code. */
const ask = (name: string, command: string): string =>
  `printf '${START}${name}\\n'; ${command}; printf '${END}%s\\n' $?\n`;

const asked = (namespace: string, commands: Readonly<Record<string, string>>): string =>
  Object.entries(commands)
    .map(([what, command]) => ask(`${namespace} ${what}`, command))
    .join('');

/** bash reads the script from its input, so nothing in it may. */
const script = (namespaces: readonly string[], outputs: readonly string[]): string =>
  `look() {
${asked('', {...OF_ALL, ...OF_THE_NODE})}${outputs.map((command) => ask(` ${command}`, command)).join('')}${namespaces
    .map((name) => `ip netns exec ${name} bash -c ${shellQuote(asked(name, OF_ALL))}\n`)
    .join('')}}
look </dev/null
`;

type Answers = ReadonlyMap<string, {readonly text: string; readonly exitCode: number}>;

function parseAnswers({stdout}: Result): Answers {
  const answers = new Map<string, {text: string; exitCode: number}>();
  for (const part of stdout.split(START).slice(1)) {
    const end = part.lastIndexOf(END);
    const line = part.indexOf('\n');
    if (end === -1 || line === -1) continue;
    answers.set(part.slice(0, line), {text: part.slice(line + 1, end), exitCode: Number(part.slice(end + 1))});
  }
  return answers;
}

/** @param question as in the script: the namespace, a blank, what */
function answerTo(answers: Answers, result: Result, question: string): Reading<string> {
  const answer = answers.get(question);
  if (answer?.exitCode === 0) return {ok: true, value: answer.text};
  const said = result.stderr.trim() || (result.timedOut ? 'no answer in time' : 'no answer');
  return {ok: false, why: `${question.trim()}: ${said}`};
}

function namespaceFrom(name: string, answers: Answers, result: Result): NamespaceSnapshot {
  const read = <T>(what: string, parse: (text: string) => T): Reading<T> => {
    const text = answerTo(answers, result, `${name} ${what}`);
    return text.ok ? readingOf(() => parse(text.value)) : text;
  };
  const own = name === '';
  return {
    name,
    links: read('links', (text) => sortedRecord(parseLinks(text).map(({link}) => [link.name, link]))),
    routes: read('routes', parseRoutes),
    neighbours: own ? read('neighbours', (text) => parseNeighbours(text, '[]')) : NOT_ASKED,
    fdb: own ? read('fdb', parseFdb) : NOT_ASKED,
    iptables: read('iptables', parseIptablesSave),
    ip6tables: read('ip6tables', parseIptablesSave),
    rules: NOT_ASKED,
    bridgeVlans: NOT_ASKED,
    nftables: NOT_ASKED,
    sysctls: NOT_ASKED,
    listeners: NOT_ASKED,
  };
}

const NOT_ASKED: Reading<never> = {ok: false, why: 'was not asked'};

/** Name → inode of each namespace under /run/netns. */
async function namespacesOf(node: Node): Promise<ReadonlyMap<string, number>> {
  const folder = join(node.root, 'run/netns');
  const names = await readdir(folder).catch(() => []);
  const inodes = await Promise.all(
    names.map(async (name): Promise<[string, number]> => {
      const found = await stat(join(folder, name)).catch(() => undefined);
      return [name, found?.ino ?? 0];
    }),
  );
  return new Map(inodes);
}

async function readPath(node: Node, path: string): Promise<Reading<string | undefined>> {
  try {
    return {ok: true, value: await readFile(join(node.root, path), 'utf8')};
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return {ok: true, value: undefined};
    return {ok: false, why: error instanceof Error ? error.message : String(error)};
  }
}

async function processesOf(node: Node, names: ReadonlyMap<string, number>): Promise<Reading<readonly FoundProcess[]>> {
  const found = await readProcesses(node);
  if (!found.ok) return found;
  const nameOf = new Map([...names].map(([name, inode]) => [`net:[${inode}]`, name]));
  return {
    ok: true,
    value: found.value.map(({pid, program, arguments: rest, network}) => ({
      pid,
      argv: [program, ...rest],
      namespace: nameOf.get(network ?? '') ?? '',
    })),
  };
}
