import type {Text} from '../state/text.ts';

/** Something wrong in a lab's files, at its place. */
export interface LabError {
  /** Relative to the folder of all labs: `010-island/lab.yaml`. */
  readonly file: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  /** For the author, in English: ``unknown key `stp_on`; did you mean `stp`?`` */
  readonly message: string;
}

/** `010-island/lab.yaml:8:14: unknown key …`, as compilers write it. */
export const formatLabError = ({file, line, column, message}: LabError): string =>
  `${file}:${line}:${column}: ${message}`;

/** The same for a learner, who may meet a broken lab; the detail stays in the author's language. */
export const labErrorText = (error: LabError): Text => ({
  en: formatLabError(error),
  zh: `${error.file} 第 ${error.line} 行第 ${error.column} 列：${error.message}`,
});

/** One sentence for a lab that cannot be used. */
export const brokenLabText = (folder: string, errors: readonly LabError[]): Text => ({
  en: `The lab in ${folder} is broken: ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}, first ${errors.map(formatLabError)[0] ?? 'unknown'}`,
  zh: `${folder} 中的实验有问题：共 ${errors.length} 处错误，第一处是 ${errors.map(formatLabError)[0] ?? '未知'}`,
});

/** By file, then by place, without repetitions: one mistake found in two ways is told once. */
export function sortLabErrors(errors: readonly LabError[]): readonly LabError[] {
  const unique = new Map(errors.map((error) => [formatLabError(error), error]));
  return [...unique.values()].toSorted(
    (a, b) =>
      a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column || a.message.localeCompare(b.message),
  );
}
