import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {CheckLoop, type Outcomes} from './check-loop.ts';
import type {Check} from './lab.ts';
import {met, notMet, type Outcome} from './outcome.ts';
import {newSession, reduce} from './session-reducer.ts';
import type {SessionEvent} from './session.ts';
import {tinyLab} from './test-fixtures/tiny-lab.ts';

const yes = met({en: 'up', zh: '已启用'});
const no = notMet({en: 'up', zh: '已启用'}, {en: 'down', zh: '未启用'});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A loop over the tiny lab's first step: `lo-up` reads the snapshot, `self-ping` is a probe that ends when told. */
const openLoop = () => {
  let session = newSession(tinyLab(), {seed: 1, variables: {}});
  const give = (event: SessionEvent): void => {
    session = reduce(session, event);
  };
  give({type: 'phase', phase: {name: 'ready'}});
  const state: {linkIs: Outcome; isBusy: boolean} = {linkIs: no, isBusy: true};
  const log: string[] = [];
  const probes: {end: (found: Outcomes) => void; signal: AbortSignal}[] = [];
  const loop = new CheckLoop({
    session: () => session,
    isProbe: (check: Check) => check.claim.claim === 'ping',
    isLearnerBusy: () => state.isBusy,
    refresh: async (scope) => {
      log.push(`refresh ${scope}`);
    },
    publish: (step, outcomes, whole) => {
      log.push(`publish ${Object.keys(outcomes).join('+')}${whole ? ' whole' : ''}`);
      give({type: 'outcomes', step, outcomes, whole});
    },
    look: async (checks, signal) => {
      const ids = checks.map(({id}) => id);
      log.push(`look ${ids.join('+')}`);
      const found: Record<string, Outcome> = ids.includes('lo-up') ? {'lo-up': state.linkIs} : {};
      if (!ids.includes('self-ping')) return found;
      return new Promise((resolve, reject) => {
        probes.push({end: (probed) => resolve({...found, ...probed}), signal});
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      });
    },
  });
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return {loop, state, log, probes, settle, session: () => session, give};
};

