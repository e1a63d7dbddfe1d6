import {readdir} from 'node:fs/promises';
import {setTimeout as pause} from 'node:timers/promises';
import type {Host} from '../../../src/drivers/hosts/host.ts';
import {openSandbox} from '../../../src/drivers/hosts/sandbox.ts';
import {takeCensus} from '../../kernel/census.ts';
import {momentOf, runBare} from '../bare.ts';
import type {Figure, Unmeasured} from '../figure.ts';
import {CENSUS_SCRIPT, fastScript, plainScript} from '../hosts-on-bridge.ts';
import {remainsOf} from '../remains.ts';
import {times} from '../row.ts';
import type {Row} from '../row.ts';
import {median, medianFigure} from '../statistics.ts';
import {rootOf} from '../../kernel/root-of.ts';

interface Samples {
  readonly up: number[];
  readonly down: number[];
}

const COUNTS = [20, 100, 500] as const;
const ROUNDS: Readonly<Record<number, number>> = {20: 7, 100: 7, 500: 3};
/** Mininet needs a minute and more for 500 hosts. */
const MININET_UP_TO = 100;

/** Hosts on one bridge: up and down again, each way in turn so that the machine's moods hit all of them. */
export const bridgeRow: Row = {
  name: 'bridge',
  about: '20/100/500 hosts on one bridge, up and down, against Mininet and bare ip -batch',
  async *measure(bench) {
    for (const count of COUNTS) {
      const here: Samples = {up: [], down: []};
      const batch: Samples = {up: [], down: []};
      const same: Samples = {up: [], down: []};
      const mininet: Samples = {up: [], down: []};
      let whyNoMininet = count > MININET_UP_TO ? 'left out: it would take minutes' : undefined;
      for (let round = 0; round < times(bench, ROUNDS[count] ?? 1); round += 1) {
        await inSandbox(count, here);
        await bare(plainScript(count), count, batch);
        await bare(fastScript(count), count, same);
        if (whyNoMininet !== undefined) continue;
        try {
          await inMininet(count, mininet);
        } catch (error) {
          whyNoMininet = error instanceof Error ? error.message : String(error);
        }
      }
      yield* figures(count, {here, batch, same, mininet}, whyNoMininet);
    }
  },
};

function* figures(
  count: number,
  {here, batch, same, mininet}: Readonly<Record<'here' | 'batch' | 'same' | 'mininet', Samples>>,
  whyNoMininet: string | undefined,
): Generator<Figure | Unmeasured> {
  const up = `${count} hosts on a bridge, up`;
  const down = `${count} hosts, down until nothing is left`;
  if (whyNoMininet === undefined) {
    yield medianFigure(up, 'ms', here.up, {
      against: {name: 'Mininet', value: median(mininet.up)},
      ...(count === 100 && {target: {kind: 'times-faster', times: 6}}),
    });
  } else if (count <= MININET_UP_TO) yield {measured: `${up}, with Mininet`, why: whyNoMininet};
  yield medianFigure(up, 'ms', here.up, {
    against: {name: 'ip -batch', value: median(batch.up)},
    ...(count === 100 && {target: {kind: 'at-most-times', times: 1.5}}),
  });
  yield medianFigure(up, 'ms', here.up, {against: {name: 'same script, bare unshare', value: median(same.up)}});
  yield medianFigure(down, 'ms', here.down, {
    ...(whyNoMininet === undefined && {against: {name: 'Mininet', value: median(mininet.down)}}),
    ...(count === 100 && {target: {kind: 'at-most', value: 200}}),
  });
}

async function inSandbox(count: number, samples: Samples): Promise<void> {
  const startedAt = performance.now();
  const host = await openSandbox({nodes: [{name: 'host'}], wires: []});
  try {
    const built = await host.node('host').run(['bash', '-c', fastScript(count)], {timeoutMs: 60_000});
    const upMs = performance.now() - startedAt;
    if (!built.ok) throw new Error(`the hosts could not be built: ${built.stderr.trim().split('\n')[0]}`);
    const counted = await host.node('host').run(['bash', '-c', CENSUS_SCRIPT], {timeoutMs: 60_000});
    expectAll(count, counted.stdout.trim().split('\n'));
    samples.up.push(upMs);
    samples.down.push(await down(host, count));
  } finally {
    await host[Symbol.asyncDispose]();
  }
  await settle(count);
}

/** Disposes of the host; @returns milliseconds until nothing holds a namespace of it. */
async function down(host: Host, count: number): Promise<number> {
  const pid = Number(/^\/proc\/(\d+)\/root$/.exec(rootOf(host.node('host')))?.[1]);
  const census = takeCensus(pid, 'no such marker');
  const names = await readdir(`/proc/${pid}/root/run/netns`);
  if (remainsOf(census).length === 0 || names.length !== count) throw new Error('the census does not see the hosts');
  const startedAt = performance.now();
  await host[Symbol.asyncDispose]();
  let tookMs = performance.now() - startedAt;
  for (let left = remainsOf(census); left.length > 0; left = remainsOf(census)) {
    tookMs = performance.now() - startedAt;
    if (tookMs > 10_000) throw new Error(`left after 10 s: ${left.join(', ')}`);
  }
  return tookMs;
}

async function bare(script: string, count: number, samples: Samples): Promise<void> {
  const words = `mount -t tmpfs tmpfs /run\n${script}\necho standing\n${CENSUS_SCRIPT}`;
  const run = await runBare(['bash', '-c', words]);
  expectAll(
    count,
    run.lines.slice(-2).map(({text}) => text),
  );
  samples.up.push(momentOf(run, 'standing') - run.startedAt);
  await settle(count);
}

/** By the times of its own announcements: without the start of Python, as ours is without the start of Node. */
async function inMininet(count: number, samples: Samples): Promise<void> {
  const options = ['--topo', `single,${count}`, '--switch', 'lxbr', '--controller', 'none', '--test', 'none'];
  const run = await runBare(['mn', ...options], 300_000);
  const stopping = momentOf(run, '*** Stopping 0 controllers');
  samples.up.push(stopping - momentOf(run, '*** Creating network'));
  samples.down.push(momentOf(run, '*** Done') - stopping);
  await settle(count);
}

function expectAll(count: number, [ports, addressed]: readonly (string | undefined)[]): void {
  if (Number(ports) === count && Number(addressed) === count) return;
  throw new Error(`of ${count} hosts only ${ports} ports are up and ${addressed} namespaces have their address`);
}

/** The kernel takes network namespaces apart in the background, with locks that the next ones would wait for. */
const settle = (count: number): Promise<void> => pause(300 + count * 5);
