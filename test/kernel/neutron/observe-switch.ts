import type {Node} from '../../../src/drivers/hosts/host.ts';
import {script} from '../open-sandbox.ts';
import type {GoldenSwitch} from './golden-set.ts';

/** Reads from our node what the golden set has of a real one's Open vSwitch, and writes it in the same form. */
export async function observeSwitch(node: Node): Promise<GoldenSwitch> {
  const bridges = (await script(node, 'ovs-vsctl list-br')).trim().split('\n');
  const flows = await Promise.all(
    bridges
      .filter((bridge) => bridge !== 'br-vtep')
      .map(async (bridge) => {
        const text = await script(node, `ovs-ofctl -O OpenFlow13 --names --no-stats dump-flows ${bridge}`);
        const lines = text.split('\n').map((line) => line.trim().replace(/^cookie=\S+, /, ''));
        return [bridge, lines.filter((line) => line !== '')] as const;
      }),
  );
  return {
    ports: portLines(await script(node, 'ovs-vsctl show')),
    notes: noteLines(await script(node, 'ovs-vsctl --columns=name,other_config list port')),
    flows: Object.fromEntries(flows),
  };
}

/** A line for each bridge and each port, with its settings. The controller, which is the real agent itself, is left out. */
function portLines(text: string): readonly string[] {
  const things: {words: string[]; settings: string[]}[] = [];
  let bridge = '';
  for (const line of text.split('\n')) {
    const name = /^ {4}Bridge "?([^"\s]+)/.exec(line)?.[1];
    if (name !== undefined) bridge = name;
    const port = /^ {8}Port "?([^"\s]+)/.exec(line)?.[1];
    if (name !== undefined || port !== undefined)
      things.push({words: [bridge, ...(port === undefined ? [] : [port])], settings: []});
    const setting = /^\s+(fail_mode|datapath_type|tag|type|options|error): (.*)$/.exec(line);
    if (setting !== null) things.at(-1)?.settings.push(`${setting[1]}=${setting[2]}`);
  }
  return things.map(({words, settings}) => [...words, ...settings.toSorted()].join(' ')).toSorted();
}

const noteLines = (text: string): readonly string[] =>
  text
    .split('\n\n')
    .flatMap((block) => {
      const name = /^name\s*: (\S+)$/m.exec(block)?.[1];
      const notes = /^other_config\s*: (.*)$/m.exec(block)?.[1];
      return name === undefined || notes === undefined || notes === '{}' ? [] : [`${name} ${notes}`];
    })
    .toSorted();
