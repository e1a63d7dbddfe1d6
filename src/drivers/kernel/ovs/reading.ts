import type {OvsBridge, OvsFdbEntry, OvsFlow} from '../../../state/openvswitch.ts';
import type {Reading} from '../../../state/snapshot.ts';
import type {Node} from '../../hosts/host.ts';
import {askText, rememberingParser} from '../answers.ts';
import {CONSOLE_END} from '../console.ts';
import {sortedRecord} from '../json-output.ts';
import {consoleAnswer, type Answer} from '../questions.ts';
import {openReader, type Question} from '../reader.ts';
import {share} from '../share.ts';
import {databaseArgv, type DatabaseBridge, parseDatabase} from './database.ts';
import {parseFlows, parseOvsFdb} from './flows.ts';
import {openOvsMonitors} from './monitors.ts';

type Bridges = Readonly<Record<string, OvsBridge>>;

/** Keeps what a node's Open vSwitch says of itself. */
export interface OvsReading extends Disposable {
  /** Undefined where none runs. */
  readonly raw: Reading<Bridges> | undefined;
  readonly isStale: boolean;
  /** A command may have done anything: started it, ended it, moved counters. */
  markStale(): void;
  /** Reads what is stale. Never rejects. */
  readStale(): Promise<void>;
}

const FOLDER = '/run/openvswitch';
/** Its database listens here as long as it runs. */
const SOCKET = `${FOLDER}/db.sock`;

/**
 * Answers questions with what programs print, one at a time. The switch's control socket is named: left to itself,
 * ovs-appctl looks for the process of the pid file, which counts as the node does, and removes the file in vain.
 */
const script = (limitS: number): string => `
while read -r word bridge; do
  case $word in
    database) ${databaseArgv(limitS).join(' ')} ;;
    flows) ovs-ofctl --timeout=${limitS} --names dump-flows "$bridge" ;;
    fdb) read -r pid <${FOLDER}/ovs-vswitchd.pid && ovs-appctl --timeout=${limitS} -t "${FOLDER}/ovs-vswitchd.$pid.ctl" fdb/show "$bridge" ;;
  esac < /dev/null 2>&1
  printf '${CONSOLE_END}%s\\n' $?
done
`;
const runs = (limitS: number) => [
  databaseArgv(limitS),
  ['ovs-ofctl', '--names', 'dump-flows', 'BRIDGE'],
  ['ovs-appctl', 'fdb/show', 'BRIDGE'],
];

/** A switch that hangs must not keep the reader longer than this. */
const LIMIT_S = 3;

const LOCAL_PORT = 65_534;

/** @param onStale called when an event made something stale */
export const openOvsReading = (node: Node, onStale: () => void): OvsReading => {
  // On an emulated processor they take a second to start; a reader waits longer than they.
  const limitS = node.patienceMs === undefined ? LIMIT_S : Math.round(node.patienceMs / 2000);
  const console = openReader(
    'Open vSwitch',
    () => node.stream(['bash', '--norc', '-c', script(limitS)], {runs: runs(limitS)}),
    node.patienceMs,
  );
  const database = rememberingParser((texts: Record<'database', string>) => parseDatabase(texts.database));
  const parsers = new Map<string, ReturnType<typeof openParsers>>();
  let raw: Reading<Bridges> | undefined;
  let bridges: Reading<Readonly<Record<string, DatabaseBridge>>> = {ok: false, why: 'not read yet'};
  const stale = {everything: true, database: false, flows: new Set<string>()};
  const monitors = openOvsMonitors(node, {
    database() {
      stale.database = true;
      onStale();
    },
    flows(bridge) {
      stale.flows.add(bridge);
      onStale();
    },
  });

  /** @param isStale whether it is to be read anew where it was read before */
  const readBridge = async (
    bridge: DatabaseBridge,
    before: OvsBridge | undefined,
    isStale: {readonly flows: boolean; readonly fdb: boolean},
  ): Promise<OvsBridge> => {
    const parse = parsers.get(bridge.name) ?? openParsers();
    parsers.set(bridge.name, parse);
    const [flows, fdb] = await Promise.all([
      before?.flows.ok === true && !isStale.flows
        ? before.flows
        : askText(console, printed('flows', bridge.name)).then((answer) => parse.flows({flows: answer})),
      before?.fdb.ok === true && !isStale.fdb
        ? before.fdb
        : askText(console, printed('fdb', bridge.name)).then((answer) =>
            parse.fdb({fdb: answer, ports: {ok: true, text: portNames(bridge)}}),
          ),
    ]);
    return {...bridge, flows, fdb};
  };
  const read = async (): Promise<Reading<Bridges>> => {
    const {everything} = stale;
    const flows = new Set(stale.flows);
    const isDatabaseStale = everything || stale.database || !bridges.ok;
    stale.everything = false;
    stale.database = false;
    stale.flows.clear();
    if (isDatabaseStale) bridges = database({database: await askText(console, printed('database'))});
    if (!bridges.ok) return bridges;
    monitors.watchBridges(Object.keys(bridges.value));
    const before: Bridges = raw?.ok === true ? raw.value : {};
    const whole = await Promise.all(
      Object.values(bridges.value).map((bridge) =>
        readBridge(bridge, before[bridge.name], {flows: everything || flows.has(bridge.name), fdb: everything}),
      ),
    );
    return {ok: true, value: sortedRecord(whole.map((bridge) => [bridge.name, bridge]))};
  };

  return {
    get raw() {
      return raw;
    },
    get isStale() {
      return stale.everything || stale.database || stale.flows.size > 0;
    },
    markStale() {
      stale.everything = true;
      monitors.mayRestart();
    },
    async readStale() {
      if (!(await exists(node, SOCKET))) {
        stale.everything = false;
        stale.database = false;
        stale.flows.clear();
        monitors.close();
        raw = undefined;
        return;
      }
      monitors.open();
      raw = share(raw, await read());
    },
    [Symbol.dispose]() {
      monitors.close();
      console[Symbol.dispose]();
    },
  };
};

const exists = async ({files}: Node, path: string): Promise<boolean> => {
  try {
    await files.identity(path);
    return true;
  } catch {
    // Whatever the reason: nobody can be asked there.
    return false;
  }
};

const openParsers = (): {
  readonly flows: (answers: Readonly<Record<'flows', Answer>>) => Reading<Readonly<Record<string, OvsFlow>>>;
  readonly fdb: (answers: Readonly<Record<'fdb' | 'ports', Answer>>) => Reading<Readonly<Record<string, OvsFdbEntry>>>;
} => ({
  flows: rememberingParser(({flows}: Record<'flows', string>) => parseFlows(flows)),
  fdb: rememberingParser(({fdb, ports}: Record<'fdb' | 'ports', string>) =>
    parseOvsFdb(fdb, Object.fromEntries(ports.split('\n').map((line) => line.split(' ') as [string, string]))),
  ),
});

/** `NUMBER NAME` lines of the ports that have a number. */
const portNames = ({ports}: DatabaseBridge): string =>
  Object.values(ports)
    .flatMap(({interfaces}) => Object.values(interfaces))
    .flatMap(({ofport, name}) => (ofport === undefined ? [] : [`${ofport === LOCAL_PORT ? 'LOCAL' : ofport} ${name}`]))
    .join('\n');

/** What a program printed; where it failed, why. */
const printed = (word: 'database' | 'flows' | 'fdb', bridge = ''): Question<Answer> =>
  consoleAnswer(`${word} ${bridge}`);
