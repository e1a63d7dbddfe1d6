import {Box, Text} from 'ink';
import {useSay} from '../text/use-language.ts';
import {useTheme} from '../themes/theme.ts';

export interface TitleStripProps {
  readonly nodes: readonly string[];
  readonly node: string;
  readonly width: number;
  readonly scrolledBack: number;
  /** The shell gets the keys. */
  readonly focused: boolean;
}

/** The line above the shell: whose shell it is, how to come to the others, and that it shows old lines when it does. */
export const TitleStrip = ({nodes, node, width, scrolledBack, focused}: TitleStripProps) => {
  const theme = useTheme();
  const say = useSay();
  const s = scrolledBack === 1 ? '' : 's';
  return (
    <Box width={width} height={1} justifyContent="space-between" overflow="hidden">
      <Text wrap="truncate">
        {nodes.map((name, index) => (
          <Text key={name}>
            {index > 0 && <Text {...theme.border}>│</Text>}
            {/* Brackets too: without colours bold alone is easily overlooked. */}
            <Text {...(name === node ? theme.title : theme.dim)}>{name === node ? `[${name}]` : ` ${name} `}</Text>
          </Text>
        ))}
      </Text>
      <Box flexShrink={0}>
        {scrolledBack > 0 ? (
          <Text {...theme.accent}>
            {say({en: `↑ scrolled back ${scrolledBack} line${s}`, zh: `↑ 已回看 ${scrolledBack} 行`})}
          </Text>
        ) : (
          <Text>
            <Text {...theme.key}>{focused ? 'Ctrl-G o' : 'o'}</Text>
            <Text {...theme.dim}>{say({en: ' other node', zh: ' 换节点'})}</Text>
          </Text>
        )}
      </Box>
    </Box>
  );
};
