import type {LabError} from './lab-error.ts';
import {suggestion} from './load-suggestion.ts';
import {readSections, type Section} from './markdown-sections.ts';

/** What a lab's Markdown must have, as lab.yaml says it. */
export interface ProsePlan {
  readonly steps: readonly StepPlan[];
}

export interface StepPlan {
  readonly id: string;
  /** Option ids of the prediction. */
  readonly predict?: readonly string[];
  /** Checks that ask something, with their options where there is a choice. */
  readonly asks: readonly {readonly check: string; readonly options?: readonly string[]}[];
  readonly checks: readonly string[];
  /** The checks among them that look at what a line prints: they may have words of their own. */
  readonly outputs: readonly string[];
}

/** A lab's words in one language. Complete as to the plan, or there were errors. */
export interface Prose {
  readonly title: string;
  readonly intro: string;
  readonly debrief: string;
  readonly steps: Readonly<Record<string, StepProse>>;
}

export interface StepProse {
  readonly goal: string;
  readonly text: string;
  readonly after: string;
  readonly predict?: AskProse;
  readonly asks: Readonly<Record<string, AskProse>>;
  readonly hints: readonly {readonly text: string; readonly onlyFor?: string}[];
  /** What an output check expects, by its id, where it was put into words. */
  readonly says: Readonly<Record<string, string>>;
}

export interface AskProse {
  readonly question: string;
  /** Words by option id. */
  readonly words: Readonly<Record<string, string>>;
}

/** The parts of prose that must agree between languages, each with the line it stands on. */
export interface Passage {
  /** Where in the lab: `create/text`, `create/hint 2 (exists)`. */
  readonly name: string;
  readonly body: string;
  readonly line: number;
}

export interface ReadProse {
  readonly prose: Prose;
  readonly passages: readonly Passage[];
  readonly errors: readonly LabError[];
}

const PARTS = ['goal', 'text', 'predict', 'hint', 'ask', 'check', 'after'] as const;
const ONCE = ['goal', 'text', 'after', 'predict'] as const;

/** Reads en.md or zh.md and compares it with what lab.yaml has. */
export function readProse(file: string, source: string, plan: ProsePlan): ReadProse {
  const {sections, errors: shapeErrors} = readSections(file, source);
  const errors = [...shapeErrors];
  const passages: Passage[] = [];
  const fail = (line: number, message: string) => {
    errors.push({file, line, column: 1, message});
  };
  const pass = (name: string, section: Section, body = section.body): string => {
    if (body === '') fail(section.line, `the section \`${'#'.repeat(section.depth)} ${section.heading}\` is empty`);
    passages.push({name, body, line: section.line});
    return body;
  };

  const [title, ...others] = sections;
  const lastLine = source.split('\n').length;
  if (title?.depth !== 1) fail(title?.line ?? 1, 'the file must begin with `# Title`');
  for (const other of others)
    fail(other.line, `\`${other.heading}\` stands outside the title; only one \`# Title\` at the top is allowed`);
  const known = [...plan.steps.map((step) => step.id), 'debrief'];
  const chapters = firstOfEach(title?.children ?? [], (twice) => {
    fail(twice.line, `the section \`## ${twice.heading}\` is there twice`);
  });
  for (const chapter of chapters.values()) {
    if (chapter.depth !== 2) fail(chapter.line, `\`### ${chapter.heading}\` stands outside a \`## step\``);
    else if (!known.includes(chapter.heading))
      fail(chapter.line, `no step is called \`${chapter.heading}\`${suggestion(chapter.heading, known)}`);
  }
  const missing = (heading: string) => {
    fail(lastLine, `the section \`## ${heading}\` is missing`);
  };
  const steps: Record<string, StepProse> = {};
  for (const step of plan.steps) {
    const chapter = chapters.get(step.id);
    if (chapter === undefined) missing(step.id);
    else steps[step.id] = readStep(step, chapter, fail, pass);
  }
  const debrief = chapters.get('debrief');
  if (debrief === undefined) missing('debrief');
  for (const stray of debrief?.children ?? [])
    fail(stray.line, `the debrief has no parts; \`### ${stray.heading}\` is unknown`);
  const prose: Prose = {
    title: title?.heading ?? '',
    intro: title ? pass('intro', title) : '',
    debrief: debrief ? pass('debrief', debrief) : '',
    steps,
  };
  return {prose, passages, errors};
}

type Fail = (line: number, message: string) => void;
type Pass = (name: string, section: Section, body?: string) => string;

