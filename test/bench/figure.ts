/** What a figure should be; ratios are between two things measured in the same run. */
export type Target =
  | {readonly kind: 'at-most' | 'at-least'; readonly value: number}
  /** What it is compared with takes at least so many times as long. */
  | {readonly kind: 'times-faster'; readonly times: number}
  /** It takes at most so many times as long as what it is compared with. */
  | {readonly kind: 'at-most-times'; readonly times: number};

export type Unit = 'ms' | 's' | 'MB' | '%' | 'bytes' | 'objects';

/** One number that was measured. */
export interface Figure {
  readonly measured: string;
  readonly unit: Unit;
  /** The number that is judged. */
  readonly value: number;
  /** How `value` was made of the samples. */
  readonly statistic: 'median' | 'p95' | 'most' | 'once' | 'sum';
  readonly samples: number;
  /** Given beside a median of many. */
  readonly p95?: number;
  readonly against?: {readonly name: string; readonly value: number};
  /** Absent: told for information. */
  readonly target?: Target;
}

/** Something that should have been measured and could not be. Never a made-up number in its place. */
export interface Unmeasured {
  readonly measured: string;
  readonly why: string;
}

export const isFigure = (outcome: Figure | Unmeasured): outcome is Figure => 'value' in outcome;

/** Undefined where nothing is asked of the figure. @throws {Error} where a ratio is asked for without a second number. */
export function isMet({value, against, target}: Figure): boolean | undefined {
  switch (target?.kind) {
    case undefined:
      return undefined;
    case 'at-most':
      return value <= target.value;
    case 'at-least':
      return value >= target.value;
    case 'times-faster':
    case 'at-most-times': {
      if (against === undefined) throw new Error('A ratio needs something to compare with.');
      return target.kind === 'times-faster'
        ? against.value / value >= target.times
        : value / against.value <= target.times;
    }
  }
}
