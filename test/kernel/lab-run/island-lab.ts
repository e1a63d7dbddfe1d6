import type {Hint, Lab, Step} from '../../../src/labs/lab.ts';
import {same, type Text} from '../../../src/state/text.ts';

/** A small lab with every kind of step that a run treats differently. Its words are of no importance. */

const words: Text = same('words');
const hints: readonly Hint[] = [{text: same('general')}, {text: same('found: {{found}}'), onlyFor: 'exists'}];

const step = (id: string, rest: Pick<Step, 'checks' | 'solve'> & Partial<Step>): Step => ({
  id,
  mode: 'level',
  goal: words,
  text: words,
  after: words,
  mutants: [],
  hints,
  ...rest,
});

const line = (run: string, ...proves: readonly string[]) => ({node: 'host', run, looks: proves.length === 0, proves});

export const islandLab = (): Lab => ({
  id: 'island-test',
  folder: '010-island-test',
  module: 'namespaces-nat',
  minutes: 1,
  title: words,
  intro: words,
  debrief: words,
  needs: ['namespaces'],
  tools: ['ip', 'ping'],
  host: {
    nodes: [{name: 'host'}, {name: 'far'}],
    wires: [{from: {node: 'host', link: 'eth0'}, to: {node: 'far', link: 'eth0'}}],
  },
  variables: {ns: {kind: 'pick', from: ['red', 'blue', 'green']}},
  setup: [
    {node: 'host', run: 'ip netns add mainland\nip addr add 192.0.2.1/24 dev eth0'},
    {node: 'far', run: 'ip addr add 192.0.2.2/24 dev eth0'},
  ],
  faults: [],
  steps: [
    step('create', {
      solve: [line('ip netns add {{ns}}', 'exists'), line('ip netns list')],
      checks: [{id: 'exists', claim: {claim: 'namespace', node: 'host', name: '{{ns}}'}}],
    }),
    step('loopback', {
      solve: [line('ip -n {{ns}} link set lo up', 'lo-up', 'self-ping')],
      checks: [
        {id: 'lo-up', claim: {claim: 'link', node: 'host', in: '{{ns}}', name: 'lo', up: true}},
        {id: 'self-ping', claim: {claim: 'ping', node: 'host', in: '{{ns}}', to: '127.0.0.1', reply: true}},
      ],
    }),
    step('look', {
      mode: 'edge',
      solve: [line('ip -n {{ns}} link', 'looked'), line('underlay answer state up', 'state')],
      checks: [
        {id: 'looked', claim: {claim: 'ran', matches: 'link'}},
        {
          id: 'state',
          claim: {claim: 'quiz', options: ['up', 'down'], right: 'up'},
          ask: {
            question: words,
            options: [
              {id: 'up', words},
              {id: 'down', words},
            ],
          },
        },
      ],
    }),
    step('serve', {
      solve: [line('nc -lk 8080 >/dev/null 2>&1 </dev/null &', 'listens')],
      checks: [{id: 'listens', claim: {claim: 'listener', node: 'host', port: 8080, protocol: 'tcp'}}],
    }),
  ],
});
