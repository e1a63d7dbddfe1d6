import {createContext, useCallback, useContext, useEffect, useState, type ReactNode} from 'react';
import type {Text} from '../state/text.ts';

/** How long a sentence stands in the status line. */
const SHOWN_MS = 6000;

const MessageContext = createContext<Text | undefined>(undefined);
const TellContext = createContext<(message: Text | undefined) => void>(() => {});

/** One short-lived sentence to the learner: why a key did not work, what was done. Speaking and listening are two contexts, so that speaking draws nothing anew. */
export const MessageProvider = ({children}: {readonly children: ReactNode}): ReactNode => {
  const [message, setMessage] = useState<{readonly words: Text}>();
  const tell = useCallback((words: Text | undefined) => setMessage(words && {words}), []);
  useEffect(() => {
    if (message === undefined) return;
    const timer = setTimeout(() => setMessage(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [message]);
  return (
    <TellContext value={tell}>
      <MessageContext value={message?.words}>{children}</MessageContext>
    </TellContext>
  );
};

/** The sentence to show now. */
export const useMessage = (): Text | undefined => useContext(MessageContext);

/** Says a sentence in the status line, or takes back what stands there. */
export const useTell = (): ((message: Text | undefined) => void) => useContext(TellContext);
