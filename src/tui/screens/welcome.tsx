import type {ReactNode} from 'react';
import {Box} from 'ink';
import {useKeys} from '../keys/key-provider.tsx';
import {bindingOf, keyLabel} from '../keys/key-table.ts';
import {EMPTY_LINE, fit, span, type Line} from '../lines/line.ts';
import {Lines} from '../lines/lines.tsx';
import {wrap, wrapIndented} from '../lines/wrap.ts';
import {useSettingsActions} from '../settings.tsx';
import {useLanguage, useSay} from '../text/use-language.ts';
import {useWords} from '../text/words.ts';
import {useTheme, type Style} from '../themes/theme.ts';
import {KeyBar} from '../widgets/key-bar.tsx';

export interface WelcomeProps {
  readonly columns: number;
  readonly rows: number;
  readonly onStart: () => void;
  readonly onLeave: () => void;
}

/** The first thing a new learner sees: what this is, that the machine is safe, three keys, the language. */
export const Welcome = ({columns, rows, onStart, onLeave}: WelcomeProps): ReactNode => {
  const theme = useTheme();
  const say = useSay();
  const language = useLanguage();
  const {welcome} = useWords();
  const settings = useSettingsActions();
  useKeys('screen', {
    context: 'welcome',
    actions: {start: onStart, leave: onLeave, 'other-language': settings.otherLanguage},
  });

  const width = Math.min(72, columns - 4);
  const key = (name: string, words: string): readonly Line[] =>
    wrapIndented([span('  '), ...fit([span(say(keyLabel(name)), theme.key)], 9)], [span(words)], width);
  const choice = (words: string, isChosen: boolean): Line => {
    const style: Style = isChosen ? theme.selected : theme.dim;
    return [span(isChosen ? '▸' : ' ', isChosen ? theme.accent : undefined), span(` ${words} `, style), span('  ')];
  };
  const leaveKey = bindingOf('terminal', 'ctrl-g')?.keys[0] ?? '';
  const lines: readonly Line[] = [
    [span(welcome.title, theme.title)],
    EMPTY_LINE,
    ...wrap([span(welcome.what)], width),
    EMPTY_LINE,
    ...wrapIndented([span('✔ ', theme.ok)], [span(welcome.safe)], width),
    EMPTY_LINE,
    [span(welcome.keys)],
    ...key(leaveKey, welcome.leaveTerminal),
    ...key('?', welcome.help),
    ...key('escape', welcome.back),
    EMPTY_LINE,
    [span(`${welcome.language}   `), ...choice('English', language === 'en'), ...choice('中文', language === 'zh')],
    EMPTY_LINE,
    [span(welcome.start, theme.accent)],
  ];
  // Short windows keep the words and lose the air between them.
  const shown = lines.length <= rows - 1 ? lines : lines.filter((line) => line.length > 0);
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Box flexGrow={1} alignItems="center" justifyContent="center">
        <Lines lines={shown} width={width} height={Math.min(shown.length, rows - 1)} />
      </Box>
      <KeyBar context="welcome" width={columns} tellsMessages />
    </Box>
  );
};
