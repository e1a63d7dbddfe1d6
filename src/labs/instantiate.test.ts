import {expect, it} from 'vitest';
import {instantiate, newAttempt} from './instantiate.ts';
import type {Lab} from './lab.ts';
import {same} from '../state/text.ts';

const lab: Lab = {
  id: 'sample',
  folder: '010-sample',
  module: 'tests',
  minutes: 1,
  title: same('Net {{net}}'),
  intro: same('intro'),
  debrief: same('debrief'),
  needs: [],
  tools: [],
  host: {nodes: [{name: 'host'}], wires: []},
  variables: {
    net: {kind: 'subnet24', within: '192.168.0.0/22'},
    port: {kind: 'number', from: 8000, to: 8999},
  },
  // The networks 192.168.0 and 192.168.1 are spoken for.
  setup: [{node: 'host', run: 'ip addr add 192.168.0.1/24 dev eth0; ip route add 192.168.1.0/24 dev eth0'}],
  steps: [
    {
      id: 'one',
      mode: 'level',
      goal: same('Port {{port}}'),
      text: same('text'),
      after: same('after'),
      solve: 'mend',
      mutants: [],
      checks: [
        // As the loader leaves it: a number's place may still hold the text of a variable.
        {id: 'listens', claim: {claim: 'listener', port: '{{port}}' as unknown as number, address: '{{net}}.1'}},
      ],
      hints: [{text: same('{{found}}, not {{port}}'), onlyFor: 'listens'}],
    },
  ],
  faults: ['a', 'b', 'c'].map((id) => ({
    id,
    layer: 'link',
    inject: [],
    mend: [{node: 'host', run: `nc -l {{port}} # ${id}`, looks: false, proves: ['listens']}],
  })),
};

it('fills variables everywhere, numbers as numbers, and leaves {{found}}', () => {
  const {lab: filled, attempt} = instantiate(lab, 3);
  const {net, port} = attempt.variables;
  expect(filled.title.zh).toBe(`Net ${net}`);
  expect(filled.steps[0]?.checks[0]?.claim).toMatchObject({port: Number(port), address: `${net}.1`});
  expect(filled.steps[0]?.hints[0]?.text.en).toBe(`{{found}}, not ${port}`);
  expect(filled.faults[0]?.mend[0]?.run).toBe(`nc -l ${port} # a`);
  expect(filled.variables).toEqual(lab.variables);
});

it('is the same for the same seed, and differs between seeds', () => {
  expect(instantiate(lab, 3)).toEqual(instantiate(lab, 3));
  expect(
    new Set(Array.from({length: 50}, (_, seed) => instantiate(lab, seed).attempt.variables['port'])).size,
  ).toBeGreaterThan(30);
});

it('keeps chosen networks clear of those written in the lab', () => {
  const chosen = new Set(Array.from({length: 200}, (_, seed) => instantiate(lab, seed).attempt.variables['net']));
  expect([...chosen].toSorted((a = '', b = '') => a.localeCompare(b))).toEqual(['192.168.2', '192.168.3']);
});

it('picks every fault for some seed, and the one asked for', () => {
  const picked = Array.from({length: 60}, (_, seed) => instantiate(lab, seed).attempt.fault);
  expect(new Set(picked)).toEqual(new Set(['a', 'b', 'c']));
  expect(instantiate(lab, 3, 'c').attempt.fault).toBe('c');
  expect(() => instantiate(lab, 3, 'd')).toThrow(RangeError);
});

it('has another fault than the last attempt, each of the others for some seed', () => {
  const seeds = Array.from({length: 60}, (_, seed) => seed);
  const after = (last?: string) => new Set(seeds.map((seed) => newAttempt(lab, seed, last).attempt.fault));
  expect(after('b')).toEqual(new Set(['a', 'c']));
  expect(after()).toEqual(new Set(['a', 'b', 'c']));
  expect(after('gone')).toEqual(new Set(['a', 'b', 'c']));
  expect(newAttempt(lab, 3)).toEqual(instantiate(lab, 3));
});

it('has the same fault again where there is no other, and none in a lab without faults', () => {
  const [only] = lab.faults;
  if (only === undefined) throw new Error('no fault');
  expect(newAttempt({...lab, faults: [only]}, 3, 'a').attempt.fault).toBe('a');
  expect(newAttempt({...lab, faults: []}, 3).attempt).not.toHaveProperty('fault');
});

it('has no fault in a lab without faults', () => {
  expect(instantiate({...lab, faults: []}, 3).attempt).not.toHaveProperty('fault');
});
