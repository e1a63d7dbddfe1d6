import type {Reading} from '../../state/snapshot.ts';
import {type Answer, batch} from './questions.ts';
import type {Question, Reader} from './reader.ts';
import {share} from './share.ts';
import {readingOf} from './unreadable-output.ts';

const failure = (error: unknown): Answer => ({ok: false, why: error instanceof Error ? error.message : String(error)});

/** Asks, and makes a reader that failed an answer that failed. */
export const askText = async (reader: Reader, question: Question<Answer>): Promise<Answer> => {
  try {
    return await reader.ask(question);
  } catch (error) {
    return failure(error);
  }
};

/** Asks all at once, and makes a reader that failed a failed answer to each. */
export const askBatch = async <K extends string>(
  reader: Reader,
  word: 'ip' | 'bridge',
  commands: Readonly<Record<K, string>>,
): Promise<Readonly<Record<K, Answer>>> => {
  try {
    return await reader.ask(batch(word, commands));
  } catch (error) {
    return Object.fromEntries(Object.keys(commands).map((name) => [name, failure(error)])) as Record<K, Answer>;
  }
};

type Texts<K extends string> = Readonly<Record<K, string>>;

/** Makes readings of answers. The same text gives the very same reading again; another text shares what did not change. */
export const rememberingParser = <T, K extends string>(parse: (texts: Texts<K>) => T) => {
  let last: {readonly texts: Texts<K>; readonly reading: Reading<T>} | undefined;
  return (answers: Readonly<Record<K, Answer>>): Reading<T> => {
    const texts: Record<string, string> = {};
    let same = last !== undefined;
    for (const [name, answer] of Object.entries<Answer>(answers)) {
      if (!answer.ok) return {ok: false, why: answer.why};
      texts[name] = answer.text;
      if (last !== undefined && last.texts[name as K] !== answer.text) same = false;
    }
    if (last !== undefined && same) return last.reading;
    const reading = share(
      last?.reading,
      readingOf(() => parse(texts as Texts<K>)),
    );
    last = {texts: texts as Texts<K>, reading};
    return reading;
  };
};
