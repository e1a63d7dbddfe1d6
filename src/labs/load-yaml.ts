import {LineCounter, isMap, isNode, isScalar, parseDocument, visit, type Node, type Pair} from 'yaml';
import type {LabError} from './lab-error.ts';

export type YamlPath = readonly PropertyKey[];

/** A YAML file as plain data that still knows where each value stood. */
export interface YamlFile {
  readonly file: string;
  readonly value: unknown;
  /** An error at the value of `path`, or at the nearest thing around it that is there. */
  errorAt(path: YamlPath, message: string): LabError;
  /** An error at a key of the map at `path`. */
  errorAtKey(path: YamlPath, key: string, message: string): LabError;
  /** Every string with its place; for errors inside a string, `offset` counts from its beginning. */
  readonly strings: readonly PlacedString[];
}

export interface PlacedString {
  readonly text: string;
  readonly errorAt: (offset: number, message: string) => LabError;
}

/** Aliases may multiply a small file into a huge one (the "billion laughs"); labs need none of that. */
const MAX_ALIASES = 100;
/** The parser goes down one call a level; real labs have six. */
const MAX_DEPTH = 100;

/** Reads YAML 1.2. Either the file, or all its syntax errors. */
export function readYaml(
  file: string,
  source: string,
): {readonly yaml?: YamlFile; readonly errors: readonly LabError[]} {
  const lines = new LineCounter();
  const errorAtOffset = (offset: number, message: string): LabError => {
    const {line, col} = lines.linePos(Math.min(offset, source.length));
    return {file, line: Math.max(line, 1), column: Math.max(col, 1), message};
  };
  const tooDeep = deepNesting(source);
  if (tooDeep !== undefined) return {errors: [{file, ...tooDeep, message: `nested deeper than ${MAX_DEPTH} levels`}]};

  const document = parseDocument(source, {lineCounter: lines, prettyErrors: false, logLevel: 'silent'});
  const syntax = [...document.errors, ...document.warnings].map((error) =>
    errorAtOffset(error.pos[0], `${lowerFirst(error.message)}${bracesAdvice(source, error.pos[0])}`),
  );
  if (syntax.length > 0) return {errors: syntax};
  let value: unknown;
  try {
    value = document.toJS({maxAliasCount: MAX_ALIASES});
  } catch (error) {
    return {errors: [errorAtOffset(0, error instanceof Error ? lowerFirst(error.message) : 'cannot be read')]};
  }

  const nodeAt = (path: YamlPath): Node | undefined => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return node;
    }
    return undefined;
  };
  const strings: PlacedString[] = [];
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value !== 'string') return;
      const [start = 0, end = 0] = node.range ?? [];
      strings.push({
        text: node.value,
        errorAt(offset, message) {
          // Blocks and escapes move characters about: look for the same text in the source, else point at the beginning.
          const after = node.value as string;
          const found = source.slice(start, end).indexOf(after.slice(offset, offset + 12).split('\n')[0] ?? '');
          return errorAtOffset(found < 0 ? start : start + found, message);
        },
      });
    },
  });
  return {
    errors: [],
    yaml: {
      file,
      value,
      strings,
      errorAt: (path, message) => errorAtOffset(nodeAt(path)?.range?.[0] ?? 0, message),
      errorAtKey(path, key, message) {
        const map = nodeAt(path);
        const pair: Pair | undefined = isMap(map)
          ? map.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
          : undefined;
        const offset = isNode(pair?.key) ? pair.key.range?.[0] : map?.range?.[0];
        return errorAtOffset(offset ?? 0, message);
      },
    },
  };
}

/** A rough look before the recursive parser: every level costs a bracket, a dash, or two columns of indentation. */
function deepNesting(source: string): {readonly line: number; readonly column: number} | undefined {
  let depth = 0;
  for (const [index, text] of source.split('\n').entries()) {
    const indent = /^ */.exec(text)?.[0].length ?? 0;
    const dashes = /^[\s?:-]*/.exec(text)?.[0].replaceAll(' ', '').length ?? 0;
    if (dashes > MAX_DEPTH || (indent > 2 * MAX_DEPTH && indent < text.length)) return {line: index + 1, column: 1};
    for (let column = 0; column < text.length; column += 1) {
      const character = text[column];
      if (character === '[' || character === '{') depth += 1;
      if ((character === ']' || character === '}') && depth > 0) depth -= 1;
      if (depth > MAX_DEPTH) return {line: index + 1, column: column + 1};
    }
  }
  return undefined;
}

/** An unquoted `{{name}}` at the beginning of a value is a map for YAML, and its error says nothing of that. */
function bracesAdvice(source: string, offset: number): string {
  const lineStart = source.lastIndexOf('\n', offset - 1) + 1;
  const nearby = source.slice(
    lineStart,
    source.indexOf('\n', offset) === -1 ? undefined : source.indexOf('\n', offset),
  );
  return /(^|[:[,-]\s*)\{\{/.test(nearby) ? '; a value that begins with `{{` needs quotes' : '';
}

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
