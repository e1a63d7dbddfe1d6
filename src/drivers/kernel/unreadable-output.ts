import type {Reading} from '../../state/snapshot.ts';

/** A program printed something we cannot read. Its message names the program, the line and the text. */
export class UnreadableOutput extends Error {
  override readonly name = 'UnreadableOutput';
  readonly tool: string;
  /** Counted from 1. */
  readonly line: number;

  constructor(tool: string, line: number, text: string, problem: string) {
    super(`${tool}: line ${line}: ${problem}: ${excerpt(text)}`);
    this.tool = tool;
    this.line = line;
  }
}

const excerpt = (text: string): string => JSON.stringify(text.length > 160 ? `${text.slice(0, 160)}…` : text);

/** Runs a parser; what it throws becomes the reason of a reading that failed. */
export const readingOf = <T>(parse: () => T): Reading<T> => {
  try {
    return {ok: true, value: parse()};
  } catch (error) {
    return {ok: false, why: error instanceof Error ? error.message : String(error)};
  }
};
