import {describe, expect, test} from 'vitest';
import {cut, ends, fit, lineWidth, plain, span} from './line.ts';
import {wrap, wrapHanging, wrapIndented} from './wrap.ts';

const rows = (text: string, width: number, hang = 0) => wrap([span(text)], width, hang).map(plain);

describe('wrap', () => {
  test('breaks at spaces and drops them', () => {
    expect(rows('a namespace is an island', 12)).toEqual(['a namespace', 'is an island']);
  });
  test('leaves a text that fits alone, also when a space stands in the margin', () => {
    expect(rows('twelve cells', 12)).toEqual(['twelve cells']);
    expect(rows('twelve cells more', 12)).toEqual(['twelve cells', 'more']);
  });
  test('breaks a word that is longer than a row', () => {
    expect(rows('ip addr add 2001:db8:0:1::1/64', 10)).toEqual(['ip addr', 'add', '2001:db8:0', ':1::1/64']);
  });
  test('breaks it behind a comma if it has one there, as flows do', () => {
    expect(rows('priority=4,in_port=phy-br,dl_vlan=1', 18)).toEqual(['priority=4,', 'in_port=phy-br,', 'dl_vlan=1']);
    expect(rows('table=0 priority=4,in_port=phy-br', 18)).toEqual(['table=0', 'priority=4,', 'in_port=phy-br']);
  });
  test('counts two cells for a Chinese character and breaks between them', () => {
    expect(rows('网络命名空间是一座岛', 8)).toEqual(['网络命名', '空间是一', '座岛']);
  });
  test('never begins a line with a closing mark nor ends it with an opening one', () => {
    expect(rows('一二三四，五六', 8)).toEqual(['一二三', '四，五六']);
    expect(rows('一二三（四五）', 8)).toEqual(['一二三', '（四五）']);
  });
  test('keeps a command inside Chinese text whole', () => {
    expect(rows('先运行ip netns add red再看', 12)).toEqual(['先运行ip', 'netns add', 'red再看']);
  });
  test('never breaks inside a grapheme', () => {
    expect(rows('e\u0301e\u0301e\u0301e\u0301', 2)).toEqual(['e\u0301e\u0301', 'e\u0301e\u0301']);
  });
  test('keeps styles over the break', () => {
    const bold = {bold: true};
    expect(wrap([span('one '), span('two three', bold)], 8)).toEqual([
      [span('one '), span('two', bold)],
      [span('three', bold)],
    ]);
  });
  test('leaves the hanging indent free', () => {
    expect(wrapIndented([span('- ')], [span('one two three')], 9).map(plain)).toEqual(['- one two', '  three']);
  });
  test('an empty text is one empty row', () => {
    expect(rows('', 10)).toEqual(['']);
  });
});

test('behind a long beginning a command goes on a little in, not in a narrow strip', () => {
  const rows = wrapHanging([span('controller/qdhcp-1 $ '), span('ip -j -d -force -batch -')], 28, 4);
  expect(rows.map(plain)).toEqual(['controller/qdhcp-1 $ ip -j', '    -d -force -batch -']);
});

describe('fitting', () => {
  test('cuts by cells, not characters', () => {
    expect(plain(cut([span('网络命名空间')], 7))).toBe('网络命…');
    expect(lineWidth(cut([span('网络命名空间')], 6))).toBeLessThanOrEqual(6);
  });
  test('fills to the width', () => {
    expect(plain(fit([span('网')], 4))).toBe('网  ');
  });
  test('puts two ends on one row and cuts the left one', () => {
    expect(plain(ends([span('left')], [span('right')], 12))).toBe('left   right');
    expect(plain(ends([span('left side')], [span('right')], 12))).toBe('left … right');
  });
});
