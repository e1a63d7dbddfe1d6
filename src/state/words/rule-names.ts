import type {Names} from '../names.ts';
import type {Text} from '../text.ts';

/** What names in a rule stand for, where somebody knows it. */
export interface RuleNames {
  /** Of a device, an address without its `/32`, an ipset, or a chain. */
  readonly meaning: (name: string) => Text | undefined;
  /** The whole name of the only known device that begins so: a chain's name keeps only a part of it. */
  readonly deviceBeginning: (beginning: string) => string | undefined;
}

export const NO_NAMES: RuleNames = {meaning: () => undefined, deviceBeginning: () => undefined};

export const ruleNames = (names: Names | undefined): RuleNames =>
  names === undefined
    ? NO_NAMES
    : {
        meaning: (name) => (Object.hasOwn(names, name) ? names[name]?.short : undefined),
        deviceBeginning: (beginning) => {
          const [only, another] = Object.keys(names).filter((name) => name.startsWith(beginning));
          return another === undefined ? only : undefined;
        },
      };

/** A name with what it stands for: `tap4615776d-f1 (vm1)`. */
export const named = (name: string, meaning: Text | undefined): Text =>
  meaning === undefined ? {en: name, zh: name} : {en: `${name} (${meaning.en})`, zh: `${name}（${meaning.zh}）`};
