import {changeSign, describeChange, placeName} from '../state/describe-change.ts';
import {topology} from '../state/make-topology.ts';
import {NO_NAMES, explained} from '../state/names.ts';
import {topologyMermaid} from '../state/topology-mermaid.ts';
import {topologyText} from '../state/topology-text.ts';
import {placeOfId, type Topology} from '../state/topology.ts';
import {same, type Language} from '../state/text.ts';
import {CONTROL_WORDS, type ControlWord} from './command-words.ts';
import {
  done,
  drawing,
  passed,
  told,
  toldInLine,
  wrongUsage,
  type Answer,
  type ControlAnswer,
} from './control-answer.ts';
import {answer, predict, predictLines, questionLines} from './control-questions.ts';
import {escapedMarkdown} from './escaped-markdown.ts';
import {nextHint, shownHints} from './hints.ts';
import type {LabRun} from './lab-run.ts';
import type {Step} from './lab.ts';
import {didYouMean} from './near-word.ts';
import {outcomeLine, tally} from './outcome-words.ts';
import {wrapLine} from './plain/wrap-line.ts';
import type {StepState} from './session.ts';

/** Looking may take longer than the shell waits (5 s); then it is told so and the looking goes on. In milliseconds. */
const PATIENCE_MS = 4500;

/**
 * Does what `underlay WORD …` asks, typed in a lab's shell or sent from another window.
 * @param argv the words after `underlay`
 * @param columns of the terminal that it is printed in; absent where each line stays one, however long
 */
export const runControl = async (
  argv: readonly string[],
  run: LabRun,
  language: Language,
  columns?: number,
): Promise<ControlAnswer> => {
  const {exitCode, lines, isDrawn} = await answerTo(argv, run, language);
  const rows = lines.flatMap((line) => line[language].split('\n'));
  const wrapped = columns === undefined || isDrawn === true ? rows : rows.flatMap((row) => wrapLine(row, columns));
  return {exitCode, text: wrapped.map((row) => `${row}\n`).join('')};
};

const answerTo = async (argv: readonly string[], run: LabRun, language: Language): Promise<Answer> => {
  const [word = 'help', ...rest] = argv;
  if (word === '--help' || word === '-h') return help();
  if (!isControlWord(word)) {
    const near = didYouMean(word, CONTROL_WORDS);
    return wrongUsage(
      {en: `underlay: no command "${word}".${near.en}`, zh: `underlay：没有命令“${word}”。${near.zh}`},
      ...help().lines,
    );
  }
  switch (word) {
    case 'help':
      return help();
    case 'check':
      return atStep(run, (step) => check(run, step));
    case 'hint':
      return atStep(run, () => hint(run));
    case 'answer':
      return atStep(run, (step, state) => answer(run, step, state, rest));
    case 'predict':
      return atStep(run, (step, state) => predict(run, step, state, rest));
    case 'step':
    case 'goal':
      return atStep(run, (step, state) => about(run, step, state));
    case 'topology':
      return drawnTopology(run, rest, language);
    case 'changes':
      return changes(run);
    case 'next':
      return atStep(run, (step, state) => next(run, step, state));
  }
};

const isControlWord = (word: string): word is ControlWord => CONTROL_WORDS.some((one) => one === word);

const help = (): Answer =>
  done(
    {en: 'In this shell:', zh: '在这个 shell 里可以输入：'},
    {
      en: '  underlay check              what each check of this step says',
      zh: '  underlay check              查看这一步每项检查的结果',
    },
    {
      en: '  underlay hint               a hint, from general to exact',
      zh: '  underlay hint               显示提示，由浅入深',
    },
    {en: '  underlay answer ID VALUE    answers a question', zh: '  underlay answer ID 答案     回答问题'},
    {
      en: '  underlay predict OPTION     says what you expect, before you try',
      zh: '  underlay predict 选项       动手之前说出你的预测',
    },
    {
      en: '  underlay step               the goal of this step and its questions',
      zh: '  underlay step               这一步的目标和问题',
    },
    {
      en: '  underlay topology [--text|--mermaid|--json] [--node NAME]',
      zh: '  underlay topology [--text|--mermaid|--json] [--node 节点]   拓扑',
    },
    {
      en: '  underlay changes            what the last command changed',
      zh: '  underlay changes            上一条命令改变了什么',
    },
    {
      en: '  underlay next               goes on to the next step after passing',
      zh: '  underlay next               通过之后进入下一步',
    },
  );

type AtStep = (step: Step, state: StepState) => Answer | Promise<Answer>;

const atStep = (run: LabRun, act: AtStep): Answer | Promise<Answer> => {
  const {phase, current, lab, steps} = run.session;
  const step = lab.steps[current];
  const state = steps[current];
  if (phase.name === 'finished' || step === undefined || state === undefined) {
    return done({en: 'This lab is finished. Well done.', zh: '这个实验已经完成，做得好。'});
  }
  if (phase.name !== 'ready') return notReady(run);
  return act(step, state);
};

const notReady = ({session: {phase}}: LabRun): Answer => {
  switch (phase.name) {
    case 'failed':
      return {exitCode: 3, lines: [phase.why, phase.next]};
    case 'opening':
    case 'replaying':
      return {exitCode: 3, lines: [{en: `Not ready: ${phase.doing.en}`, zh: `尚未就绪：${phase.doing.zh}`}]};
    default:
      return {exitCode: 3, lines: [{en: 'This lab is closed.', zh: '这个实验已经关闭。'}]};
  }
};

