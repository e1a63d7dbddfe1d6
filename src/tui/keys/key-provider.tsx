import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import {useInput, usePaste, useStdin} from 'ink';
import type {Text} from '../../state/text.ts';
import type {CommandIn, Context} from './command.ts';
import {keyPresses, rawKey, type KeyPress} from './key-press.ts';
import {bindingOf} from './key-table.ts';

/** What a command does now, or why it cannot. */
export type Action = (() => void) | {readonly cannot: Text};

export interface Layer<C extends Context = Context> {
  readonly context: C;
  readonly actions: Readonly<Partial<Record<CommandIn<C>, Action>>>;
  /** Gets the characters that no key of this place takes, and pastes: for places where one types. */
  readonly onText?: ((text: string) => void) | undefined;
  /** Number keys 1 to 9. */
  readonly onDigit?: ((digit: number) => void) | undefined;
  /** Keys that came together with the one that opened this place are not meant for it. @default false */
  readonly freshKeysOnly?: boolean;
  /** Such keys were characters. */
  readonly onStaleText?: (() => void) | undefined;
}

/** How far in front a place is; what it does not bind goes to those behind it, unless it is a dialog. */
export const DEPTH = {app: 0, screen: 1, pane: 2, prompt: 3, dialog: 4} as const;
export type Depth = keyof typeof DEPTH;

type Queued = KeyPress | {readonly paste: string};

interface Registered {
  readonly depth: Depth;
  readonly since: number;
  readonly layer: {current: Layer};
}

interface Keys {
  readonly register: (entry: Omit<Registered, 'since'>) => () => void;
  readonly capture: (isCaptured: boolean) => void;
}

const KeysContext = createContext<Keys>({register: () => () => {}, capture: () => {}});

export interface KeyProviderProps {
  readonly children: ReactNode;
  /** A key could not work, or means nothing here. */
  readonly onRefused: (why: Text) => void;
  /** A key is about to do something: what was said about the one before is old. */
  readonly onAccepted?: () => void;
}

/**
 * Hands every key to the place in front. Keys that come together are handled one after the other, each on the screen
 * that the one before it made.
 */
export const KeyProvider = ({children, onRefused, onAccepted = ignore}: KeyProviderProps): ReactNode => {
  const {stdin} = useStdin();
  const layers = useRef<Registered[]>([]);
  const queue = useRef<Queued[]>([]);
  const chunk = useRef(0);
  // Set at once, so that the key that changes it is not seen by both sides.
  const captured = useRef(false);
  const [isCaptured, setCaptured] = useState(false);
  const [turn, setTurn] = useState(0);

  const keys = useMemo<Keys>(
    () => ({
      register: (entry) => {
        const registered = {...entry, since: chunk.current};
        layers.current.push(registered);
        return () => {
          layers.current = layers.current.filter((other) => other !== registered);
        };
      },
      capture: (now) => {
        captured.current = now;
        setCaptured(now);
      },
    }),
    [],
  );

  const enqueue = (items: readonly Queued[]): void => {
    queue.current.push(...items);
    setTurn((count) => count + 1);
  };
  useInput((input, key) => {
    if (captured.current) return;
    chunk.current += 1;
    enqueue(keyPresses(input, key, chunk.current));
  });
  usePaste((text) => enqueue([{paste: text}]), {isActive: !isCaptured});

  useEffect(() => {
    if (captured.current) {
      // Typed behind the key that gave the terminal the focus: it belongs to the terminal.
      const rest = queue.current
        .splice(0)
        .map((item) => ('paste' in item ? item.paste : rawKey(item)))
        .join('');
      if (rest !== '') setImmediate(() => stdin.unshift(rest));
      return;
    }
    const item = queue.current.shift();
    if (item === undefined) return;
    const layersNow = inFront(layers.current);
    const act = 'paste' in item ? pasteHandlerOf(item.paste, layersNow) : handlerOf(item, layersNow);
    if (typeof act === 'function') {
      onAccepted();
      act();
    } else {
      onRefused(act.cannot);
    }
    if (queue.current.length > 0) setTurn((count) => count + 1);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- each turn takes one key, on the screen that the one before made
  }, [turn, stdin, onRefused, onAccepted]);

  return <KeysContext value={keys}>{children}</KeysContext>;
};

const ignore = (): void => {};

const inFront = (layers: readonly Registered[]): readonly Registered[] => {
  // Of two places equally far in front, the newer one.
  const sorted = layers.toReversed().toSorted((a, b) => DEPTH[b.depth] - DEPTH[a.depth]);
  // Nothing reaches past a dialog but the keys of the whole program.
  return sorted[0]?.depth === 'dialog'
    ? sorted.filter(({layer}, index) => index === 0 || layer.current.context === 'app')
    : sorted;
};

/** What a key does now: the first place from the front that has a use for it decides. */
const handlerOf = (press: KeyPress, layers: readonly Registered[]): Action => {
  for (const {layer, since} of layers) {
    const {context, actions, onText, onDigit, freshKeysOnly, onStaleText} = layer.current;
    if (freshKeysOnly === true && press.chunk <= since) return (press.text !== undefined && onStaleText) || ignore;
    const binding = bindingOf(context, press.name);
    const action: Action | undefined = binding && actions[binding.command];
    if (action !== undefined) return action;
    if (onDigit !== undefined && /^[1-9]$/.test(press.name)) return () => onDigit(Number(press.name));
    const {text} = press;
    if (onText !== undefined && text !== undefined) return () => onText(text);
  }
  return {cannot: meansNothing(press.name, layers.some(hasHelp))};
};

/** A paste is text for the place in front, on one line; nobody else takes it for keys. */
const pasteHandlerOf = (paste: string, layers: readonly Registered[]): Action => {
  const onText = layers[0]?.layer.current.onText;
  const text = paste.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  return onText === undefined ? {cannot: PASTE_ELSEWHERE} : () => onText(text);
};

const PASTE_ELSEWHERE: Text = {
  en: 'Pasted text goes to the terminal: press Ctrl-G first.',
  zh: '粘贴的内容只能进入终端：请先按 Ctrl-G。',
};

/** Dialogs have no page of keys: all of theirs stand below them. */
const hasHelp = ({layer}: Registered): boolean => {
  const {context, actions} = layer.current;
  const binding = bindingOf(context, '?');
  return binding !== undefined && actions[binding.command] !== undefined;
};

const meansNothing = (name: string, isHelped: boolean): Text => ({
  en: `${name} does nothing here${isHelped ? '; ? shows the keys' : ''}.`,
  zh: `${name} 在这里没有作用${isHelped ? '；按 ? 查看可用按键' : ''}。`,
});

/** Makes a place's keys work while `isActive`. */
export const useKeys = <C extends Context>(depth: Depth, layer: Layer<C>, isActive = true): void => {
  const {register} = useContext(KeysContext);
  const latest = useRef(layer);
  useLayoutEffect(() => {
    latest.current = layer;
  });
  useLayoutEffect(() => (isActive ? register({depth, layer: latest}) : undefined), [register, depth, isActive]);
};

/** While true, keys go to somebody who reads them raw: the terminal pane. */
export const useKeyCapture = (isCaptured: boolean): void => {
  const {capture} = useContext(KeysContext);
  const release = useCallback(() => capture(false), [capture]);
  useLayoutEffect(() => {
    if (!isCaptured) return;
    capture(true);
    return release;
  }, [isCaptured, capture, release]);
};
