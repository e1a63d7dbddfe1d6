import type {ReactNode} from 'react';
import type {Context} from '../keys/command.ts';
import type {Action} from '../keys/key-provider.tsx';
import {bindingsIn, keyLabel} from '../keys/key-table.ts';
import {fit, lineWidth, span, type Line} from '../lines/line.ts';
import {Row} from '../lines/lines.tsx';
import {useMessage} from '../message.tsx';
import {useSay} from '../text/use-language.ts';
import {useTheme} from '../themes/theme.ts';

export interface KeyBarProps {
  readonly context: Context;
  /** Keys without an action, or that cannot work now, are left out. Absent: all keys of the place. */
  readonly actions?: Readonly<Partial<Record<string, Action>>> | undefined;
  readonly width: number;
  /** Stands before the keys. */
  readonly lead?: Line;
  /** A message takes the row for a while: in places without a status line. @default false */
  readonly tellsMessages?: boolean;
}

/** The keys that work here and now, as many as fit; the last of the row is the help, where there is one. */
export const KeyBar = ({context, actions, width, lead = [], tellsMessages = false}: KeyBarProps): ReactNode => {
  const theme = useTheme();
  const say = useSay();
  const message = useMessage();
  if (tellsMessages && message !== undefined)
    return <Row line={fit([span('  ! ', theme.accent), span(say(message))], width)} />;
  const bindings = bindingsIn(context).filter(
    ({command, short}) => short !== undefined && (actions === undefined || typeof actions[command] === 'function'),
  );
  const item = ({keys, short}: (typeof bindings)[number]): Line => {
    const label = keys[0] === 'up' && keys.includes('k') ? '↑↓' : say(keyLabel(keys[0] ?? ''));
    return [span('  '), span(label, theme.key), span(` ${short === undefined ? '' : say(short)}`, theme.dim)];
  };
  const always = bindings.filter(({command}) => command === 'help').flatMap(item);
  const shown: Line[] = [lead];
  let used = lineWidth(lead) + lineWidth(always);
  for (const binding of bindings) {
    if (binding.command === 'help') continue;
    const line = item(binding);
    if (used + lineWidth(line) > width) break;
    shown.push(line);
    used += lineWidth(line);
  }
  return <Row line={fit([...shown.flat(), ...always], width)} />;
};
