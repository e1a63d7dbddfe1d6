/** What a terminal program wrote, as lines of plain text. Chunks may end anywhere. */
export interface PlainLines {
  /** Complete lines that came with this chunk. */
  push(chunk: string): readonly string[];
  /** What stands on the unfinished line, which is then done with; undefined where it is empty. */
  flush(): string | undefined;
  /** The unfinished line as it stands, without ending it. */
  partial(): string;
  /** True once a program has asked for the whole screen (vi, less) since the last call. */
  tookScreen(): boolean;
}

// Escape sequences are made of control characters, so these expressions are, too.
/* oxlint-disable no-control-regex */
/** CSI; OSC, DCS, APC, PM and SOS strings; two- and three-character escapes. */
const SEQUENCE =
  /\u001B(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001B]*(?:\u0007|\u001B\\)|[ -/]+[0-~]|[0-OQ-WYZ\\`-~])/g;
const UNFINISHED = /\u001B(?:\[[0-?]*[ -/]*|[\]PX^_][^\u0007\u001B]*\u001B?|[ -/]*)$/;
const CONTROLS = /[\u0000-\u0007\u000B-\u001F\u007F]/g;
/* oxlint-enable no-control-regex */
const ALTERNATE_SCREEN = '\u001B[?1049h';
/** A line without an end is cut here: a flood of one line must not be kept. */
const LONGEST_LINE = 16_384;

export const openPlainLines = (): PlainLines => {
  let pending = '';
  let line = '';
  let hasTakenScreen = false;
  const finish = (): string => {
    const done = rubbedOut(line);
    line = '';
    return done;
  };
  return {
    push(chunk) {
      let data = pending + chunk;
      const unfinished = UNFINISHED.exec(data);
      pending = unfinished === null || unfinished[0].length > LONGEST_LINE ? '' : unfinished[0];
      data = data.slice(0, data.length - pending.length);
      hasTakenScreen ||= data.includes(ALTERNATE_SCREEN);
      const lines: string[] = [];
      const parts = data.replaceAll(SEQUENCE, '').replaceAll(/\r+\n/g, '\n').split('\n');
      for (const [index, part] of parts.entries()) {
        line += part;
        if (index < parts.length - 1 || line.length > LONGEST_LINE) lines.push(finish());
      }
      return lines;
    },
    flush() {
      const rest = finish();
      return rest === '' ? undefined : rest;
    },
    partial: () => rubbedOut(line),
    tookScreen() {
      const was = hasTakenScreen;
      hasTakenScreen = false;
      return was;
    },
  };
};

/** Carriage return and backspace do to the text what they do to a screen line; other control characters go. */
const rubbedOut = (line: string): string => {
  const shown = line.replace(/\r+$/, '').split('\r').at(-1) ?? '';
  const kept: string[] = [];
  for (const character of shown) {
    if (character === '\b') kept.pop();
    else kept.push(character);
  }
  return kept.join('').replaceAll(CONTROLS, '').trimEnd();
};