const check = async (run: LabRun, step: Step): Promise<Answer> => {
  const index = run.session.current;
  const late = Promise.withResolvers<'late'>();
  const timer = setTimeout(late.resolve, PATIENCE_MS, 'late');
  const looked = await Promise.race([run.checkNow(), late.promise]);
  clearTimeout(timer);
  const state = run.session.steps[index];
  if (state === undefined) return notReady(run);
  const {met, all, unknown} = tally(step, state);
  const lines = step.checks.map(({id}) => outcomeLine(id, state.outcomes[id]));
  if (looked === 'late') {
    return {
      exitCode: 3,
      lines: [...lines, {en: 'Still looking; ask again in a moment.', zh: '仍在检查，请稍后再试。'}],
    };
  }
  if (state.status === 'passed') return done(...lines, passed());
  const sum = {en: `${met} of ${all} checks met.`, zh: `${all} 项检查中有 ${met} 项满足。`};
  return {exitCode: met === all ? 0 : met + unknown === all ? 3 : 1, lines: [...lines, sum]};
};

const hint = (run: LabRun): Answer => {
  run.showHint();
  const {session} = run;
  const step = session.lab.steps[session.current];
  const state = session.steps[session.current];
  if (step === undefined || state === undefined) return notReady(run);
  const hints = shownHints(step, state, escapedMarkdown);
  if (hints.length === 0) return done({en: 'There is no hint for what is left.', zh: '剩下的部分没有提示。'});
  const isLast = nextHint(step, state) === undefined;
  return done(...hints.map(told), ...(isLast ? [{en: '(That was the last hint.)', zh: '（这是最后一条提示。）'}] : []));
};

const about = (run: LabRun, step: Step, state: StepState): Answer => {
  const {current, lab} = run.session;
  const [position, total] = [current + 1, lab.steps.length];
  const questions = step.checks.flatMap(({id, ask}) => questionLines(id, ask));
  return done(
    {en: `${lab.title.en}, step ${position} of ${total}:`, zh: `${lab.title.zh}，第 ${position} 步，共 ${total} 步：`},
    toldInLine(step.goal),
    ...(state.status === 'current' ? predictLines(step) : []),
    ...questions,
    ...(state.status === 'passed' ? [passed()] : []),
  );
};

const FORMS = ['--text', '--mermaid', '--json'] as const;

const drawnTopology = (run: LabRun, words: readonly string[], language: Language): Answer => {
  const at = words.indexOf('--node');
  const node = words[at + 1];
  const [form = '--text', ...more] = at === -1 ? words : words.toSpliced(at, 2);
  if (!FORMS.some((one) => one === form) || more.length > 0 || (at !== -1 && node === undefined)) {
    const near = didYouMean(form, [...FORMS, '--node']);
    return wrongUsage({
      en: `Usage: underlay topology [--text|--mermaid|--json] [--node NAME].${near.en}`,
      zh: `用法：underlay topology [--text|--mermaid|--json] [--node 节点]。${near.zh}`,
    });
  }
  const {snapshot, names} = run.session;
  if (snapshot === undefined) return notReady(run);
  const whole = topology(snapshot);
  if (at !== -1 && node !== undefined && !whole.nodes.some(({name}) => name === node)) {
    const nodes = whole.nodes.map(({name}) => name);
    const near = didYouMean(node, nodes);
    return wrongUsage({
      en: `There is no node ${node}.${near.en} Nodes: ${nodes.join(', ')}.`,
      zh: `没有节点 ${node}。${near.zh}节点有：${nodes.join('、')}。`,
    });
  }
  const drawn = at === -1 || node === undefined ? whole : nodeOnly(whole, node);
  if (form === '--json') return drawing(same(JSON.stringify(drawn, undefined, 2)));
  return drawing(
    same(
      form === '--mermaid' ? topologyMermaid(drawn, names, language).trimEnd() : topologyText(drawn, language, names),
    ),
  );
};

/** One node, with the wires that end in it: where they lead is told. */
const nodeOnly = ({nodes, wires}: Topology, node: string): Topology => ({
  nodes: nodes.filter(({name}) => name === node),
  wires: wires.filter(({from, to}) => [from, to].some((id) => id !== undefined && placeOfId(id).node === node)),
});

const changes = (run: LabRun): Answer => {
  const {history, lab} = run.session;
  const group = history.findLast((one) => one.changes.length > 0);
  if (group === undefined) return done({en: 'Nothing has changed yet.', zh: '还没有任何变化。'});
  const isOneNode = lab.host.nodes.length === 1;
  const {names = NO_NAMES} = run.session;
  const explainedNow = new Set<string>();
  const title =
    group.command === undefined ? {en: 'By itself:', zh: '自行发生：'} : same(`${group.node ?? ''}$ ${group.command}`);
  return done(
    title,
    ...group.changes.map((change) => {
      const place = explained(placeName(change, isOneNode), names, explainedNow);
      const words = explained(describeChange(change), names, explainedNow);
      const sign = changeSign(change);
      return {en: `  ${sign} ${place.en}: ${words.en}`, zh: `  ${sign} ${place.zh}：${words.zh}`};
    }),
  );
};

const next = (run: LabRun, step: Step, state: StepState): Answer => {
  if (state.status !== 'passed') {
    const {met, all} = tally(step, state);
    return {
      exitCode: 1,
      lines: [
        {
          en: `Not passed yet: ${met} of ${all} checks met. "underlay check" says what is missing.`,
          zh: `尚未通过：${all} 项检查中有 ${met} 项满足。underlay check 会说明还缺什么。`,
        },
      ],
    };
  }
  run.next();
  const {session} = run;
  const now = session.lab.steps[session.current];
  const nowState = session.steps[session.current];
  if (now === undefined || nowState === undefined)
    return done({en: 'That was the last step: the lab is finished.', zh: '这是最后一步，实验完成。'});
  return about(run, now, nowState);
};
