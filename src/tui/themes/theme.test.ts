import {expect, test} from 'vitest';
import {chooseTheme, THEMES} from './theme.ts';

test.each([
  ['auto', {}, 'dark'],
  ['auto', {COLORFGBG: '15;0'}, 'dark'],
  ['auto', {COLORFGBG: '0;15'}, 'light'],
  ['auto', {COLORFGBG: '0;default;7'}, 'light'],
  ['auto', {COLORFGBG: 'default;default'}, 'dark'],
  ['auto', {COLORFGBG: ''}, 'dark'],
  ['light', {COLORFGBG: '15;0'}, 'light'],
  ['light', {NO_COLOR: '1'}, 'none'],
  ['light', {NO_COLOR: ''}, 'light'],
] as const)('setting %s in %j draws %s', (setting, environment, name) => {
  expect(chooseTheme(setting, environment).name).toBe(name);
});

test('the theme without colours names none', () => {
  for (const style of Object.values(THEMES.none)) expect(JSON.stringify(style)).not.toMatch(/olor":"/);
});
