import type {Text} from '../state/text.ts';
import type {Phase} from './session.ts';

const isText = (value: unknown): value is Text =>
  typeof value === 'object' &&
  value !== null &&
  'en' in value &&
  typeof value.en === 'string' &&
  'zh' in value &&
  typeof value.zh === 'string';

/** An error of opening a host, in words: its own where it has them ({@link HostError}, {@link ReplayError}). */
export const whyFailed = (error: unknown): Phase & {name: 'failed'} => {
  if (error instanceof Error && 'why' in error && isText(error.why) && 'next' in error && isText(error.next)) {
    return {name: 'failed', why: error.why, next: error.next};
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    name: 'failed',
    why: {en: `The host could not be built: ${message}`, zh: `无法搭建主机：${message}`},
    next: {
      en: 'Try a reset. "underlay doctor" tells what this machine allows.',
      zh: '请尝试重置。underlay doctor 会说明本机支持哪些功能。',
    },
  };
};
