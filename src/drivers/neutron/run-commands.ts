import {shellQuote} from '../hosts/init-scripts.ts';
import type {Node, Result} from '../hosts/host.ts';
import type {Command} from './driver.ts';

/** How one command ended. */
export interface Outcome {
  readonly command: Command;
  /** Absent where it was not run: one before it for the same object failed, or the agent was killed. */
  readonly exitCode?: number;
  readonly stderr: string;
}

/**
 * Runs the commands on the node in their order and in one round trip. After one that fails, the others of the same
 * object are left out, and those of other objects run.
 */
export async function runCommands(
  node: Node,
  commands: readonly Command[],
  signal?: AbortSignal,
): Promise<readonly Outcome[]> {
  if (commands.length === 0) return [];
  const result = await node.run(['bash', '-s'], {
    input: script(commands),
    logged: false,
    timeoutMs: TIMEOUT_MS,
    ...(signal !== undefined && {signal}),
  });
  return outcomes(commands, result);
}

/** A thousand links take seconds. */
const TIMEOUT_MS = 60_000;
const MARK = '\u0001';

/** Every command says when it ended and how; what it prints to stderr goes between. */
const script = (commands: readonly Command[]): string =>
  `exec 3>&1 >/dev/null 2>&3
declare -A failed
${commands
  .map((command, index) => {
    const key = shellQuote(`${command.subject.type} ${command.subject.id}`);
    return `[[ \${failed[${key}]} ]] || { ${words(command)}
code=$?; ((code)) && failed[${key}]=1; printf '${MARK}${index} %s${MARK}' $code >&3; } </dev/null
`;
  })
  .join('')}`;

function words(command: Command): string {
  if (command.kind === 'write') {
    const path = shellQuote(command.path);
    if (command.content === undefined) return `rm -f ${path}`;
    const folder = shellQuote(command.path.slice(0, command.path.lastIndexOf('/')));
    return `mkdir -p ${folder} && printf %s ${shellQuote(command.content)} >${path}`;
  }
  const {argv, namespace, input} = command;
  const line = commandWords(argv, namespace).map(quoteWord).join(' ');
  return input === undefined ? line : `${line} <<'${HERE_END}'\n${input.replace(/\n?$/, '\n')}${HERE_END}`;
}

const HERE_END = 'END_OF_INPUT';

/** `ip -n` spares a process. */
export const commandWords = (argv: readonly string[], namespace?: string): readonly string[] => {
  if (namespace === undefined) return argv;
  const [program = '', ...rest] = argv;
  return program === 'ip' ? ['ip', '-n', namespace, ...rest] : ['ip', 'netns', 'exec', namespace, ...argv];
};

const quoteWord = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : shellQuote(word));

function outcomes(commands: readonly Command[], result: Result): readonly Outcome[] {
  const ended = new Map<number, {exitCode: number; stderr: string}>();
  const parts = result.stdout.split(MARK);
  for (let at = 1; at < parts.length; at += 2) {
    const [index, code] = (parts[at] ?? '').split(' ').map(Number);
    if (index !== undefined && code !== undefined)
      ended.set(index, {exitCode: code, stderr: (parts[at - 1] ?? '').trim()});
  }
  const left = result.timedOut ? 'no answer in time' : result.canceled ? 'the agent was killed' : result.stderr.trim();
  return commands.map((command, index) => {
    const end = ended.get(index);
    return end === undefined ? {command, stderr: left} : {command, ...end};
  });
}

/** What a learner would type for it. */
export const commandLine = (command: Command): string => {
  if (command.kind === 'write') return command.content === undefined ? `rm ${command.path}` : `write ${command.path}`;
  return commandWords(command.argv, command.namespace).map(quoteWord).join(' ');
};
