import {describe, expect, test} from 'vitest';
import type {Change, ItemChange} from '../state/change.ts';
import {same} from '../state/text.ts';
import {MOST_GROUPS, SETTLE_MS, SLOW_SETTLE_MS} from './change-groups.ts';
import {met, notMet, unknown, type Outcome} from './outcome.ts';
import {newSession, reduce} from './session-reducer.ts';
import type {Session, SessionEvent} from './session.ts';
import {tinyLab} from './test-fixtures/tiny-lab.ts';

const yes = met(same('up'));
const no = notMet(same('up'), same('down'));
const ready: SessionEvent = {type: 'phase', phase: {name: 'ready'}};
const begin = (...events: readonly SessionEvent[]): Session =>
  [ready, ...events].reduce(reduce, newSession(tinyLab(), {seed: 1, variables: {}}));
const play = (session: Session, ...events: readonly SessionEvent[]): Session => events.reduce(reduce, session);
const outcomes = (step: number, found: Readonly<Record<string, Outcome>>, whole = true): SessionEvent => ({
  type: 'outcomes',
  step,
  outcomes: found,
  whole,
});
const passedFirst = (): Session => begin(outcomes(0, {'lo-up': yes, 'self-ping': yes}));

describe('a level step', () => {
  test('passes when all of its checks hold in one look', () => {
    const half = begin(outcomes(0, {'lo-up': yes, 'self-ping': no}));
    expect(half.steps[0]?.status).toBe('current');
    expect(play(half, outcomes(0, {'lo-up': yes, 'self-ping': yes})).steps[0]?.status).toBe('passed');
  });

  test('does not pass on answers of different moments', () => {
    const session = begin(outcomes(0, {'lo-up': yes, 'self-ping': no}), outcomes(0, {'lo-up': no, 'self-ping': yes}));
    expect(session.steps[0]?.status).toBe('current');
    expect(session.steps[0]?.outcomes['lo-up']).toBe(no);
  });

  test('does not pass on what was only partly looked at, nor on what could not be looked at', () => {
    expect(begin(outcomes(0, {'lo-up': yes, 'self-ping': yes}, false)).steps[0]?.status).toBe('current');
    expect(begin(outcomes(0, {'lo-up': yes})).steps[0]?.status).toBe('current');
    expect(begin(outcomes(0, {'lo-up': yes, 'self-ping': unknown(same('no ping'))})).steps[0]?.status).toBe('current');
  });

  test('stays passed when the host changes back, and the learner stays until he moves on', () => {
    const session = play(passedFirst(), outcomes(0, {'lo-up': no, 'self-ping': no}));
    expect(session.steps[0]?.status).toBe('passed');
    expect(session.current).toBe(0);
    const next = play(session, {type: 'moved-on'});
    expect([next.current, next.steps[1]?.status]).toEqual([1, 'current']);
  });

  test('cannot be left before it is passed', () => {
    const session = begin();
    expect(play(session, {type: 'moved-on'})).toBe(session);
  });
});

describe('an edge step', () => {
  const atEdge = (): Session => play(passedFirst(), {type: 'moved-on'});

  test('keeps a check that was met once, though it fails later, and passes with the last one', () => {
    const first = play(atEdge(), outcomes(1, {first: yes, second: no}));
    expect(first.steps[1]).toMatchObject({status: 'current', latched: ['first']});
    const second = play(first, outcomes(1, {first: no, second: yes}));
    expect(second.steps[1]).toMatchObject({status: 'passed', latched: ['first', 'second']});
    expect(second.steps[1]?.outcomes['first']).toBe(yes);
  });

  test('keeps the outcome of a latched check that is not looked at any more', () => {
    const session = play(atEdge(), outcomes(1, {first: yes, second: no}), outcomes(1, {second: no}));
    expect(session.steps[1]?.outcomes).toEqual({first: yes, second: no});
  });
});

