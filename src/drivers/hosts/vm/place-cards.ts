import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {joinLogs, logEntry} from '../command-log.ts';
import {OUR_ENVIRONMENT} from '../environment.ts';
import type {Host, Result} from '../host.ts';
import {runProcess} from '../run.ts';
import type {SandboxHost} from '../sandbox.ts';
import {SETUP_TIMEOUT_MS, setupFailed} from '../setup-failure.ts';
import type {CardPlan} from './rack.ts';

/** A card that was plugged in a moment ago is there within one; on a busy machine later. */
const CARD_MS = 30_000;
const LOOK_AGAIN_MS = 50;

/**
 * Puts network cards of the VM into nodes of a sandbox on it, each under its name there and up. Runs in the VM only,
 * whose network is nobody's.
 * @returns the host, with what was done in its log
 * @throws {HostError} where a card does not come or cannot be moved
 */
export async function placeCards(host: SandboxHost, cards: readonly CardPlan[]): Promise<Host> {
  const log = joinLogs([host.log]);
  for (const {mac, node, link} of cards) {
    const name = await cardNamed(mac);
    const into = host.node(node);
    const moved = await ip(['link', 'set', name, 'netns', into.namespaces.paths.net ?? '', 'name', link]);
    // As a learner would type it: to him the node's network has the node's name.
    log.add(logEntry(node, '', {...moved, argv: `ip link set ${name} netns ${node} name ${link}`.split(' ')}));
    if (!moved.ok) throw setupFailed('wires', moved.stderr.trim());
    const up = await into.run(['ip', 'link', 'set', link, 'up'], {timeoutMs: SETUP_TIMEOUT_MS});
    if (!up.ok) throw setupFailed('wires', up.stderr.trim());
  }
  return {...host, log};
}

const ip = (words: readonly string[]): Promise<Result> =>
  runProcess(['ip', ...words], {env: OUR_ENVIRONMENT, timeoutMs: SETUP_TIMEOUT_MS});

const CARDS = '/sys/class/net';

/** What the VM's kernel called the card. It was plugged in a moment ago. */
async function cardNamed(mac: string): Promise<string> {
  const deadline = performance.now() + CARD_MS;
  for (;;) {
    for (const name of await readdir(CARDS)) {
      // One that goes away meanwhile is not it.
      const address = await readFile(join(CARDS, name, 'address'), 'utf8').catch(() => '');
      if (address.trim() === mac) return name;
    }
    if (performance.now() > deadline) throw setupFailed('wires', `no network card ${mac} came`);
    await sleep(LOOK_AGAIN_MS);
  }
}
