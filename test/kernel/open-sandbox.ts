import type {Host, HostPlan, Node, RunOptions, ShellEvent, Terminal, WirePlan} from '../../src/drivers/hosts/host.ts';
import {openSandbox} from '../../src/drivers/hosts/sandbox.ts';
import {waitUntil} from './wait-until.ts';

/** A sandbox with these nodes and cables: `openTestSandbox(['a', 'b'], ['a:eth0 -- b:eth0'])`. */
export const openTestSandbox = (nodes: readonly string[], wires: readonly string[] = []): Promise<Host> =>
  openSandbox(testPlan(nodes, wires));

export const testPlan = (nodes: readonly string[], wires: readonly string[] = []): HostPlan => ({
  nodes: nodes.map((name) => ({name})),
  wires: wires.map(parseWire),
});

function parseWire(words: string): WirePlan {
  const [from, to] = words.split(' -- ').map((end) => {
    const [node = '', link = ''] = end.split(':');
    return {node, link};
  });
  if (from === undefined || to === undefined) throw new Error(`Not a wire: ${words}`);
  return {from, to};
}

/** Runs a bash script in the node, stopping at its first error, and gives what it printed. A failure fails the test. */
export async function script(node: Node, text: string, options: RunOptions = {}): Promise<string> {
  const result = await node.run(['bash', '-euo', 'pipefail', '-c', text], options);
  if (!result.ok) {
    const end = result.timedOut ? 'timed out' : `exit ${result.exitCode ?? result.signal}`;
    throw new Error(`${node.name}: ${text}\n${end}\n${result.stdout}${result.stderr}`);
  }
  return result.stdout;
}

/** A shell as somebody at the keyboard has it. */
export interface Typist extends Disposable {
  readonly terminal: Terminal;
  /** All that came from the terminal so far, without our marks. */
  readonly screen: () => string;
  readonly events: readonly ShellEvent[];
  /** Types a line, waits for the next prompt, and gives what the terminal showed meanwhile. */
  type(line: string, deadlineMs?: number): Promise<string>;
  /** The same for keys as they are, without Enter. */
  press(keys: string): Promise<string>;
  waitFor(text: string): Promise<void>;
}

export async function openTypist(node: Node, size = {columns: 80, rows: 24}): Promise<Typist> {
  const terminal = node.terminal(size);
  let text = '';
  const events: ShellEvent[] = [];
  terminal.onData((data) => {
    text += data;
  });
  terminal.onEvent((event) => {
    events.push(event);
  });
  const prompts = () => events.filter((event) => event.type === 'prompt').length;
  const nextPrompt = async (seen: number, deadlineMs?: number) => {
    await waitUntil(
      () => prompts() > seen,
      () => `a prompt. The terminal shows:\n${text}`,
      deadlineMs,
    );
  };
  const press = async (keys: string, deadlineMs?: number) => {
    const [seen, start] = [prompts(), text.length];
    terminal.write(keys);
    await nextPrompt(seen, deadlineMs);
    return text.slice(start);
  };
  await nextPrompt(0);
  return {
    terminal,
    events,
    screen: () => text,
    press: (keys) => press(keys),
    type: (line, deadlineMs) => press(`${line}\r`, deadlineMs),
    async waitFor(wanted) {
      await waitUntil(
        () => text.includes(wanted),
        () => `${JSON.stringify(wanted)}. The terminal shows:\n${text}`,
      );
    },
    [Symbol.dispose]() {
      terminal[Symbol.dispose]();
    },
  };
}