describe('prediction and answers', () => {
  test('a prediction never blocks passing', () => {
    expect(passedFirst().steps[0]).toMatchObject({status: 'passed'});
    expect(passedFirst().steps[0]?.predicted).toBeUndefined();
  });

  test('can be changed until the step is passed, and not after', () => {
    const session = begin(
      {type: 'predicted', option: 'yes'},
      {type: 'predicted', option: 'no'},
      {type: 'predicted', option: 'maybe'},
    );
    expect(session.steps[0]?.predicted).toEqual({option: 'no', right: true});
    const late = play(session, outcomes(0, {'lo-up': yes, 'self-ping': yes}), {type: 'predicted', option: 'yes'});
    expect(late.steps[0]?.predicted?.option).toBe('no');
  });

  test('an answer takes away the verdict on the one before; an answer to nothing changes nothing', () => {
    const atQuiz = play(passedFirst(), {type: 'moved-on'}, outcomes(1, {first: yes, second: yes}), {type: 'moved-on'});
    const wrong = play(atQuiz, {type: 'answered', check: 'state', value: 'up'}, outcomes(2, {state: no}));
    expect(wrong.steps[2]).toMatchObject({answers: {state: 'up'}, outcomes: {state: no}});
    const again = play(wrong, {type: 'answered', check: 'state', value: 'down'});
    expect(again.steps[2]).toMatchObject({answers: {state: 'down'}, outcomes: {}});
    expect(play(atQuiz, {type: 'answered', check: 'nothing', value: 'x'})).toBe(atQuiz);
  });

  test('moving on from the last step finishes the lab', () => {
    const session = play(
      passedFirst(),
      {type: 'moved-on'},
      outcomes(1, {first: yes, second: yes}),
      {type: 'moved-on'},
      outcomes(2, {state: yes}),
      {type: 'moved-on'},
    );
    expect([session.current, session.phase.name]).toEqual([3, 'finished']);
  });
});

describe('starting anew', () => {
  const again = (session: Session, current: number, passed: readonly string[], seed = 1): Session =>
    play(session, {type: 'restarted', current, attempt: {seed, variables: {}}, lab: tinyLab(), passed});

  test('the same step keeps the hints that were read, and forgets answers and outcomes', () => {
    const session = again(begin({type: 'hint-asked'}, outcomes(0, {'lo-up': yes, 'self-ping': no})), 0, []);
    expect(session.steps[0]).toMatchObject({status: 'current', outcomes: {}, hintsShown: 2});
    expect(session.snapshot).toBeUndefined();
  });

  test('a jump leaves what was passed passed, and what was not is skipped', () => {
    const session = again(passedFirst(), 2, ['loopback']);
    expect(session.steps.map(({status}) => status)).toEqual(['passed', 'skipped', 'current']);
    expect(session.steps[0]?.outcomes['lo-up']).toBe(yes);
  });

  test('another attempt forgets everything', () => {
    const session = again(
      begin({type: 'hint-asked'}, {type: 'command-started', node: 'host', command: 'ls', at: 1}),
      0,
      [],
      2,
    );
    expect(session.steps[0]?.hintsShown).toBe(0);
    expect(session.history).toEqual([]);
  });

  test('what was done on the host that is gone is no longer told, also a command that was running', () => {
    const session = again(begin({type: 'command-started', node: 'host', command: 'sleep 9', at: 1}), 0, []);
    expect(session.history).toEqual([]);
  });
});

