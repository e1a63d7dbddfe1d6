import {Box, Text} from 'ink';
import {useSay} from '../text/use-language.ts';
import {useTheme} from '../themes/theme.ts';

export interface TitleStripProps {
  readonly nodes: readonly string[];
  readonly node: string;
  readonly width: number;
  readonly scrolledBack: number;
}

/** The line above the shell: whose shell it is, which others there are, and that it shows old lines when it does. */
export const TitleStrip = ({nodes, node, width, scrolledBack}: TitleStripProps) => {
  const theme = useTheme();
  const say = useSay();
  const s = scrolledBack === 1 ? '' : 's';
  return (
    <Box width={width} height={1} justifyContent="space-between" overflow="hidden">
      <Text wrap="truncate">
        {nodes.map((name, index) => (
          <Text key={name}>
            {index > 0 && <Text {...theme.border}> │ </Text>}
            <Text {...(name === node ? theme.title : theme.dim)}>{name}</Text>
          </Text>
        ))}
      </Text>
      {scrolledBack > 0 && (
        <Box flexShrink={0}>
          <Text {...theme.accent}>
            {say({en: `↑ scrolled back ${scrolledBack} line${s}`, zh: `↑ 已回看 ${scrolledBack} 行`})}
          </Text>
        </Box>
      )}
    </Box>
  );
};
