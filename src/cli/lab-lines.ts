import type {Module} from '../labs/lab.ts';
import type {Language, Text} from '../state/text.ts';
import type {Runnable} from '../tui/catalog.ts';

/** What the list tells of a lab. */
export interface ListedLab {
  readonly id: string;
  readonly module: string;
  readonly title: Text;
  readonly minutes: number;
  readonly steps: number;
  readonly passed: number;
  readonly finished: boolean;
  readonly runnable: Runnable;
}

const MINUTES: Text = {en: 'min', zh: '分钟'};
const WITHOUT_CLIENT: Text = {
  en: '◇ can be opened without the client: `api` makes the same calls.',
  zh: '◇ 不用客户端也能打开：用 `api` 发出同样的调用。',
};

/** The labs by module. What labs lack stands once below the list, however many lack it; they refer to it by its number. */
export function labLines(
  modules: readonly Pick<Module, 'id' | 'title'>[],
  labs: readonly ListedLab[],
  language: Language,
): readonly string[] {
  const width = Math.max(...labs.map(({id}) => id.length));
  const lacks: {readonly words: readonly string[]; labs: number}[] = [];
  const noteOf = (runnable: Runnable): string => {
    if (runnable.can) return '';
    const words = lackWords(runnable, language);
    let at = lacks.findIndex((lack) => lack.words.join('\n') === words.join('\n'));
    if (at < 0) at = lacks.push({words, labs: 0}) - 1;
    const lack = lacks[at];
    if (lack !== undefined) lack.labs += 1;
    return `  [${at + 1}]`;
  };
  const lines = modules.flatMap((module) => [
    module.title[language],
    ...labs
      .filter((lab) => lab.module === module.id)
      .map((lab) => {
        const done = `${lab.passed}/${lab.steps}  ${String(lab.minutes).padStart(2)} ${MINUTES[language]}`;
        return `  ${markOf(lab)} ${lab.id.padEnd(width)}  ${done}  ${lab.title[language]}${noteOf(lab.runnable)}`;
      }),
  ]);
  return [...lines, ...lacks.flatMap(({words, labs: count}, at) => noteLines(at + 1, words, count, language))];
}

const markOf = ({finished, runnable}: ListedLab): string =>
  finished ? '✔' : runnable.can ? ' ' : runnable.withoutClient === true ? '◇' : '✘';

const lackWords = (lack: Exclude<Runnable, {can: true}>, language: Language): readonly string[] => [
  lack.why[language],
  ...(lack.mend === undefined ? [] : [lack.mend[language]]),
  ...(lack.withoutClient === true ? [WITHOUT_CLIENT[language]] : []),
];

function noteLines(number: number, words: readonly string[], labs: number, language: Language): readonly string[] {
  const sign = `[${number}] `;
  const count: Text = {en: labs === 1 ? '1 lab' : `${labs} labs`, zh: `${labs} 个实验`};
  const [why = '', ...rest] = words;
  return [
    '',
    `${sign}${count[language]}${{en: ': ', zh: '：'}[language]}${why}`,
    ...rest.map((line) => ' '.repeat(sign.length) + line),
  ];
}