describe('history', () => {
  const link = (key: string, rest: Partial<ItemChange> = {}): Change => ({
    what: 'link',
    how: 'added',
    node: 'host',
    namespace: '',
    key,
    incidental: false,
    ...rest,
  });
  const started = (command: string, at: number, node = 'host'): SessionEvent => ({
    type: 'command-started',
    node,
    command,
    at,
  });
  const ended = (at: number, exitCode = 0, node = 'host'): SessionEvent => ({
    type: 'command-ended',
    node,
    exitCode,
    at,
  });
  const seen = (takenAt: number, ...changes: readonly Change[]): SessionEvent => ({
    type: 'snapshot',
    snapshot: {takenAt, nodes: {}},
    changes,
  });
  const keys = (session: Session) =>
    session.history.map(({command, changes}) => [command, changes.map((change) => 'key' in change && change.key)]);

  test('changes belong to the running command, and to an ended one until it was quiet', () => {
    const session = begin(
      started('ip link add a type dummy', 1000),
      seen(1010, link('a')),
      ended(1020),
      seen(1020 + SETTLE_MS, link('b')),
      seen(1020 + 3 * SETTLE_MS, link('c')),
    );
    expect(keys(session)).toEqual([
      ['ip link add a type dummy', ['a', 'b']],
      [undefined, ['c']],
    ]);
    expect(session.history[0]).toMatchObject({exitCode: 0, running: false, number: 1});
  });

  test('what programs are asked about takes longer to be seen', () => {
    const flow = link('br0 0', {what: 'ovs-flow'});
    const session = begin(started('ovs-ofctl add-flow …', 1000), ended(1020), seen(1020 + SLOW_SETTLE_MS, flow));
    expect(keys(session)).toEqual([['ovs-ofctl add-flow …', ['br0 0']]]);
    const late = begin(started('ovs-ofctl add-flow …', 1000), ended(1020), seen(1021 + SLOW_SETTLE_MS, flow));
    expect(keys(late)[1]).toEqual([undefined, ['br0 0']]);
  });

  test('a socket that listens is seen at the next look, without an event', () => {
    const listener = link('udp 0.0.0.0:4789', {what: 'listener'});
    const session = begin(started('ip link add vx …', 1000), ended(1020), seen(1020 + SLOW_SETTLE_MS, listener));
    expect(keys(session)).toEqual([['ip link add vx …', ['udp 0.0.0.0:4789']]]);
  });

  test('what took long to read is put down to what ran when it was heard of', () => {
    const snapshot = {takenAt: 9000, heardAt: 1030, nodes: {}};
    const slow: SessionEvent = {type: 'snapshot', snapshot, changes: [link('a')]};
    const session = begin(started('ip link set a up', 1000), ended(1020), started('ping', 2000), slow);
    expect(keys(session)).toEqual([
      ['ip link set a up', ['a']],
      ['ping', []],
    ]);
  });

  test("counters that the checks' own packets moved are only mentioned; what else is seen meanwhile is told", () => {
    const counter = link('filter FORWARD 1', {what: 'filter-rule', how: 'changed', field: 'packets', incidental: true});
    const probed = (takenAt: number, ...changes: readonly Change[]): SessionEvent => ({
      type: 'snapshot',
      snapshot: {takenAt, nodes: {}},
      changes,
      byChecks: true,
    });
    const session = begin(started('ping', 1000), ended(1010), seen(1020, counter), probed(1030, counter, link('a')));
    expect(keys(session)).toEqual([['ping', ['filter FORWARD 1', 'a']]]);
    expect(session.history[0]).toMatchObject({probed: true});
    const deliberate = begin(started('ping', 1000), ended(1010), probed(1030, link('a')));
    expect(deliberate.history[0]).not.toHaveProperty('probed');
    const alone = begin(probed(1030, counter));
    expect(alone.history).toEqual([]);
  });

  test("what the cloud's agents do is put down to the command whose call gave it to them", () => {
    const agentsBegan: SessionEvent = {type: 'agents-began'};
    const agentsDone = (at: number): SessionEvent => ({type: 'agents-done', at});
    const create = 'openstack server create vm1';
    const session = begin(
      started(create, 1000),
      agentsBegan,
      ended(1500),
      seen(1500 + 2 * SLOW_SETTLE_MS, link('tap')),
      agentsDone(1500 + 3 * SLOW_SETTLE_MS),
      seen(1500 + 4 * SLOW_SETTLE_MS, link('eth0')),
      seen(1501 + 5 * SLOW_SETTLE_MS, link('other')),
    );
    expect(keys(session)).toEqual([
      [create, ['tap', 'eth0']],
      [undefined, ['other']],
    ]);
    const meanwhile = begin(
      started(create, 1000),
      agentsBegan,
      ended(1500),
      started('ip link add a type dummy', 1600),
      seen(1610, link('a')),
      ended(1620),
      seen(1630 + SLOW_SETTLE_MS, link('tap')),
    );
    expect(keys(meanwhile)).toEqual([
      [create, ['tap']],
      ['ip link add a type dummy', ['a']],
    ]);
  });

  test('the next command ends the wait for the one before', () => {
    const session = begin(started('one', 1000), ended(1001), started('two', 1002), seen(1003, link('a')), ended(1004));
    expect(keys(session)).toEqual([
      ['one', []],
      ['two', ['a']],
    ]);
  });

  test('of two nodes each ends its own command', () => {
    const session = begin(started('ping', 1000, 'a'), started('ls', 1001, 'b'), ended(1002, 7, 'a'));
    expect(session.history.map(({node, running, exitCode}) => [node, running, exitCode])).toEqual([
      ['a', false, 7],
      ['b', true, undefined],
    ]);
  });

  test('incidental changes join a command, but make no group of their own', () => {
    const counter = link('a', {how: 'changed', field: 'state', incidental: true});
    expect(begin(seen(1000, counter)).history).toEqual([]);
    expect(keys(begin(started('ls', 1000), seen(1001, counter)))).toEqual([['ls', ['a']]]);
    expect(keys(begin(seen(1000, counter, link('b'))))).toEqual([[undefined, ['a', 'b']]]);
  });

  test('a field that changes twice is told once, and not at all when it came back', () => {
    const mtu = (before: string, after: string) => link('a', {how: 'changed', field: 'mtu', before, after});
    const twice = begin(started('x', 1000), seen(1001, mtu('1500', '1400')), seen(1002, mtu('1400', '1300')));
    expect(twice.history[0]?.changes).toEqual([mtu('1500', '1300')]);
    const back = begin(started('x', 1000), seen(1001, mtu('1500', '1400')), seen(1002, mtu('1400', '1500')));
    expect(back.history[0]?.changes).toEqual([]);
  });

  test("a cable is told with its other end, also where that end's namespace got its name later", () => {
    const added = (peer: string) => link('tap', {details: {kind: 'veth', peer}});
    const named = link('tap', {how: 'changed', field: 'peer', before: '#6', after: 'host/red/ns', incidental: true});
    const session = begin(started('x', 1000), seen(1001, added('#6')), seen(1002, named));
    expect(session.history[0]?.changes).toEqual([added('host/red/ns')]);
    const moved = {...named, before: 'host//ns'};
    const known = begin(started('x', 1000), seen(1001, added('host//ns')), seen(1002, moved));
    expect(known.history[0]?.changes).toEqual([added('host//ns'), moved]);
  });

  test('of two lines of a table each keeps its own counter and its own change', () => {
    const line = (number: string, field: string, before: string | undefined, after: string) =>
      link('inet lab', {
        what: 'nft-table',
        how: 'changed',
        field,
        ...(before !== undefined && {before}),
        after,
        details: {line: `rule ${number}`, number},
      });
    const added = [line('3', 'line', undefined, 'rule 3'), line('4', 'line', undefined, 'rule 4')];
    expect(begin(started('nft -f x', 1000), seen(1001, ...added)).history[0]?.changes).toEqual(added);
    const [first, second] = [line('3', 'packets', '21', '24'), line('4', 'packets', '8', '11')];
    expect(begin(started('ping', 1000), seen(1001, first, second)).history[0]?.changes).toEqual([first, second]);
  });

  test('what the set-up and a replay change is not told', () => {
    const session = play(newSession(tinyLab(), {seed: 1, variables: {}}), seen(1000, link('a')));
    expect(session.history).toEqual([]);
    expect(session.snapshot?.takenAt).toBe(1000);
  });

  test('is bounded', () => {
    const many = Array.from({length: MOST_GROUPS + 50}, (_, index) => [
      started(`c${index}`, index),
      ended(index),
    ]).flat();
    const session = begin(...many);
    expect(session.history).toHaveLength(MOST_GROUPS);
    expect(session.history.at(-1)).toMatchObject({number: MOST_GROUPS + 50, command: `c${MOST_GROUPS + 49}`});
  });
});
