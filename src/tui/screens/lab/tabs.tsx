import type {ReactNode} from 'react';
import {fit, lineWidth, span, type Line} from '../../lines/line.ts';
import {Row} from '../../lines/lines.tsx';
import {useWords} from '../../text/words.ts';
import {useTheme} from '../../themes/theme.ts';
import {PANES, type PaneName} from './layout.ts';

export interface TabsProps {
  readonly front: PaneName;
  /** What each tab wants to tell while another is in front. */
  readonly badges: Readonly<Partial<Record<PaneName, Line>>>;
  readonly width: number;
}

/** The names of all panes above the one shown; the number before each is its key. */
export const Tabs = ({front, badges, width}: TabsProps): ReactNode => {
  const theme = useTheme();
  const words = useWords();
  const strip = (shown: TabsProps['badges']): Line =>
    PANES.flatMap((pane, index): Line => {
      const badge = shown[pane];
      const name = `${index + 1} ${words.lab.panes[pane]}`;
      return [
        span(index === 0 ? '' : '│', theme.border),
        span(pane === front ? `[${name}]` : ` ${name} `, pane === front ? theme.title : undefined),
        ...(badge === undefined ? [] : [span(pane === front ? ' ' : ''), ...badge, span(' ')]),
      ];
    });
  const whole = strip(badges);
  // In a very narrow window the names of the panes come before what they have to tell.
  return <Row line={fit(lineWidth(whole) > width ? strip({}) : whole, width)} />;
};
