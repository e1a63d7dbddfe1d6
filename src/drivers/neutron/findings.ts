import type {NamespaceSnapshot, Reading} from '../../state/snapshot.ts';
import type {Node, Result, ScriptRunner} from '../hosts/host.ts';
import {shellQuote} from '../hosts/init-scripts.ts';
import {parseFdb} from '../kernel/bridge.ts';
import {parseLinks} from '../kernel/ip-links.ts';
import {parseNeighbours} from '../kernel/ip-neighbours.ts';
import {parseRoutes} from '../kernel/ip-routes.ts';
import {parseIptablesSave} from '../kernel/iptables.ts';
import {sortedRecord} from '../kernel/json-output.ts';
import {readProcesses} from '../kernel/processes.ts';
import {NETCONF_COMMAND, parseNetconf} from '../kernel/sysctl.ts';
import {readingOf} from '../kernel/unreadable-output.ts';
import {OUTCOME_MARK, commandScript} from './command-script.ts';
import type {LoggedCommand} from './command-script.ts';
import type {FoundProcess, NodeFindings} from './driver.ts';
import {IP_QUESTIONS, lookScript, parseAnswers} from './look-script.ts';
import type {Answers, Questions} from './look-script.ts';
import type {Outcome} from './work.ts';

/** A thousand links take seconds. */
const TIMEOUT_MS = 60_000;

/** A node, and what runs agents' scripts in it. */
export interface Workplace {
  readonly node: Node;
  readonly scripts: ScriptRunner;
}

export interface Done {
  readonly outcomes: readonly Outcome[];
  /** What is there afterwards. */
  readonly found: NodeFindings;
}

/**
 * Runs the commands, then reads what was asked for, all in one round trip.
 * @param commands none, to look only
 * @param before a script that is run before anything else
 */
export async function actAndLook(
  {node, scripts}: Workplace,
  commands: readonly LoggedCommand[],
  questions: Questions,
  {before = '', signal}: {readonly before?: string; readonly signal?: AbortSignal} = {},
): Promise<Done> {
  // The namespaces that commands make or delete are there or not when the script comes to them.
  const {own, tables, entries, namespaces, outputs: others} = questions;
  const asksKernel = own || tables.length > 0 || entries || namespaces.length > 0 || others.length > 0;
  const {inodes, stray} = asksKernel ? await namespacesOf(node) : NO_NAMESPACES;
  const look = asksKernel ? lookScript(questionsOn(inodes, commands, questions)) : '';
  const result =
    `${look}${before}` === '' && commands.length === 0
      ? NOTHING_RUN
      : await scripts.run(
          `${before}${dropStray(stray)}${commands.length === 0 ? '' : commandScript(commands)}${look}`,
          {
            timeoutMs: TIMEOUT_MS,
            ...(signal !== undefined && {signal}),
          },
        );
  const answers = parseAnswers(result.stdout);
  const {inodes: names} = await namespacesOf(node);
  const [files, processes] = await Promise.all([
    Promise.all(questions.files.map(async (path) => [path, await readPath(node, path)] as const)),
    questions.processes ? processesOf(node, names) : NOT_ASKED,
  ]);
  const there = questions.namespaces.map(({name}) => name).filter((name) => names.has(name));
  const outputs = questions.outputs.map((command) => [command, answerTo(answers, result, ` ${command}`)] as const);
  const found: NodeFindings = {
    snapshot: {
      name: node.name,
      namespaces: Object.fromEntries(['', ...there].map((name) => [name, namespaceFrom(name, answers, result)])),
    },
    files: Object.fromEntries(files),
    outputs: Object.fromEntries(outputs),
    processes,
  };
  return {outcomes: outcomesOf(commands, result), found};
}

const NO_NAMESPACES: Namespaces = {inodes: new Map(), stray: []};

type Said = Pick<Result, 'stdout' | 'stderr' | 'exitCode' | 'timedOut' | 'canceled'>;

const NOTHING_RUN: Said = {
  stdout: '',
  stderr: '',
  exitCode: 0,
  timedOut: false,
  canceled: false,
};

