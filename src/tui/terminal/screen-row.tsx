import {Text} from 'ink';
import {memo} from 'react';
import type {Row} from './row.ts';

/** One line of a shell's screen. Drawn again only when its content changed. */
export const ScreenRow = memo(({row}: {readonly row: Row}) => (
  <Text wrap="truncate">
    {row.runs.length === 0
      ? ' '
      : row.runs.map(({text, style}, index) => (
          // Runs have no identity but their place.
          <Text key={index} {...style}>
            {text}
          </Text>
        ))}
  </Text>
));
ScreenRow.displayName = 'ScreenRow';
