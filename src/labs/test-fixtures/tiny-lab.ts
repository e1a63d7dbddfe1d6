import {same} from '../../state/text.ts';
import type {Check, Lab, Step} from '../lab.ts';

/** A lab of three short steps, for tests: level with a state check and a probe, edge, and a question. */

const step = (id: string, mode: Step['mode'], checks: readonly Check[], rest: Partial<Step> = {}): Step => ({
  id,
  mode,
  goal: {en: `Goal of ${id}.`, zh: `${id} 的目标。`},
  text: {en: `Do *${id}*:\n\n\`\`\`\nip link\n\`\`\``, zh: `完成 **${id}**。`},
  after: {en: `Why ${id} worked.`, zh: `${id} 的原因。`},
  solve: [],
  mutants: [],
  checks,
  hints: [{text: {en: 'General.', zh: '一般提示。'}}, {text: {en: 'Exact.', zh: '具体提示。'}}],
  ...rest,
});

export const tinyLab = (): Lab => ({
  id: 'tiny',
  folder: '010-tiny',
  module: 'namespaces-nat',
  minutes: 1,
  title: {en: 'Tiny', zh: '小实验'},
  intro: {en: 'Why *this*.', zh: '为什么。'},
  debrief: {en: 'Take along.', zh: '带走的东西。'},
  needs: [],
  tools: [],
  host: {nodes: [{name: 'host'}], wires: []},
  variables: {},
  setup: [],
  faults: [],
  steps: [
    step(
      'loopback',
      'level',
      [
        {id: 'lo-up', claim: {claim: 'link', node: 'host', name: 'lo', up: true}},
        {id: 'self-ping', claim: {claim: 'ping', node: 'host', to: '127.0.0.1', reply: true}},
      ],
      {
        predict: {
          question: {en: 'Will it answer?', zh: '会应答吗？'},
          options: [
            {id: 'yes', words: {en: 'It will', zh: '会'}},
            {id: 'no', words: {en: 'It will not', zh: '不会'}},
          ],
          answer: 'no',
        },
        hints: [
          {text: {en: 'General.', zh: '一般提示。'}},
          {text: {en: 'lo is down: {{found}}', zh: 'lo 未启用：{{found}}'}, onlyFor: 'lo-up'},
          {text: {en: 'Exact.', zh: '具体提示。'}},
        ],
      },
    ),
    step('look', 'edge', [
      {id: 'first', claim: {claim: 'ran', matches: 'ip link'}},
      {id: 'second', claim: {claim: 'ran', matches: 'ip addr'}},
    ]),
    step('tell', 'level', [
      {
        id: 'state',
        claim: {claim: 'quiz', options: ['up', 'down'], right: 'down'},
        ask: {
          question: {en: 'In which state?', zh: '处于什么状态？'},
          options: [
            {id: 'up', words: same('UP')},
            {id: 'down', words: same('DOWN')},
          ],
        },
      },
    ]),
  ],
});
