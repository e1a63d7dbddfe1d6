import {describe, expect, test} from 'vitest';
import {prove} from '../../../src/drivers/hosts/capabilities.ts';
import {lastWord} from '../../../src/state/flow-trace.ts';
import {islandLab} from './island-lab.ts';
import {openTestLab, ready, sitDown, until} from './open-test-lab.ts';

const isProved = (await prove()).some(({capability, proved}) => capability === 'openvswitch' && proved);

describe.skipIf(!isProved)('a trace of Open vSwitch typed in a shell', () => {
  test('stays with its command, with names of ports; what prints none has none', async () => {
    const {run} = openTestLab({lab: {...islandLab(), openvswitch: ['host']}});
    await using _run = run;
    await ready(run);
    const shell = await sitDown(run);
    await shell.type(
      'ovs-vsctl add-br br0 -- set bridge br0 datapath_type=netdev -- add-port br0 p1 -- set interface p1 type=internal',
    );
    await shell.type('ovs-ofctl add-flow br0 priority=9,in_port=p1,ip,actions=drop');
    await until(run, ({snapshot}) => snapshot !== undefined && JSON.stringify(snapshot).includes('in_port=p1'));
    await shell.type('ovs-appctl ofproto/trace br0 in_port=p1,ip');
    const trace = run.session.history.at(-1)?.trace;
    const [round] = trace?.ok === true ? trace.value.rounds : [];
    expect(round?.datapathActions).toBe('drop');
    expect(lastWord(round!)).toMatchObject({
      bridge: 'br0',
      hop: {table: 0, flow: {priority: 9, match: 'ip,in_port=p1'}},
    });
    await shell.type('ovs-appctl ofproto/trace br9 in_port=p1');
    expect(run.session.history.at(-1)).toMatchObject({exitCode: 2});
    expect(run.session.history.at(-1)?.trace).toBeUndefined();
  });
});