describe('CheckLoop', () => {
  test('probes only when the checks of the snapshot hold', async () => {
    const {loop, state, log, probes, settle, session} = openLoop();
    loop.snapshotChanged(true);
    await settle();
    expect(log).toEqual(['look lo-up', 'publish lo-up']);
    state.linkIs = yes;
    loop.snapshotChanged(true);
    await settle();
    expect(log.slice(2)).toEqual(['look lo-up', 'publish lo-up', 'look self-ping']);
    expect(loop.isProbing).toBe(true);
    probes[0]?.end({'self-ping': yes});
    await settle();
    // What the packets moved is read at once, or it would be told of under the next command.
    expect(log.slice(-2)).toEqual(['publish lo-up+self-ping whole', 'refresh silent']);
    expect(loop.isProbing).toBe(false);
    expect(session().steps[0]?.status).toBe('passed');
  });

  test('several causes of one moment are one round, with what is silent read once', async () => {
    const {loop, log, settle} = openLoop();
    loop.commandEnded();
    loop.snapshotChanged(true);
    loop.snapshotChanged(false);
    await settle();
    expect(log).toEqual(['refresh silent', 'look lo-up', 'publish lo-up']);
  });

  test('a change while probing calls the probe off; the newest state is judged', async () => {
    const {loop, state, log, probes, settle, session} = openLoop();
    state.linkIs = yes;
    loop.snapshotChanged(true);
    await settle();
    state.linkIs = no;
    loop.snapshotChanged(true);
    await settle();
    expect(probes.map(({signal}) => signal.aborted)).toEqual([true]);
    expect(session().steps[0]?.outcomes).toEqual({'lo-up': no});
    expect(log.filter((line) => line === 'look self-ping')).toHaveLength(1);
  });

  test('what was tried by hand stays in sight until the learner does something', async () => {
    const {loop, state, log, probes, settle, session} = openLoop();
    const asked = loop.now();
    await settle();
    probes[0]?.end({'self-ping': no});
    await asked;
    expect(session().steps[0]?.outcomes).toEqual({'lo-up': no, 'self-ping': no});
    // A counter moved, an answer was given: the probe's answer is as good as before.
    loop.snapshotChanged(false);
    loop.sessionChanged();
    await settle();
    expect(session().steps[0]?.outcomes).toEqual({'lo-up': no, 'self-ping': no});
    state.isBusy = false;
    loop.snapshotChanged(true);
    await settle();
    expect(session().steps[0]?.outcomes).toEqual({'lo-up': no, 'self-ping': no});
    state.isBusy = true;
    loop.snapshotChanged(true);
    await settle();
    expect(session().steps[0]?.outcomes).toEqual({'lo-up': no});
    expect(log.filter((line) => line.includes('self-ping') && line.startsWith('look'))).toHaveLength(1);
  });

  test('what was found right stays in sight until something changed, also while a command only looks', async () => {
    const {loop, state, log, probes, settle, session} = openLoop();
    const asked = loop.now();
    await settle();
    probes[0]?.end({'self-ping': yes});
    await asked;
    loop.commandEnded();
    loop.snapshotChanged(false);
    await settle();
    expect(session().steps[0]?.outcomes).toEqual({'lo-up': no, 'self-ping': yes});
    // Its consequences may come when it has ended.
    state.isBusy = false;
    loop.snapshotChanged(true);
    await settle();
    expect(session().steps[0]?.outcomes).toEqual({'lo-up': no});
    expect(log.filter((line) => line.includes('self-ping') && line.startsWith('look'))).toHaveLength(1);
  });

  test('what was found wrong may be right after a command', async () => {
    const {loop, probes, settle, session} = openLoop();
    const asked = loop.now();
    await settle();
    probes[0]?.end({'self-ping': no});
    await asked;
    loop.commandEnded();
    await settle();
    expect(session().steps[0]?.outcomes).toEqual({'lo-up': no});
  });

  test('what a probe itself does to the kernel starts no next probe', async () => {
    const {loop, state, probes, settle} = openLoop();
    state.linkIs = yes;
    state.isBusy = false;
    loop.snapshotChanged(true);
    await settle();
    loop.snapshotChanged(true);
    await settle();
    expect(probes[0]?.signal.aborted).toBe(false);
    probes[0]?.end({'self-ping': yes});
    await settle();
    expect(probes).toHaveLength(1);
  });

  test('a counter that moved leaves the answer of a probe as it was', async () => {
    const {loop, state, probes, settle, session} = openLoop();
    state.linkIs = yes;
    loop.snapshotChanged(true);
    await settle();
    probes[0]?.end({'self-ping': no});
    await settle();
    loop.snapshotChanged(false);
    await settle();
    expect(probes).toHaveLength(1);
    expect(session().steps[0]?.outcomes).toEqual({'lo-up': yes, 'self-ping': no});
  });

  test('a probe that failed is tried a few times by itself, and no more', async () => {
    const {loop, state, probes, settle} = openLoop();
    state.linkIs = yes;
    loop.snapshotChanged(true);
    await settle();
    for (const wait of [1000, 2000, 4000]) {
      probes.at(-1)?.end({'self-ping': no});
      await settle();
      const {length} = probes;
      await vi.advanceTimersByTimeAsync(wait);
      expect(probes).toHaveLength(length + 1);
    }
    probes.at(-1)?.end({'self-ping': no});
    await vi.advanceTimersByTimeAsync(60_000);
    expect(probes).toHaveLength(4);
  });

  test('a storm of changes gets few probes', async () => {
    const {loop, state, probes, settle} = openLoop();
    state.linkIs = yes;
    for (let count = 0; count < 100; count++) {
      loop.snapshotChanged(true);
      await settle();
      await vi.advanceTimersByTimeAsync(9);
    }
    expect(probes.length).toBeGreaterThan(0);
    expect(probes.length).toBeLessThanOrEqual(4);
  });

  test('asked by the learner it looks at everything, whatever holds', async () => {
    const {loop, log, probes, settle, session} = openLoop();
    const answered = loop.now();
    await settle();
    expect(log).toEqual(['refresh all', 'look lo-up+self-ping']);
    probes[0]?.end({'self-ping': no});
    await answered;
    expect(session().steps[0]?.outcomes).toEqual({'lo-up': no, 'self-ping': no});
  });

  test('looks at nothing while the host is not ready, and not after its end', async () => {
    const {loop, log, settle, give} = openLoop();
    give({type: 'phase', phase: {name: 'failed', why: {en: '', zh: ''}, next: {en: '', zh: ''}}});
    loop.snapshotChanged(true);
    await settle();
    expect(log).toEqual([]);
    give({type: 'phase', phase: {name: 'ready'}});
    const asked = loop.now();
    loop[Symbol.dispose]();
    await asked;
    await loop.now();
    expect(log.filter((line) => line.startsWith('publish'))).toEqual([]);
  });
});
