import {usePaste, useStdin} from 'ink';
import {useEffectEvent, useLayoutEffect} from 'react';
import {type KeyAction, KeyStream} from './key-stream.ts';
import type {NodeShell} from './node-shell.ts';

/** A lone Escape is passed on after this; the rest of a real sequence comes sooner, even over ssh. */
const ESCAPE_MS = 20;
/** A paste that is silent for this long lost its end mark; the leave key must work again. */
const SILENT_PASTE_MS = 1000;

/**
 * Gives every byte that the outer terminal sends to the shell, until the leave key. What comes behind the leave key
 * goes back to stdin as soon as the focus is away, so that the next reader finds it: nothing lost, nothing doubled.
 */
export const useShellKeys = (shell: NodeShell, isFocused: boolean, onLeave: () => void): void => {
  const {stdin, setRawMode} = useStdin();
  const leave = useEffectEvent(onLeave);
  // Makes the outer terminal mark pastes. The text itself comes with the raw bytes below.
  usePaste(ignore, {isActive: isFocused});

  // In the same commit that takes the keys from others, or a key could fall between.
  useLayoutEffect(() => {
    if (!isFocused) return;
    const keys = new KeyStream(() => shell.screen.modes);
    let timer: NodeJS.Timeout | undefined;
    let behindLeave: string | undefined;

    const act = (actions: readonly KeyAction[]): void => {
      for (const action of actions) {
        switch (action.type) {
          case 'send':
            shell.type(action.data);
            break;
          case 'interrupt':
            shell.interrupt();
            break;
          case 'scroll':
            shell.screen.scrollPages(action.pages);
            break;
          case 'leave':
            behindLeave = action.rest;
            leave();
            break;
        }
      }
    };
    const onData = (chunk: string | Buffer): void => {
      clearTimeout(timer);
      if (behindLeave !== undefined) {
        behindLeave += String(chunk);
        return;
      }
      act(keys.push(String(chunk)));
      if (keys.isPasting) timer = setTimeout(() => act(keys.flush()), SILENT_PASTE_MS);
      else if (keys.isPending) timer = setTimeout(() => act(keys.flush()), ESCAPE_MS);
    };

    // Ink turns raw mode off when no hook of its own asks for it, and Ctrl-C would end the program.
    setRawMode(true);
    stdin.on('data', onData);
    return () => {
      clearTimeout(timer);
      stdin.off('data', onData);
      setRawMode(false);
      act(keys.flush());
      if (behindLeave) setImmediate((rest: string) => stdin.unshift(rest), behindLeave);
    };
  }, [stdin, setRawMode, isFocused, shell]);
};

const ignore = (): void => {};
