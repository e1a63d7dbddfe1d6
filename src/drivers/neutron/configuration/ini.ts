/** A value as it stands in a file. */
export interface IniValue {
  readonly value: string;
  /** `/etc/neutron/dhcp_agent.ini:4`, for an operator to find it. */
  readonly at: string;
}

/** By section in lower case, then by key. */
export type IniSections = ReadonlyMap<string, ReadonlyMap<string, IniValue>>;

export interface IniFile {
  readonly path: string;
  readonly text: string;
}

/** A line that is neither a section, a comment nor an assignment. */
export class IniError extends Error {
  override readonly name = 'IniError';
}

/**
 * Reads configuration files as oslo.config does (iniparser.py): `key = value` and `key: value`; comments are lines that
 * begin with `#` or `;`; a line that begins with a blank goes on with the value before; quotes around a value are taken
 * off. Of files, as of lines, the later one wins.
 * @throws {IniError} with the file, the line and what is wrong with it
 */
export function readIni(files: readonly IniFile[]): IniSections {
  const sections = new Map<string, Map<string, IniValue>>();
  for (const {path, text} of files) {
    let section: Map<string, IniValue> | undefined;
    let key: string | undefined;
    for (const [index, line] of text
      .split('\n')
      .map((one) => one.trimEnd())
      .entries()) {
      const at = `${path}:${index + 1}`;
      if (line === '') key = undefined;
      if (line === '' || /^[#;]/.test(line)) continue;
      if (/^\s/.test(line)) {
        const before = key === undefined ? undefined : section?.get(key);
        if (key === undefined || before === undefined) throw new IniError(`${at}: Unexpected continuation line`);
        section?.set(key, {...before, value: `${before.value} ${line.trim()}`.trim()});
      } else if (line.startsWith('[')) {
        const name = /^\[([^\]]+)\]$/.exec(line)?.[1];
        if (name === undefined) throw new IniError(`${at}: Invalid section (must end with ]): ${line}`);
        section = sections.get(name.toLowerCase()) ?? new Map<string, IniValue>();
        sections.set(name.toLowerCase(), section);
        key = undefined;
      } else {
        const [, name, value] = /^([^:=]+)[:=](.*)$/.exec(line) ?? [];
        if (name === undefined || value === undefined)
          throw new IniError(`${at}: No ':' or '=' found in assignment: ${line}`);
        if (section === undefined) throw new IniError(`${at}: Section must be started before assignment: ${line}`);
        key = name.trim();
        section.set(key, {value: unquoted(value.trim()), at});
      }
    }
  }
  return sections;
}

const unquoted = (value: string): string => /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;
