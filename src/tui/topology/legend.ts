import {type Freshness, type Row, SIGNS} from '../../state/drawing/run.ts';
import type {Language, Text} from '../../state/text.ts';
import {type Line, span} from '../lines/line.ts';
import {wrap} from '../lines/wrap.ts';
import type {Theme} from '../themes/theme.ts';
import {runStyle} from './run-style.ts';

const FRESH_WORDS: Readonly<Record<Freshness, Text>> = {
  new: {en: 'new', zh: '新增'},
  changed: {en: 'changed', zh: '有变化'},
  removed: {en: 'gone', zh: '已消失'},
};

/** What the marks of a drawing mean; only of those that are in it. */
export const legend = (rows: readonly Row[], width: number, language: Language, theme: Theme): readonly Line[] => {
  const runs = rows.flat();
  const draws = (text: string): boolean => runs.some((run) => run.role !== 'space' && run.text.includes(text));
  const marks: readonly (readonly [string, Line[number], Text])[] = [
    ['●', span('●', theme.ok), {en: 'up', zh: '已启用'}],
    ['○', span('○', theme.bad), {en: 'down', zh: '未启用'}],
    ['◌', span('◌', theme.unknown), {en: 'no carrier', zh: '无载波'}],
    ['═', span('══', theme.dim), {en: 'tunnel', zh: '隧道'}],
  ];
  const fresh = (['new', 'changed', 'removed'] as const).filter((how) => runs.some((run) => run.fresh === how));
  const entries: Line[] = [
    ...marks.flatMap(([mark, sign, words]) => (draws(mark) ? [[sign, span(` ${words[language]}`, theme.dim)]] : [])),
    ...fresh.map((how) => [
      span(`${SIGNS[how]} ${FRESH_WORDS[how][language]}`, runStyle({text: '', role: 'sign', fresh: how}, theme)),
    ]),
  ];
  return entries.length === 0
    ? []
    : wrap(
        entries.flatMap((entry, index) => (index === 0 ? entry : [span('  '), ...entry])),
        width,
      );
};
