/** One step of turning one list into another. Indices count from 0; `kept` has both. */
export type Step =
  | {readonly how: 'kept'; readonly before: number; readonly after: number}
  | {readonly how: 'removed'; readonly before: number}
  | {readonly how: 'added'; readonly after: number};

/** Above this many cells the table of the longest common subsequence costs more than its answer is worth. */
const MAXIMUM_CELLS = 4_000_000;

/** The fewest removals and additions that turn `before` into `after`, by longest common subsequence. */
export const align = (before: readonly string[], after: readonly string[]): readonly Step[] => {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const steps: Step[] = [];
  for (let index = 0; index < head; index++) steps.push({how: 'kept', before: index, after: index});
  steps.push(...alignMiddle(before.slice(head, before.length - tail), after.slice(head, after.length - tail), head));
  for (let index = tail; index > 0; index--) {
    steps.push({how: 'kept', before: before.length - index, after: after.length - index});
  }
  return steps;
};

const alignMiddle = (before: readonly string[], after: readonly string[], offset: number): readonly Step[] => {
  const width = after.length + 1;
  const comparable = before.length * after.length <= MAXIMUM_CELLS;
  const lengths = new Uint32Array(comparable ? (before.length + 1) * width : 0);
  const lengthAt = (i: number, j: number) => lengths[i * width + j] ?? 0;
  if (comparable) {
    for (let i = before.length - 1; i >= 0; i--) {
      for (let j = after.length - 1; j >= 0; j--) {
        lengths[i * width + j] =
          before[i] === after[j] ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
      }
    }
  }
  const steps: Step[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (comparable && i < before.length && j < after.length && before[i] === after[j]) {
      steps.push({how: 'kept', before: offset + i++, after: offset + j++});
    } else if (i < before.length && (j >= after.length || lengthAt(i + 1, j) >= lengthAt(i, j + 1))) {
      steps.push({how: 'removed', before: offset + i++});
    } else {
      steps.push({how: 'added', after: offset + j++});
    }
  }
  return steps;
};
