import {UnreadableOutput} from '../unreadable-output.ts';

/** An element of a document that libvirt writes: no mixed content, no namespaces that matter, no document type. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<\/([^\s>]+)\s*>|<([^\s/>]+)((?:\s+[^\s=>/]+\s*=\s*(?:'[^']*'|"[^"]*"))*)\s*(\/?)>|([^<]+)/y;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:'([^']*)'|"([^"]*)")/g;

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/**
 * The root element of an XML text.
 * @param tool who wrote it
 * @throws {UnreadableOutput} for what is not one whole element
 */
export const parseXml = (tool: string, text: string): Element => {
  const top: Open = {name: '', attributes: {}, children: [], text: ''};
  const open = [top];
  const source = text.trim();
  let at = 0;
  const fail = (why: string): never => {
    throw new UnreadableOutput(tool, source.slice(0, at).split('\n').length, source.slice(at, at + 80), why);
  };
  while (at < source.length) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(source);
    const here = open.at(-1) ?? top;
    if (token === null) return fail('not XML');
    const [, closing, opening, attributes = '', alone, characters] = token;
    if (characters !== undefined) here.text += decoded(characters);
    else if (opening !== undefined) {
      const element: Open = {name: opening, attributes: attributesOf(attributes), children: [], text: ''};
      here.children.push(element);
      if (alone !== '/') open.push(element);
    } else if (closing !== undefined) {
      if (here === top || here.name !== closing) return fail(`</${closing}> closes nothing`);
      open.pop();
    }
    at = TOKEN.lastIndex;
  }
  const [root, ...more] = top.children;
  if (open.length > 1) return fail(`<${open.at(-1)?.name}> is not closed`);
  if (root === undefined || more.length > 0 || top.text.trim() !== '') return fail('expected one element');
  return root;
};

const attributesOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...text.matchAll(ATTRIBUTE)].map(([, name = '', a, b]) => [name, decoded(a ?? b ?? '')]));

const NAMED: Readonly<Record<string, string>> = {lt: '<', gt: '>', amp: '&', quot: '"', apos: "'"};

const decoded = (text: string): string =>
  text.replaceAll(
    /&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z]+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return NAMED[name] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
    },
  );

/** The first element at a path of names below. */
export const childAt = (element: Element | undefined, ...path: readonly string[]): Element | undefined =>
  path.reduce<Element | undefined>((at, name) => at?.children.find((child) => child.name === name), element);

export const childrenNamed = (element: Element | undefined, name: string): readonly Element[] =>
  element?.children.filter((child) => child.name === name) ?? [];