function readStep(step: StepPlan, chapter: Section, fail: Fail, pass: Pass): StepProse {
  if (chapter.body !== '') fail(chapter.line, `text under \`## ${step.id}\` belongs into \`### text\``);
  const hints: StepProse['hints'][number][] = [];
  const asks: Record<string, AskProse> = {};
  const says: Record<string, string> = {};
  const single: Partial<Record<(typeof ONCE)[number], Section>> = {};
  for (const section of chapter.children) {
    const [part = '', subject, ...rest] = section.heading.split(' ');
    const once = ONCE.find((name) => name === part);
    if (part === 'hint' && rest.length === 0) {
      if (subject !== undefined && !step.checks.includes(subject))
        fail(
          section.line,
          `unreachable hint: step \`${step.id}\` has no check \`${subject}\`${suggestion(subject, step.checks)}`,
        );
      const number = hints.length + 1;
      const text = pass(`${step.id}/hint ${number}${subject === undefined ? '' : ` (${subject})`}`, section);
      hints.push({text, ...(subject !== undefined && {onlyFor: subject})});
    } else if (part === 'ask' && subject !== undefined && rest.length === 0) {
      const wanted = step.asks.find((ask) => ask.check === subject);
      const askable = step.asks.map((ask) => ask.check);
      if (wanted === undefined)
        fail(
          section.line,
          `step \`${step.id}\` has no answer, quiz or diagnosis check \`${subject}\`${suggestion(subject, askable)}`,
        );
      else if (Object.hasOwn(asks, subject)) fail(section.line, `the section \`### ask ${subject}\` is there twice`);
      else asks[subject] = readQuestion(section, wanted.options, `${step.id}/ask ${subject}`, fail, pass);
    } else if (part === 'check' && subject !== undefined && rest.length === 0) {
      if (!step.outputs.includes(subject))
        fail(
          section.line,
          `step \`${step.id}\` has no output check \`${subject}\`${suggestion(subject, step.outputs)}`,
        );
      else if (Object.hasOwn(says, subject)) fail(section.line, `the section \`### check ${subject}\` is there twice`);
      else says[subject] = pass(`${step.id}/check ${subject}`, section);
    } else if (once !== undefined && subject === undefined) {
      if (single[once] !== undefined)
        fail(section.line, `the section \`### ${once}\` is there twice in \`${step.id}\``);
      single[once] ??= section;
    } else {
      fail(section.line, `unknown part \`### ${section.heading}\` in \`${step.id}\`${suggestion(part, PARTS)}`);
    }
  }
  const required = (part: 'goal' | 'text' | 'after'): string => {
    const section = single[part];
    if (section !== undefined) return pass(`${step.id}/${part}`, section);
    fail(chapter.line, `step \`${step.id}\` has no \`### ${part}\``);
    return '';
  };
  if (hints.length === 0) fail(chapter.line, `step \`${step.id}\` has no \`### hint\``);
  for (const ask of step.asks)
    if (!Object.hasOwn(asks, ask.check)) fail(chapter.line, `step \`${step.id}\` has no \`### ask ${ask.check}\``);
  const {predict} = single;
  if (predict !== undefined && step.predict === undefined)
    fail(predict.line, `step \`${step.id}\` has no \`predict\` in lab.yaml`);
  if (predict === undefined && step.predict !== undefined)
    fail(chapter.line, `step \`${step.id}\` has no \`### predict\``);
  return {
    goal: required('goal'),
    text: required('text'),
    after: required('after'),
    hints,
    asks,
    says,
    ...(predict !== undefined &&
      step.predict !== undefined && {predict: readQuestion(predict, step.predict, `${step.id}/predict`, fail, pass)}),
  };
}

function readQuestion(
  section: Section,
  options: readonly string[] | undefined,
  name: string,
  fail: Fail,
  pass: Pass,
): AskProse {
  const question = pass(name, section, options === undefined ? section.body : section.question);
  if (options === undefined) return {question, words: {}};
  const words: Record<string, string> = {};
  for (const option of section.options) {
    if (!options.includes(option.id))
      fail(option.line, `no option is called \`${option.id}\`${suggestion(option.id, options)}`);
    else if (Object.hasOwn(words, option.id)) fail(option.line, `the option \`${option.id}\` is there twice`);
    if (option.words === '') fail(option.line, `the option \`${option.id}\` has no words`);
    words[option.id] = option.words;
  }
  for (const option of options)
    if (!Object.hasOwn(words, option))
      fail(section.line, `\`### ${section.heading}\` lacks the option \`- ${option}: …\``);
  return {question, words};
}

function firstOfEach(sections: readonly Section[], onTwice: (section: Section) => void): ReadonlyMap<string, Section> {
  const map = new Map<string, Section>();
  for (const section of sections) {
    if (map.has(section.heading)) onTwice(section);
    else map.set(section.heading, section);
  }
  return map;
}