/** Only namespaces that are there, or will be. */
function questionsOn(names: Namespaces['inodes'], commands: readonly LoggedCommand[], questions: Questions): Questions {
  const namesOf = (verb: string) =>
    new Set(
      commands.flatMap(({command}) =>
        command.kind === 'run' && command.argv[1] === 'netns' && command.argv[2] === verb
          ? [command.argv[3] ?? '']
          : [],
      ),
    );
  const [made, gone] = [namesOf('add'), namesOf('del')];
  return {
    ...questions,
    namespaces: questions.namespaces.filter(({name}) => made.has(name) || (names.has(name) && !gone.has(name))),
  };
}

function outcomesOf(commands: readonly LoggedCommand[], result: Said): readonly Outcome[] {
  const ended = new Map<number, {exitCode: number; stderr: string}>();
  const parts = result.stdout.split(OUTCOME_MARK);
  for (let at = 1; at < parts.length; at += 2) {
    const [index, code] = (parts[at] ?? '').split(' ').map(Number);
    if (index !== undefined && code !== undefined)
      ended.set(index, {exitCode: code, stderr: (parts[at - 1] ?? '').trim()});
  }
  const left = result.timedOut ? 'no answer in time' : result.canceled ? 'the agent was killed' : result.stderr.trim();
  return commands.map(({command}, index) => ({command, ...(ended.get(index) ?? {stderr: left})}));
}

/** @param question the namespace, a blank, what */
function answerTo(answers: Answers, result: Said, question: string): Reading<string> {
  const answer = answers.get(question);
  if (answer?.exitCode === 0) return {ok: true, value: answer.text};
  const said = result.stderr.trim() || (result.timedOut ? 'no answer in time' : 'no answer');
  return {ok: false, why: `${question.trim()}: ${said}`};
}

function namespaceFrom(name: string, answers: Answers, result: Said): NamespaceSnapshot {
  const read = <T>(what: string, parse: (text: string) => T): Reading<T> => {
    const question = `${name} ${what}`;
    if (!answers.has(question) && result.exitCode === 0) return NOT_ASKED;
    const text = answerTo(answers, result, question);
    return text.ok ? readingOf(() => parse(text.value)) : text;
  };
  const ip = <T>(what: (typeof IP_QUESTIONS)[number], parse: (text: string) => T): Reading<T> =>
    read('ip', (text) => parse(text.split('\n')[IP_QUESTIONS.indexOf(what)] ?? ''));
  return {
    name,
    links: ip('addr show', (text) => sortedRecord(parseLinks(text).map(({link}) => [link.name, link]))),
    routes: ip('route show table all', parseRoutes),
    neighbours: ip('neigh show', (text) => parseNeighbours(text, '[]')),
    fdb: read('fdb', parseFdb),
    iptables: read('iptables', parseIptablesSave),
    ip6tables: read('ip6tables', parseIptablesSave),
    rules: NOT_ASKED,
    bridgeVlans: NOT_ASKED,
    nftables: NOT_ASKED,
    sysctls: ip(NETCONF_COMMAND, parseNetconf),
    listeners: NOT_ASKED,
  };
}

const NOT_ASKED: Reading<never> = {ok: false, why: 'was not asked'};

interface Namespaces {
  /** Name → inode of each namespace under /run/netns. */
  readonly inodes: ReadonlyMap<string, number>;
  /** An agent killed inside `ip netns add` leaves a file without a namespace: no name then, and in the way of the next add. */
  readonly stray: readonly string[];
}

async function namespacesOf(node: Node): Promise<Namespaces> {
  const folder = '/run/netns';
  const names = await node.files.list(folder).catch(() => []);
  const paths = [folder, ...names.map((name) => `${folder}/${name}`)];
  const stats = paths.map((path) => node.files.identity(path).catch(() => undefined));
  const [itself, ...files] = await Promise.all(stats);
  const inodes = new Map<string, number>();
  const stray: string[] = [];
  for (const [index, name] of names.entries()) {
    const file = files[index];
    // A namespace is a mount; what lies on the folder's own file system is not.
    if (file !== undefined && file.device === itself?.device) stray.push(name);
    else inodes.set(name, file?.inode ?? 0);
  }
  return {inodes, stray};
}

const dropStray = (names: readonly string[]): string =>
  names.length === 0 ? '' : `rm -f ${names.map((name) => shellQuote(`/run/netns/${name}`)).join(' ')}\n`;

async function readPath(node: Node, path: string): Promise<Reading<string | undefined>> {
  try {
    return {ok: true, value: await node.files.read(path)};
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
